/**
 * Scan of residual codes by their weightiest bits, as PQ Fast Scan (André, Kermarrec and Le Scouarnec, VLDB 2015): a code
 * is a sum of bits times weights, so four bits of any coefficients are a nibble whose share of the score a table of
 * sixteen bytes gives, and one shuffle looks up sixteen captions. The first nibbles, of the weightiest bits, are scanned;
 * the rest is read for the candidates alone.
 */
#pragma once
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <vector>
#include <wasm_simd128.h>

namespace fast {

/** Captions whose first nibbles lie together: as many as a SIMD word has bytes. */
constexpr std::size_t group = 16;
/** Bits of a look-up table's entries: two of them add up in a byte. */
constexpr float largest_entry = 127;
/** Sums are kept in 16 bits. */
constexpr float largest_sum = 65535;

/** A bit of a caption's codes. */
struct bit_t {
    std::uint16_t place;
    std::uint16_t shift;
};

/** Which bits make up the nibbles, weightiest first; four each, an even number of nibbles in either part. */
struct layout_t {
    std::vector<bit_t> bits;
    std::size_t first_pairs = 0;
    std::size_t rest_pairs = 0;
};

/** Where a list's captions begin in their block, what its centre's units are, and how its captions spread. */
struct list_t {
    std::uint32_t start;
    std::uint32_t end;
    float centre_scale;
    float gain;
};

/** Captions in memory. `rest` is null while only the first nibbles are there. */
struct block_t {
    /** [groups, first_pairs, 16]. */
    std::uint8_t* first;
    /** [n, rest_pairs]. */
    std::uint8_t* rest;
    /** [n], in units of 2 / 65,535. */
    std::uint16_t* norms;
    /** [n]. */
    std::uint32_t* ids;
    std::uint32_t first_row;
    /** [lists, d]. */
    std::int8_t* centres;
    /** [list_count], of the index's lists from `first_list` on. */
    list_t* lists;
    std::uint32_t first_list;
    std::uint32_t list_count;
};

constexpr float norm_unit = 2.0f / 65535.0f;

/** A query as tables: [nibbles][16], of the first ones in bytes with one scale, and of all as they are. */
struct query_t {
    std::vector<std::uint8_t> first;
    std::vector<float> exact;
    /** What one unit of each coefficient's code adds, `[coefficients]`. */
    std::vector<float> unit;
    float scale = 0;
    float first_offset = 0;
    float exact_offset = 0;
};

/** Turns sixteen rows of sixteen bytes into columns: four perfect shuffles. */
inline void transpose(v128_t (&rows)[group]) noexcept {
    for (std::size_t round = 0; round < 4; round++) {
        v128_t next[group];
        for (std::size_t r = 0; r < group / 2; r++) {
            v128_t const a = rows[r], b = rows[r + group / 2];
            next[2 * r] = wasm_i8x16_shuffle(a, b, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
            next[2 * r + 1] = wasm_i8x16_shuffle(a, b, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31);
        }
        std::copy(next, next + group, rows);
    }
}

/** A pair of nibbles of sixteen captions: the bits from `bits` on of their codes `[coefficients + 1, 16]`. */
inline v128_t pair_of(bit_t const* bits, std::uint8_t const* codes) noexcept {
    v128_t value = wasm_i8x16_splat(0);
    for (std::uint32_t b = 0; b < 8; b++) {
        v128_t const mask = wasm_i8x16_splat(static_cast<std::int8_t>(1u << bits[b].shift));
        v128_t const is_set = wasm_i8x16_eq(wasm_v128_and(wasm_v128_load(codes + bits[b].place * group), mask), mask);
        value = wasm_v128_or(value, wasm_v128_and(is_set, wasm_i8x16_splat(static_cast<std::int8_t>(1u << b))));
    }
    return value;
}

/**
 * Writes the nibbles of `count` captions, sixteen at most, into a block, from caption `start` on, which begins a group.
 * @param codes a byte each, `[coefficients + 1, 16]`; zero for the last coefficient and behind the last caption
 */
inline void store(layout_t const& layout, std::uint8_t const* codes, block_t& block, std::size_t start, std::size_t count) noexcept {
    bit_t const* bits = layout.bits.data();
    std::uint8_t* const first = block.first + start * layout.first_pairs;
    for (std::size_t p = 0; p < layout.first_pairs; p++, bits += 8)
        wasm_v128_store(first + p * group, pair_of(bits, codes));
    for (std::size_t p = 0; p < layout.rest_pairs; p += group) {
        std::size_t const pairs = std::min(group, layout.rest_pairs - p);
        alignas(16) v128_t rows[group] = {};
        for (std::size_t r = 0; r < pairs; r++, bits += 8)
            rows[r] = pair_of(bits, codes);
        transpose(rows);
        for (std::size_t c = 0; c < count; c++)
            std::memcpy(block.rest + (start + c) * layout.rest_pairs + p, &rows[c], pairs);
    }
}

/** Calls `use(pair, byte)` for each pair of nibbles of caption `i`; its rest must be there. */
template <typename use_at> inline void each_pair(layout_t const& layout, block_t const& block, std::size_t i, use_at&& use) noexcept {
    std::uint8_t const* const first = block.first + (i / group) * layout.first_pairs * group + i % group;
    for (std::size_t p = 0; p < layout.first_pairs; p++)
        use(p, first[p * group]);
    std::uint8_t const* const rest = block.rest + i * layout.rest_pairs;
    for (std::size_t p = 0; p < layout.rest_pairs; p++)
        use(layout.first_pairs + p, rest[p]);
}

/** The codes of caption `i`, a byte each; `codes` is zero. */
inline void load(layout_t const& layout, block_t const& block, std::size_t i, std::uint8_t* codes) noexcept {
    each_pair(layout, block, i, [&](std::size_t pair, std::uint8_t byte) {
        bit_t const* const bits = layout.bits.data() + pair * 8;
        for (std::uint32_t b = 0; b < 8; b++)
            codes[bits[b].place] |= static_cast<std::uint8_t>(((byte >> b) & 1) << bits[b].shift);
    });
}

/** What the sixteen values of a nibble add, given the weights of its bits. */
inline void table_of(float const* weights, float* table) noexcept {
    for (std::uint32_t value = 0; value < 16; value++) {
        float sum = 0;
        for (std::uint32_t b = 0; b < 4; b++)
            sum += value >> b & 1 ? weights[b] : 0.0f;
        table[value] = sum;
    }
}

/**
 * Makes a query's tables.
 * @param unit what one unit of each coefficient's code adds to the score, `[coefficients]`
 * @param slope by how much to multiply what the first nibbles alone say of a coefficient, `[coefficients]`
 */
inline void prepare(layout_t const& layout, float const* unit, float const* slope, std::size_t coefficients, query_t& query) {
    std::size_t const nibbles = 2 * (layout.first_pairs + layout.rest_pairs);
    std::size_t const first = 2 * layout.first_pairs;
    query.exact.resize(nibbles * 16);
    query.first.resize(first * 16);
    query.unit.assign(unit, unit + coefficients);
    std::vector<float> rough(first * 16);
    float widest = 0;
    float total = 0;
    for (std::size_t n = 0; n < nibbles; n++) {
        float exact[4], shrunk[4];
        for (std::size_t b = 0; b < 4; b++) {
            bit_t const& bit = layout.bits[4 * n + b];
            exact[b] = unit[bit.place] * static_cast<float>(1u << bit.shift);
            shrunk[b] = exact[b] * slope[bit.place];
        }
        table_of(exact, &query.exact[n * 16]);
        if (n >= first)
            continue;
        float* const table = &rough[n * 16];
        table_of(shrunk, table);
        float const least = *std::min_element(table, table + 16);
        for (std::size_t value = 0; value < 16; value++)
            table[value] -= least;
        query.first_offset += least;
        float const range = *std::max_element(table, table + 16);
        widest = std::max(widest, range);
        total += range;
    }
    // Rounding up may add one to each entry, so the sum's limit is taken with room for that.
    query.scale = std::max(widest / largest_entry, total / (largest_sum - static_cast<float>(first)));
    for (std::size_t e = 0; e < rough.size(); e++)
        query.first[e] = query.scale > 0 ? static_cast<std::uint8_t>(std::lround(rough[e] / query.scale)) : 0;
}

inline v128_t look_up(v128_t table, v128_t nibbles) noexcept {
#if defined(__wasm_relaxed_simd__)
    return wasm_i8x16_relaxed_swizzle(table, nibbles);
#else
    return wasm_i8x16_swizzle(table, nibbles);
#endif
}

/** Sums of table entries of sixteen captions while pairs of nibbles are added. */
struct sums_t {
    /** In 16 bits two captions' sums, of which the upper one is kept apart as well. */
    v128_t all = wasm_i16x8_splat(0);
    v128_t odd = wasm_i16x8_splat(0);

    void add(v128_t bytes, v128_t low_table, v128_t high_table) noexcept {
        v128_t const fifteen = wasm_i8x16_splat(15);
        v128_t const both = wasm_i8x16_add(look_up(low_table, wasm_v128_and(bytes, fifteen)),
                                           look_up(high_table, wasm_v128_and(wasm_u16x8_shr(bytes, 4), fifteen)));
        all = wasm_i16x8_add(all, both);
        odd = wasm_i16x8_add(odd, wasm_u16x8_shr(both, 8));
    }

    /** In the captions' order, u16. */
    void write(std::uint16_t* output) const noexcept {
        v128_t const even = wasm_i16x8_sub(all, wasm_i16x8_shl(odd, 8));
        wasm_v128_store(output, wasm_i16x8_shuffle(even, odd, 0, 8, 1, 9, 2, 10, 3, 11));
        wasm_v128_store(output + 8, wasm_i16x8_shuffle(even, odd, 4, 12, 5, 13, 6, 14, 7, 15));
    }
};

/** Sums of the first nibbles' table entries of `groups` times sixteen captions; a table is read once for two groups. */
inline void sums_of(std::uint8_t const* tables, std::uint8_t const* codes, std::size_t pairs, std::size_t groups,
                    std::uint16_t* output) noexcept {
    std::size_t const stride = pairs * group;
    std::size_t g = 0;
    for (; g + 2 <= groups; g += 2, codes += 2 * stride, output += 2 * group) {
        sums_t a, b;
        std::uint8_t const* table = tables;
        for (std::size_t p = 0; p < stride; p += group, table += 32) {
            v128_t const low = wasm_v128_load(table), high = wasm_v128_load(table + 16);
            a.add(wasm_v128_load(codes + p), low, high);
            b.add(wasm_v128_load(codes + stride + p), low, high);
        }
        a.write(output);
        b.write(output + group);
    }
    if (g == groups)
        return;
    sums_t a;
    for (std::size_t p = 0; p < stride; p += group, tables += 32)
        a.add(wasm_v128_load(codes + p), wasm_v128_load(tables), wasm_v128_load(tables + 16));
    a.write(output);
}

/** The score of caption `i` before its norm, from all its codes. */
inline float exact_sum(layout_t const& layout, query_t const& query, block_t const& block, std::size_t i) noexcept {
    float sums[2] = {0, 0};
    float const* const tables = query.exact.data();
    each_pair(layout, block, i, [&](std::size_t pair, std::uint8_t byte) {
        sums[0] += tables[pair * 32 + (byte & 15)];
        sums[1] += tables[pair * 32 + 16 + (byte >> 4)];
    });
    return query.exact_offset + sums[0] + sums[1];
}

struct candidate_t {
    /** By the first nibbles, and by all once it is settled. */
    float first;
    float score;
    std::uint32_t id;
    std::uint32_t row;
    /** Its list among those scanned, and its place in the block. */
    std::uint32_t list;
    std::uint32_t at;
    bool settled;
};

inline bool better(candidate_t const& a, candidate_t const& b) noexcept {
    return a.first > b.first || (a.first == b.first && a.id < b.id);
}

/** What settling candidates taught. */
struct outcome_t {
    /** Candidates settled, and all of them. */
    float settled;
    float candidates;
    /** First score at or below which captions were not settled; −2 when all were. */
    float cut;
    /** Exact score of the k-th best; −2 while there are fewer. */
    float kth;
    /** Mean and deviation of exact less first scores. */
    float bias;
    float deviation;
    /** How far candidates above the cut exceed it on average. */
    float excess;
};

/** A list that was scanned. */
struct seen_t {
    block_t const* block;
    float base;
    float gain;
};

/** One query's search under way: of the captions seen, those that are best by their first nibbles. */
struct scan_t {
    query_t query;
    std::vector<seen_t> lists;
    std::vector<candidate_t> candidates;
    std::size_t keep;
    /** Score of the worst candidate that was kept when there were too many last; −2, below every cosine, before. */
    float threshold = -2;
    /** Candidates that were looked at when candidates were settled last. */
    std::size_t reach = 0;
    /** The k-th best score when it was last asked for, and that k; it only rises. */
    float kth = -2;
    std::size_t kth_of = 0;
    /** Room for one list's sums. */
    std::vector<std::uint16_t> sums;

    void offer(candidate_t const& candidate) {
        candidates.push_back(candidate);
        if (candidates.size() >= 2 * keep)
            narrow();
    }

    /** Leaves the best. */
    void narrow() {
        if (candidates.size() <= keep)
            return;
        std::nth_element(candidates.begin(), candidates.begin() + (keep - 1), candidates.end(), better);
        candidates.resize(keep);
        threshold = std::max(threshold, candidates.back().first);
    }
};

/** Score of the k-th best by the first nibbles; −2 while there are fewer. */
inline float kth_best(scan_t& scan, std::size_t k) {
    if (k != scan.kth_of)
        scan.kth = -2, scan.kth_of = k;
    std::vector<float> scores;
    for (candidate_t const& candidate : scan.candidates)
        if (candidate.first >= scan.kth)
            scores.push_back(candidate.first);
    if (scores.size() < k)
        return scan.kth;
    std::nth_element(scores.begin(), scores.begin() + (k - 1), scores.end(), std::greater<float>());
    return scan.kth = scores[k - 1];
}

/** Scans rows `start` up to `end` of a block, which are of one list; `moments` takes the sum of the scores and of their squares. */
inline void scan_rows(layout_t const& layout, scan_t& scan, block_t const& block, float base, float gain, std::size_t start,
                      std::size_t end, float* moments) {
    std::uint32_t const list = static_cast<std::uint32_t>(scan.lists.size());
    scan.lists.push_back({&block, base, gain});
    v128_t const constant = wasm_f32x4_splat((base + gain * scan.query.first_offset) * norm_unit);
    v128_t const factor = wasm_f32x4_splat(gain * scan.query.scale * norm_unit);
    v128_t sum = wasm_f32x4_splat(0);
    v128_t squares = wasm_f32x4_splat(0);
    alignas(16) float scores[group];
    std::size_t const from_group = start / group, to_group = (end + group - 1) / group;
    scan.sums.resize((to_group - from_group) * group);
    sums_of(scan.query.first.data(), block.first + from_group * group * layout.first_pairs, layout.first_pairs,
            to_group - from_group, scan.sums.data());
    std::uint16_t const* sums = scan.sums.data();
    for (std::size_t at = from_group * group; at < end; at += group, sums += group) {
        v128_t const threshold = wasm_f32x4_splat(scan.threshold);
        v128_t above = wasm_i32x4_splat(0);
        bool const whole = at >= start && at + group <= end;
        for (std::size_t q = 0; q < 4; q++) {
            v128_t const norms = wasm_f32x4_convert_u32x4(wasm_u32x4_load16x4(block.norms + at + 4 * q));
            v128_t score = wasm_f32x4_mul(
                wasm_f32x4_add(constant, wasm_f32x4_mul(factor, wasm_f32x4_convert_u32x4(wasm_u32x4_load16x4(sums + 4 * q)))), norms);
            wasm_v128_store(scores + 4 * q, score);
            above = wasm_v128_or(above, wasm_f32x4_gt(score, threshold));
            if (whole) {
                sum = wasm_f32x4_add(sum, score);
                squares = wasm_f32x4_add(squares, wasm_f32x4_mul(score, score));
            }
        }
        std::size_t const from = std::max(at, start), to = std::min(at + group, end);
        if (!whole)
            for (std::size_t i = from; i < to; i++) {
                float const score = scores[i - at];
                sum = wasm_f32x4_add(sum, wasm_f32x4_make(score, 0, 0, 0));
                squares = wasm_f32x4_add(squares, wasm_f32x4_make(score * score, 0, 0, 0));
            }
        if (!wasm_v128_any_true(above))
            continue;
        for (std::size_t i = from; i < to; i++)
            if (scores[i - at] > scan.threshold)
                scan.offer({scores[i - at], 0, block.ids[i], static_cast<std::uint32_t>(block.first_row + i), list,
                            static_cast<std::uint32_t>(i), false});
    }
    auto const total = [](v128_t lanes) {
        return wasm_f32x4_extract_lane(lanes, 0) + wasm_f32x4_extract_lane(lanes, 1) + wasm_f32x4_extract_lane(lanes, 2) +
               wasm_f32x4_extract_lane(lanes, 3);
    };
    moments[0] = total(sum), moments[1] = total(squares);
}

/** Notes a candidate's score, given its sum by all its codes. */
inline void settle_with(scan_t const& scan, candidate_t& candidate, float sum) noexcept {
    seen_t const& list = scan.lists[candidate.list];
    candidate.score = (list.base + list.gain * sum) * (static_cast<float>(list.block->norms[candidate.at]) * norm_unit);
    candidate.settled = true;
}

/** As `exact_sum`, of a caption whose codes are not in a block: a byte each, `coefficients` of them, a multiple of 16. */
inline float exact_sum(query_t const& query, std::uint8_t const* codes, std::size_t coefficients) noexcept {
    v128_t sums[4] = {wasm_f32x4_splat(0), wasm_f32x4_splat(0), wasm_f32x4_splat(0), wasm_f32x4_splat(0)};
    for (std::size_t i = 0; i < coefficients; i += 4) {
        v128_t const four = wasm_u32x4_extend_low_u16x8(wasm_u16x8_extend_low_u8x16(wasm_v128_load32_zero(codes + i)));
        v128_t& sum = sums[i / 4 % 4];
        sum = wasm_f32x4_add(sum, wasm_f32x4_mul(wasm_f32x4_convert_u32x4(four), wasm_v128_load(query.unit.data() + i)));
    }
    v128_t const total = wasm_f32x4_add(wasm_f32x4_add(sums[0], sums[1]), wasm_f32x4_add(sums[2], sums[3]));
    return query.exact_offset + wasm_f32x4_extract_lane(total, 0) + wasm_f32x4_extract_lane(total, 1) +
           wasm_f32x4_extract_lane(total, 2) + wasm_f32x4_extract_lane(total, 3);
}

/** Candidates between two looks at whether further ones can matter. */
constexpr std::size_t settled_together = 64;
/** Errors of the first score beyond so many deviations are not waited for. */
constexpr float far_off = 3;

/** Compares candidates by all their codes, best first, until none that is left is likely to be among the k best. */
inline void settle(layout_t const& layout, scan_t& scan, std::size_t k, outcome_t& outcome) {
    scan.narrow();
    std::sort(scan.candidates.begin(), scan.candidates.end(), better);
    std::vector<float> scores;
    double errors = 0, squares = 0, excess = 0;
    outcome = {0, static_cast<float>(scan.candidates.size()), scan.threshold, -2, 0, 0, 0};
    std::size_t next = 0;
    for (; next < scan.candidates.size(); next++) {
        if (next % settled_together == 0 && scores.size() >= std::max(k, settled_together)) {
            std::nth_element(scores.begin(), scores.begin() + (k - 1), scores.end(), std::greater<float>());
            double const count = static_cast<double>(scores.size());
            double const bias = errors / count;
            double const deviation = std::sqrt(std::max(0.0, squares / count - bias * bias));
            if (scan.candidates[next].first + bias + far_off * deviation < scores[k - 1])
                break;
        }
        candidate_t& candidate = scan.candidates[next];
        if (!candidate.settled) {
            if (!scan.lists[candidate.list].block->rest)
                continue;
            block_t const& block = *scan.lists[candidate.list].block;
            settle_with(scan, candidate, exact_sum(layout, scan.query, block, candidate.at));
        }
        scores.push_back(candidate.score);
        double const error = static_cast<double>(candidate.score) - candidate.first;
        errors += error, squares += error * error;
    }
    scan.reach = next;
    if (next < scan.candidates.size())
        outcome.cut = scan.candidates[next].first;
    for (std::size_t i = 0; i < next; i++)
        excess += scan.candidates[i].first - outcome.cut;
    outcome.settled = static_cast<float>(scores.size());
    if (next > 0)
        outcome.excess = static_cast<float>(excess / next);
    if (scores.empty())
        return;
    double const count = static_cast<double>(scores.size());
    double const bias = errors / count;
    outcome.bias = static_cast<float>(bias);
    outcome.deviation = static_cast<float>(std::sqrt(std::max(0.0, squares / count - bias * bias)));
    if (scores.size() < k)
        return;
    std::nth_element(scores.begin(), scores.begin() + (k - 1), scores.end(), std::greater<float>());
    outcome.kth = scores[k - 1];
}

} // namespace fast

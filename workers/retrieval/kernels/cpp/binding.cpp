/**
 * Fernglass's binding to usearch: scans of lists in either codec, and an HNSW graph over list centroids.
 * One thread, no exceptions; every function that can fail returns 0 and leaves a message for `error_message`.
 */
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <new>
#include <vector>

#include <wasm_simd128.h>
#if defined(__wasm_relaxed_simd__)
#include <numkong/dot.h>
#endif
#include <usearch/index_dense.hpp>

#include "fast_scan.hpp"
#include "residual.hpp"

#define EXPORT(name) extern "C" __attribute__((export_name(#name))) auto name

namespace {

using namespace unum::usearch;
using router_t = index_dense_gt<>;

char const* last_error = "";

template <typename error_at> std::uint32_t failed(error_at& error) {
    last_error = error.release();
    return 0;
}

/** Inner product of two i8 vectors; exact in i32 for any width up to 130,000. */
std::int32_t dot_i8(std::int8_t const* a, std::int8_t const* b, std::size_t width) noexcept {
#if defined(__wasm_relaxed_simd__)
    std::int32_t sum;
    nk_dot_i8_v128relaxed(a, b, width, &sum);
    return sum;
#else
    v128_t sums = wasm_i32x4_splat(0);
    std::size_t i = 0;
    for (; i + 16 <= width; i += 16) {
        v128_t const x = wasm_v128_load(a + i);
        v128_t const y = wasm_v128_load(b + i);
        v128_t const low = wasm_i32x4_dot_i16x8(wasm_i16x8_extend_low_i8x16(x), wasm_i16x8_extend_low_i8x16(y));
        v128_t const high = wasm_i32x4_dot_i16x8(wasm_i16x8_extend_high_i8x16(x), wasm_i16x8_extend_high_i8x16(y));
        sums = wasm_i32x4_add(sums, wasm_i32x4_add(low, high));
    }
    std::int32_t sum = wasm_i32x4_extract_lane(sums, 0) + wasm_i32x4_extract_lane(sums, 1) +
                       wasm_i32x4_extract_lane(sums, 2) + wasm_i32x4_extract_lane(sums, 3);
    for (; i < width; i++)
        sum += a[i] * b[i];
    return sum;
#endif
}

/**
 * Distance for the router: minus the inner product. usearch's own serial cosine and inner product over i8 are not
 * used: the serial cosine gives orthogonal vectors distance 0, so that they rank first.
 */
distance_punned_t router_distance(std::size_t a, std::size_t b, std::size_t width) noexcept {
    return -static_cast<distance_punned_t>(
        dot_i8(reinterpret_cast<std::int8_t const*>(a), reinterpret_cast<std::int8_t const*>(b), width));
}

metric_punned_t router_metric(std::size_t width) noexcept {
    return metric_punned_t::stateless(width, reinterpret_cast<std::uintptr_t>(&router_distance),
                                      metric_punned_signature_t::array_array_size_k, metric_kind_t::ip_k,
                                      scalar_kind_t::i8_k);
}

struct candidate_t {
    double score;
    std::uint32_t id;
    std::uint32_t row;
    std::int8_t const* vector;
    float inverse_norm;
};

/** Equal scores keep the lower id first, as exact search does. */
bool better(candidate_t const& a, candidate_t const& b) noexcept {
    return a.score > b.score || (a.score == b.score && a.id < b.id);
}

/** One query's search under way: a heap whose front is the worst candidate kept. */
struct scan_t {
    std::vector<candidate_t> candidates;
    std::size_t capacity;

    void offer(candidate_t const& candidate) noexcept {
        if (candidates.size() == capacity) {
            if (!better(candidate, candidates.front()))
                return;
            std::pop_heap(candidates.begin(), candidates.end(), better);
            candidates.back() = candidate;
        } else
            candidates.push_back(candidate);
        std::push_heap(candidates.begin(), candidates.end(), better);
    }
};

/** How an index's residual codes lie in files and in memory. */
std::vector<residual::run_t> runs;
fast::layout_t layout;
std::size_t residual_bytes = 0;
std::size_t residual_width = 0;
std::size_t embedding_width = 0;
/** One caption's codes, a byte each, and a zero for bits that only fill up. */
std::vector<std::uint8_t> unpacked;
/** The same of sixteen captions, one after another, and coefficient by coefficient. */
std::vector<std::uint8_t> sixteen;
std::vector<std::uint8_t> by_coefficient;

/** Where a list of the index is: a block, and its number there. */
struct place_t {
    fast::block_t const* block = nullptr;
    std::uint32_t list = 0;
};
std::vector<place_t> places;

/** Inner product of a query with a list's centre. */
float base_of(fast::block_t const& block, std::uint32_t list, float const* query) noexcept {
    std::int8_t const* centre = block.centres + list * embedding_width;
    v128_t sums[2] = {wasm_f32x4_splat(0), wasm_f32x4_splat(0)};
    std::size_t i = 0;
    for (; i + 8 <= embedding_width; i += 8) {
        v128_t const wide = wasm_i16x8_load8x8(centre + i);
        sums[0] = wasm_f32x4_add(sums[0], wasm_f32x4_mul(wasm_v128_load(query + i),
                                                         wasm_f32x4_convert_i32x4(wasm_i32x4_extend_low_i16x8(wide))));
        sums[1] = wasm_f32x4_add(sums[1], wasm_f32x4_mul(wasm_v128_load(query + i + 4),
                                                         wasm_f32x4_convert_i32x4(wasm_i32x4_extend_high_i16x8(wide))));
    }
    v128_t const all = wasm_f32x4_add(sums[0], sums[1]);
    float sum = wasm_f32x4_extract_lane(all, 0) + wasm_f32x4_extract_lane(all, 1) + wasm_f32x4_extract_lane(all, 2) +
                wasm_f32x4_extract_lane(all, 3);
    for (; i < embedding_width; i++)
        sum += query[i] * centre[i];
    return sum * block.lists[list].centre_scale;
}

/** a · b + c; rounded once where the processor can. */
v128_t multiply_add(v128_t a, v128_t b, v128_t c) noexcept {
#if defined(__wasm_relaxed_simd__)
    return wasm_f32x4_relaxed_madd(a, b, c);
#else
    return wasm_f32x4_add(wasm_f32x4_mul(a, b), c);
#endif
}

/** Adds some rows' share to eight columns of `outputs` outputs; `stride` is from one output's weights to the next's. */
template <std::size_t outputs>
void combine_columns(float const* matrix, std::size_t rows, std::size_t width, float const* weights, std::size_t stride,
                     float* output) noexcept {
    v128_t sums[outputs][2];
    for (std::size_t c = 0; c < outputs; c++)
        for (std::size_t h = 0; h < 2; h++)
            sums[c][h] = wasm_v128_load(output + c * width + 4 * h);
    for (std::size_t r = 0; r < rows; r++, matrix += width) {
        v128_t const low = wasm_v128_load(matrix), high = wasm_v128_load(matrix + 4);
        for (std::size_t c = 0; c < outputs; c++) {
            v128_t const weight = wasm_v128_load32_splat(weights + c * stride + r);
            sums[c][0] = multiply_add(weight, low, sums[c][0]);
            sums[c][1] = multiply_add(weight, high, sums[c][1]);
        }
    }
    for (std::size_t c = 0; c < outputs; c++)
        for (std::size_t h = 0; h < 2; h++)
            wasm_v128_store(output + c * width + 4 * h, sums[c][h]);
}

void* aligned(std::size_t bytes) { return std::aligned_alloc(16, (bytes + 31) & ~std::size_t(15)); }

float kth_of(std::vector<float>& scores, std::size_t k) {
    if (scores.size() < k)
        return -2.0f;
    std::nth_element(scores.begin(), scores.begin() + (k - 1), scores.end(), std::greater<float>());
    return scores[k - 1];
}

} // namespace

EXPORT(error_message)() -> char const* { return last_error; }

/** Memory aligned for SIMD, or 0. */
EXPORT(allocate)(std::uint32_t bytes) -> void* { return aligned(bytes); }

EXPORT(release)(void* memory) -> void { std::free(memory); }

EXPORT(inner_product)(std::int8_t const* a, std::int8_t const* b, std::uint32_t width) -> std::int32_t {
    return dot_i8(a, b, width);
}

/** 1/‖v‖ of `count` i8 vectors, 0 for a zero vector. */
EXPORT(inverse_norms)(std::int8_t const* vectors, std::uint32_t count, std::uint32_t width, float* output) -> void {
    for (std::size_t i = 0; i < count; i++) {
        std::int8_t const* vector = vectors + i * width;
        std::int32_t const squared = dot_i8(vector, vector, width);
        output[i] = squared > 0 ? static_cast<float>(1.0 / std::sqrt(static_cast<double>(squared))) : 0.0f;
    }
}

/** A scan that keeps the best `keep` candidates; 0 when memory runs out. */
EXPORT(scan_new)(std::uint32_t keep) -> scan_t* {
    scan_t* scan = new (std::nothrow) scan_t{{}, keep};
    if (scan)
        scan->candidates.reserve(keep);
    return scan;
}

EXPORT(scan_free)(scan_t* scan) -> void { delete scan; }

/** Score of the k-th best candidate; −2, below every cosine, while there are fewer. */
EXPORT(scan_kth)(scan_t const* scan, std::uint32_t k) -> float {
    std::vector<float> scores;
    for (candidate_t const& candidate : scan->candidates)
        scores.push_back(static_cast<float>(candidate.score));
    return kth_of(scores, k);
}

/** Compares an i8 query with `count` i8 vectors. `scale` makes cosines of scores; `moments` takes their sum and that of their squares. */
EXPORT(scan_list)
(scan_t* scan, std::int8_t const* query, float scale, std::uint32_t width, std::int8_t const* vectors, float const* norms,
 std::uint32_t const* ids, std::uint32_t first_row, std::uint32_t count, float* moments) -> void {
    double sum = 0;
    double squares = 0;
    for (std::size_t i = 0; i < count; i++) {
        std::int8_t const* vector = vectors + i * width;
        double const score = static_cast<double>(dot_i8(query, vector, width)) * norms[i] * scale;
        sum += score, squares += score * score;
        scan->offer({score, ids[i], static_cast<std::uint32_t>(first_row + i), vector, norms[i]});
    }
    moments[0] = static_cast<float>(sum), moments[1] = static_cast<float>(squares);
}

/**
 * Compares the candidates with the unquantised query, so that only the stored side's rounding remains, and writes the
 * best k in order. Returns how many there are.
 */
EXPORT(scan_finish)
(scan_t* scan, float const* query, std::uint32_t width, std::uint32_t k, std::uint32_t* rows, float* similarities)
    -> std::uint32_t {
    for (candidate_t& candidate : scan->candidates) {
        double sum = 0;
        for (std::size_t i = 0; i < width; i++)
            sum += static_cast<double>(query[i]) * candidate.vector[i];
        candidate.score = sum * candidate.inverse_norm;
    }
    std::sort(scan->candidates.begin(), scan->candidates.end(), better);
    std::uint32_t const found = static_cast<std::uint32_t>(std::min<std::size_t>(k, scan->candidates.size()));
    for (std::uint32_t i = 0; i < found; i++) {
        rows[i] = scan->candidates[i].row;
        similarities[i] = static_cast<float>(scan->candidates[i].score);
    }
    return found;
}

/** Sets the runs that residual codes are made of, and the bits of their nibbles: eight for each of the pairs. */
EXPORT(residual_open)
(residual::run_t const* given, std::uint32_t count, fast::bit_t const* bits, std::uint32_t pairs, std::uint32_t first_pairs,
 std::uint32_t width) -> void {
    runs.assign(given, given + count);
    embedding_width = width;
    places.clear();
    layout.bits.assign(bits, bits + std::size_t(pairs) * 8);
    layout.first_pairs = first_pairs;
    layout.rest_pairs = pairs - first_pairs;
    residual_bytes = residual_width = 0;
    for (residual::run_t const& run : runs) {
        residual_bytes += residual::bytes_of(run);
        residual_width += run.count;
    }
    unpacked.assign(residual_width + 1, 0);
    sixteen.assign(residual_width * fast::group, 0);
    by_coefficient.assign((residual_width + 1) * fast::group, 0);
}

/** The codes of one caption of a file, a byte each. */
EXPORT(residual_unpack)(std::uint8_t const* codes, std::uint8_t* output) -> void {
    residual::unpack(runs.data(), runs.size(), codes, output);
}

EXPORT(residual_block_free)(fast::block_t* block) -> void {
    if (!block)
        return;
    // Another block may have taken its lists' place since.
    for (std::size_t list = block->first_list; list < block->first_list + block->list_count && list < places.size(); list++)
        if (places[list].block == block)
            places[list] = {};
    std::free(block->first);
    std::free(block->rest);
    std::free(block->norms);
    std::free(block->ids);
    std::free(block->centres);
    std::free(block->lists);
    delete block;
}

/** Lets go of all that is not needed for the first pass. */
EXPORT(residual_block_thin)(fast::block_t* block) -> void {
    std::free(block->rest);
    block->rest = nullptr;
}

/** Takes in a file's codes [count, bytes], again after `residual_block_thin`. Returns 0 when memory runs out. */
EXPORT(residual_block_fill)(fast::block_t* block, std::uint8_t const* codes, std::uint32_t count) -> std::uint32_t {
    if (!block->rest)
        block->rest = static_cast<std::uint8_t*>(aligned(count * layout.rest_pairs));
    if (!block->rest)
        return 0;
    for (std::size_t start = 0; start < count; start += fast::group) {
        std::size_t const captions = std::min<std::size_t>(fast::group, count - start);
        for (std::size_t c = 0; c < captions; c++)
            residual::unpack(runs.data(), runs.size(), codes + (start + c) * residual_bytes, sixteen.data() + c * residual_width);
        std::fill(sixteen.begin() + captions * residual_width, sixteen.end(), 0);
        for (std::size_t place = 0; place < residual_width; place += fast::group) {
            v128_t rows[fast::group];
            for (std::size_t c = 0; c < fast::group; c++)
                rows[c] = wasm_v128_load(sixteen.data() + c * residual_width + place);
            fast::transpose(rows);
            for (std::size_t r = 0; r < fast::group; r++)
                wasm_v128_store(by_coefficient.data() + (place + r) * fast::group, rows[r]);
        }
        fast::store(layout, by_coefficient.data(), *block, start, captions);
    }
    return 1;
}

/** Copies `count` captions, their lists and these lists' centres; 0 when memory runs out. */
EXPORT(residual_block_new)
(std::uint8_t const* codes, std::uint16_t const* norms, std::uint32_t const* ids, std::uint32_t count, std::uint32_t first_row,
 std::int8_t const* centres, fast::list_t const* lists, std::uint32_t list_count, std::uint32_t first_list)
    -> fast::block_t* {
    fast::block_t* block = new (std::nothrow) fast::block_t{};
    if (!block)
        return nullptr;
    std::size_t const rounded = (std::size_t(count) + fast::group - 1) / fast::group * fast::group;
    block->first = static_cast<std::uint8_t*>(aligned(rounded * layout.first_pairs));
    block->norms = static_cast<std::uint16_t*>(aligned(rounded * sizeof(std::uint16_t)));
    block->ids = static_cast<std::uint32_t*>(aligned(count * sizeof(std::uint32_t)));
    std::size_t const centre_bytes = list_count * embedding_width;
    block->centres = static_cast<std::int8_t*>(aligned(centre_bytes));
    block->lists = static_cast<fast::list_t*>(aligned(list_count * sizeof(fast::list_t)));
    block->first_row = first_row;
    if (!block->first || !block->centres || !block->lists || !block->norms || !block->ids || !residual_block_fill(block, codes, count)) {
        residual_block_free(block);
        return nullptr;
    }
    std::memset(block->norms, 0, rounded * sizeof(std::uint16_t));
    std::memcpy(block->norms, norms, count * sizeof(std::uint16_t));
    std::memcpy(block->ids, ids, count * sizeof(std::uint32_t));
    std::memcpy(block->centres, centres, centre_bytes);
    std::memcpy(block->lists, lists, list_count * sizeof(fast::list_t));
    block->first_list = first_list;
    block->list_count = list_count;
    if (places.size() < first_list + list_count)
        places.resize(first_list + list_count);
    for (std::uint32_t list = 0; list < list_count; list++)
        places[first_list + list] = {block, list};
    return block;
}

/** Writes the centre of a list. */
EXPORT(residual_centre)(fast::block_t const* block, std::uint32_t list, float* output) -> void {
    for (std::size_t i = 0; i < embedding_width; i++)
        output[i] = block->lists[list].centre_scale * block->centres[list * embedding_width + i];
}

EXPORT(residual_id)(fast::block_t const* block, std::uint32_t i) -> std::uint32_t { return block->ids[i]; }

/** The codes of one caption in memory, a byte each. */
EXPORT(residual_codes)(fast::block_t const* block, std::uint32_t i, std::uint8_t* output) -> void {
    std::fill(unpacked.begin(), unpacked.end(), 0);
    fast::load(layout, *block, i, unpacked.data());
    std::memcpy(output, unpacked.data(), residual_width);
}

/**
 * A scan that keeps the best `keep` by the first nibbles.
 * @param unit what a unit of each coefficient's code adds to the score, a zero behind them
 * @param slope how far the first nibbles' part of a code goes on average in the whole
 */
EXPORT(residual_scan_new)
(float const* unit, float const* slope, float exact_offset, float first_offset, std::uint32_t keep) -> fast::scan_t* {
    fast::scan_t* scan = new (std::nothrow) fast::scan_t{};
    if (!scan)
        return nullptr;
    scan->keep = keep;
    scan->query.exact_offset = exact_offset;
    scan->query.first_offset = first_offset;
    fast::prepare(layout, unit, slope, residual_width, scan->query);
    return scan;
}

EXPORT(residual_scan_free)(fast::scan_t* scan) -> void { delete scan; }

/** Compares the first nibbles of rows `start` up to `end` of a block, which are of its list `list`. */
EXPORT(residual_scan_rows)
(fast::scan_t* scan, fast::block_t const* block, std::uint32_t list, float const* query, std::uint32_t start, std::uint32_t end,
 float* moments) -> void {
    fast::scan_rows(layout, *scan, *block, base_of(*block, list, query), block->lists[list].gain, start, end, moments);
}

/** Compares the first nibbles of whole lists of the index; `moments` [count, 2] has zeros for lists that are nowhere. */
EXPORT(residual_scan_lists)
(fast::scan_t* scan, float const* query, std::uint32_t const* lists, std::uint32_t count, float* moments) -> void {
    for (std::size_t i = 0; i < count; i++, moments += 2) {
        place_t const place = lists[i] < places.size() ? places[lists[i]] : place_t{};
        moments[0] = moments[1] = 0;
        if (!place.block)
            continue;
        fast::list_t const& list = place.block->lists[place.list];
        fast::scan_rows(layout, *scan, *place.block, base_of(*place.block, place.list, query), list.gain, list.start, list.end,
                        moments);
    }
}

/** Score of the k-th best by the first nibbles; −2, below every cosine, while there are fewer. */
EXPORT(residual_scan_kth)(fast::scan_t* scan, std::uint32_t k) -> float { return fast::kth_best(*scan, k); }

/** Compares candidates whose codes are all in memory, best first, while one may still belong to the k best; writes what was learnt. */
EXPORT(residual_scan_settle)(fast::scan_t* scan, std::uint32_t k, fast::outcome_t* outcome) -> void {
    fast::settle(layout, *scan, k, *outcome);
}

/**
 * Compares candidates that wait for their codes by them.
 * @param rows `[count]`, rising
 * @param codes a file's, `[count, bytes]`
 */
EXPORT(residual_scan_supply)
(fast::scan_t* scan, std::uint32_t const* rows, std::uint8_t const* codes, std::uint32_t count) -> void {
    for (fast::candidate_t& candidate : scan->candidates) {
        if (candidate.settled)
            continue;
        std::uint32_t const* const found = std::lower_bound(rows, rows + count, candidate.row);
        if (found == rows + count || *found != candidate.row)
            continue;
        residual::unpack(runs.data(), runs.size(), codes + std::size_t(found - rows) * residual_bytes, unpacked.data());
        fast::settle_with(*scan, candidate, fast::exact_sum(scan->query, unpacked.data(), residual_width));
    }
}

/** Rows and first scores of candidates that were not passed over and wait for their codes, best first; returns how many. */
EXPORT(residual_scan_waiting)(fast::scan_t const* scan, std::uint32_t most, std::uint32_t* rows, float* scores) -> std::uint32_t {
    std::uint32_t count = 0;
    for (std::size_t i = 0; i < scan->reach && count < most; i++) {
        fast::candidate_t const& candidate = scan->candidates[i];
        if (candidate.settled)
            continue;
        rows[count] = candidate.row;
        scores[count++] = candidate.first;
    }
    return count;
}

/** The best k of the settled candidates in order; returns how many there are. */
EXPORT(residual_scan_best)(fast::scan_t const* scan, std::uint32_t k, std::uint32_t* rows, float* similarities) -> std::uint32_t {
    std::vector<fast::candidate_t> settled;
    for (fast::candidate_t const& candidate : scan->candidates)
        if (candidate.settled)
            settled.push_back(candidate);
    std::sort(settled.begin(), settled.end(), [](auto const& a, auto const& b) {
        return a.score > b.score || (a.score == b.score && a.id < b.id);
    });
    std::uint32_t const found = static_cast<std::uint32_t>(std::min<std::size_t>(k, settled.size()));
    for (std::uint32_t i = 0; i < found; i++)
        rows[i] = settled[i].row, similarities[i] = settled[i].score;
    return found;
}

/** Inner products of an i8 query with `count` i8 vectors. */
EXPORT(inner_products)
(std::int8_t const* query, std::uint32_t width, std::int8_t const* vectors, std::uint32_t count, std::int32_t* output) -> void {
    for (std::size_t i = 0; i < count; i++)
        output[i] = dot_i8(query, vectors + i * width, width);
}

/** output[r] = row r of `matrix` [rows, width] · vector. */
EXPORT(multiply)
(float const* matrix, std::uint32_t rows, std::uint32_t width, float const* vector, float* output) -> void {
    for (std::size_t r = 0; r < rows; r++) {
        float const* row = matrix + r * width;
        // Sums that do not wait for each other.
        v128_t sums[4] = {wasm_f32x4_splat(0), wasm_f32x4_splat(0), wasm_f32x4_splat(0), wasm_f32x4_splat(0)};
        std::size_t i = 0;
        for (; i + 16 <= width; i += 16)
            for (std::size_t s = 0; s < 4; s++)
                sums[s] = multiply_add(wasm_v128_load(row + i + 4 * s), wasm_v128_load(vector + i + 4 * s), sums[s]);
        v128_t const all = wasm_f32x4_add(wasm_f32x4_add(sums[0], sums[1]), wasm_f32x4_add(sums[2], sums[3]));
        float sum = wasm_f32x4_extract_lane(all, 0) + wasm_f32x4_extract_lane(all, 1) + wasm_f32x4_extract_lane(all, 2) +
                    wasm_f32x4_extract_lane(all, 3);
        for (; i < width; i++)
            sum += row[i] * vector[i];
        output[r] = sum;
    }
}

/** output [count, width] += weights [count, rows] · `matrix` [rows, width]; a multiple of eight columns goes fastest. */
EXPORT(combine)
(float const* matrix, std::uint32_t rows, std::uint32_t width, float const* weights, std::uint32_t count, float* output)
    -> void {
    // The sums of a few columns and outputs stay in registers while some rows go by, so few that they stay in the cache.
    constexpr std::size_t together = 16;
    std::size_t const whole = width / 8 * 8;
    for (std::size_t first = 0; first < rows; first += together) {
        std::size_t const some = std::min(together, rows - first);
        float const* const part = matrix + first * width;
        for (std::size_t column = 0; column < whole; column += 8) {
            std::size_t c = 0;
            for (; c + 5 <= count; c += 5)
                combine_columns<5>(part + column, some, width, weights + c * rows + first, rows, output + c * width + column);
            for (; c < count; c++)
                combine_columns<1>(part + column, some, width, weights + c * rows + first, rows, output + c * width + column);
        }
        for (std::size_t column = whole; column < width; column++)
            for (std::size_t r = 0; r < some; r++)
                for (std::size_t c = 0; c < count; c++)
                    output[c * width + column] += weights[c * rows + first + r] * part[r * width + column];
    }
}

/** Builds an HNSW graph over `count` centroids; 0 on failure. */
EXPORT(router_build)
(std::int8_t const* centroids, std::uint32_t count, std::uint32_t width, std::uint32_t connectivity,
 std::uint32_t expansion) -> router_t* {
    index_dense_config_t config(connectivity, expansion, expansion);
    config.enable_key_lookups = false;
    router_t::state_result_t made =
        router_t::make(router_metric(width), config, default_free_value<router_t::vector_key_t>(), index_limits_t(count, 1));
    if (!made)
        return failed(made.error), nullptr;
    router_t* router = new (std::nothrow) router_t(std::move(made.index));
    if (!router)
        return last_error = "out of memory", nullptr;
    for (std::size_t i = 0; i < count; i++) {
        auto added = router->add(i, reinterpret_cast<i8_t const*>(centroids + i * width), 0);
        if (!added) {
            failed(added.error);
            delete router;
            return nullptr;
        }
    }
    return router;
}

EXPORT(router_bytes)(router_t const* router) -> std::uint32_t {
    return static_cast<std::uint32_t>(router->serialized_length());
}

EXPORT(router_save)(router_t const* router, byte_t* output, std::uint32_t bytes) -> std::uint32_t {
    auto saved = router->save(memory_mapped_file_t(output, bytes));
    return saved ? 1 : failed(saved.error);
}

/** Opens a serialised graph in place: `bytes` must stay allocated for as long as the router lives. 0 on failure. */
EXPORT(router_view)
(byte_t* input, std::uint32_t bytes, std::uint32_t count, std::uint32_t width) -> router_t* {
    index_dense_config_t config;
    config.enable_key_lookups = false;
    router_t::state_result_t made =
        router_t::make(router_metric(width), config, default_free_value<router_t::vector_key_t>(), index_limits_t(0, 1));
    if (!made)
        return failed(made.error), nullptr;
    router_t* router = new (std::nothrow) router_t(std::move(made.index));
    if (!router)
        return last_error = "out of memory", nullptr;
    auto viewed = router->view(memory_mapped_file_t(input, bytes));
    if (!viewed) {
        failed(viewed.error);
        delete router;
        return nullptr;
    }
    bool const fits = router->dimensions() == width && router->size() == count &&
                      router->scalar_kind() == scalar_kind_t::i8_k && router->try_change_metric(router_metric(width)) &&
                      // After `view` there is no room for a search until it is reserved.
                      router->try_reserve(index_limits_t(count, 1));
    if (!fits) {
        last_error = "the graph does not fit the manifest";
        delete router;
        return nullptr;
    }
    return router;
}

/** The lists whose centroids have the highest inner product with the query, best first. Returns how many. */
EXPORT(router_search)
(router_t* router, std::int8_t const* query, std::uint32_t wanted, std::uint32_t expansion, std::uint32_t* lists)
    -> std::uint32_t {
    router->change_expansion_search(expansion);
    auto found = router->search(reinterpret_cast<i8_t const*>(query), wanted, 0);
    if (!found)
        return failed(found.error);
    std::uint32_t const count = static_cast<std::uint32_t>(found.size());
    for (std::uint32_t i = 0; i < count; i++)
        lists[i] = static_cast<std::uint32_t>(found[i].member.key);
    return count;
}

EXPORT(router_free)(router_t* router) -> void { delete router; }

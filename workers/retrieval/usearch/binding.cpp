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
    /** Codes in the index's codec. */
    void const* codes;
    float inverse_norm;
    /** Similarity of the query to the list's centre, and the list's gain; of residual codes only. */
    float base;
    float gain;
};

/** Equal scores keep the lower id first, as exact search does. */
bool better(candidate_t const& a, candidate_t const& b) noexcept {
    return a.score > b.score || (a.score == b.score && a.id < b.id);
}

/** One query's search under way: a heap whose front is the worst candidate kept. */
struct scan_t {
    std::vector<candidate_t> candidates;
    std::size_t capacity;

    bool offer(candidate_t const& candidate) noexcept {
        if (candidates.size() == capacity) {
            if (!better(candidate, candidates.front()))
                return false;
            std::pop_heap(candidates.begin(), candidates.end(), better);
            candidates.back() = candidate;
        } else
            candidates.push_back(candidate);
        std::push_heap(candidates.begin(), candidates.end(), better);
        return true;
    }
};

/** Mean and spread of a list's scores, from which the search learns what further lists may bring. */
struct moments_t {
    double sum = 0;
    double squares = 0;

    void add(double score) noexcept { sum += score, squares += score * score; }
    void write(float* output) const noexcept { output[0] = static_cast<float>(sum), output[1] = static_cast<float>(squares); }
};

std::uint32_t best_of(scan_t& scan, std::uint32_t k, std::uint32_t* rows, float* similarities) {
    std::sort(scan.candidates.begin(), scan.candidates.end(), better);
    std::uint32_t const found = static_cast<std::uint32_t>(std::min<std::size_t>(k, scan.candidates.size()));
    for (std::uint32_t i = 0; i < found; i++) {
        rows[i] = scan.candidates[i].row;
        similarities[i] = static_cast<float>(scan.candidates[i].score);
    }
    return found;
}

std::vector<residual::run_t> runs;
std::size_t residual_bytes = 0;
std::size_t residual_width = 0;

} // namespace

EXPORT(error_message)() -> char const* { return last_error; }

/** Memory aligned for SIMD, or 0. */
EXPORT(allocate)(std::uint32_t bytes) -> void* { return std::aligned_alloc(16, (std::size_t(bytes) + 31) & ~std::size_t(15)); }

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
    if (scan->candidates.size() < k)
        return -2.0f;
    std::vector<float> scores;
    scores.reserve(scan->candidates.size());
    for (candidate_t const& candidate : scan->candidates)
        scores.push_back(static_cast<float>(candidate.score));
    std::nth_element(scores.begin(), scores.begin() + (k - 1), scores.end(), std::greater<float>());
    return scores[k - 1];
}

/** Compares an i8 query with `count` i8 vectors; returns how many entered the candidates. `scale` makes cosines of scores. */
EXPORT(scan_list)
(scan_t* scan, std::int8_t const* query, float scale, std::uint32_t width, std::int8_t const* vectors, float const* norms,
 std::uint32_t const* ids, std::uint32_t first_row, std::uint32_t count, float* moments) -> std::uint32_t {
    std::uint32_t entered = 0;
    moments_t seen;
    for (std::size_t i = 0; i < count; i++) {
        std::int8_t const* vector = vectors + i * width;
        double const score = static_cast<double>(dot_i8(query, vector, width)) * norms[i] * scale;
        seen.add(score);
        entered += scan->offer({score, ids[i], static_cast<std::uint32_t>(first_row + i), vector, norms[i], 0, 0});
    }
    seen.write(moments);
    return entered;
}

/**
 * Compares the candidates with the unquantised query, so that only the stored side's rounding remains, and writes the
 * best k in order. Returns how many there are.
 */
EXPORT(scan_finish)
(scan_t* scan, float const* query, std::uint32_t width, std::uint32_t k, std::uint32_t* rows, float* similarities)
    -> std::uint32_t {
    for (candidate_t& candidate : scan->candidates) {
        std::int8_t const* vector = static_cast<std::int8_t const*>(candidate.codes);
        double sum = 0;
        for (std::size_t i = 0; i < width; i++)
            sum += static_cast<double>(query[i]) * vector[i];
        candidate.score = sum * candidate.inverse_norm;
    }
    return best_of(*scan, k, rows, similarities);
}

/** Sets the runs that residual codes are made of. */
EXPORT(residual_open)(residual::run_t const* given, std::uint32_t count) -> void {
    runs.assign(given, given + count);
    residual_bytes = residual_width = 0;
    for (residual::run_t const& run : runs) {
        residual_bytes += residual::bytes_of(run);
        residual_width += run.count;
    }
}

/** As `scan_list`, over residual codes of one list whose centre has the inner product `base` with the query. */
EXPORT(residual_list)
(scan_t* scan, residual::query_t const* query, float base, float gain, std::uint8_t const* codes, float const* norms,
 std::uint32_t const* ids, std::uint32_t first_row, std::uint32_t count, float* moments) -> std::uint32_t {
    std::uint32_t entered = 0;
    moments_t seen;
    for (std::size_t i = 0; i < count; i++) {
        std::uint8_t const* its = codes + i * residual_bytes;
        float const score = (base + gain * residual::product(runs.data(), runs.size(), *query, its)) * norms[i];
        seen.add(score);
        entered += scan->offer({score, ids[i], static_cast<std::uint32_t>(first_row + i), its, norms[i], base, gain});
    }
    seen.write(moments);
    return entered;
}

/** As `scan_finish`, for a scan of residual codes. */
EXPORT(residual_finish)
(scan_t* scan, residual::query_t const* query, std::uint32_t k, std::uint32_t* rows, float* similarities) -> std::uint32_t {
    std::vector<std::uint8_t> codes(residual_width + 16);
    for (candidate_t& candidate : scan->candidates) {
        residual::unpack(runs.data(), runs.size(), static_cast<std::uint8_t const*>(candidate.codes), codes.data());
        double sum = query->offset;
        for (std::size_t i = 0; i < residual_width; i++)
            sum += static_cast<double>(query->exact[i]) * codes[i];
        candidate.score = (candidate.base + candidate.gain * sum) * candidate.inverse_norm;
    }
    return best_of(*scan, k, rows, similarities);
}

/** A caption's residual codes, a byte each. */
EXPORT(residual_unpack)(std::uint8_t const* codes, std::uint8_t* output) -> void {
    residual::unpack(runs.data(), runs.size(), codes, output);
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
        v128_t sums = wasm_f32x4_splat(0);
        std::size_t i = 0;
        for (; i + 4 <= width; i += 4)
            sums = wasm_f32x4_add(sums, wasm_f32x4_mul(wasm_v128_load(row + i), wasm_v128_load(vector + i)));
        float sum = wasm_f32x4_extract_lane(sums, 0) + wasm_f32x4_extract_lane(sums, 1) +
                    wasm_f32x4_extract_lane(sums, 2) + wasm_f32x4_extract_lane(sums, 3);
        for (; i < width; i++)
            sum += row[i] * vector[i];
        output[r] = sum;
    }
}

/** output += Σ weights[r] · row r of `matrix` [rows, width]. */
EXPORT(combine)
(float const* matrix, std::uint32_t rows, std::uint32_t width, float const* weights, float* output) -> void {
    for (std::size_t r = 0; r < rows; r++) {
        float const* row = matrix + r * width;
        v128_t const weight = wasm_f32x4_splat(weights[r]);
        std::size_t i = 0;
        for (; i + 4 <= width; i += 4)
            wasm_v128_store(output + i, wasm_f32x4_add(wasm_v128_load(output + i), wasm_f32x4_mul(weight, wasm_v128_load(row + i))));
        for (; i < width; i++)
            output[i] += weights[r] * row[i];
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

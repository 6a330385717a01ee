/**
 * Residual codes (index-shards/format/residual) as files hold them: a caption is its list's centre plus a combination of
 * basis directions whose coefficients are unsigned codes of 1, 2, 3, 4 or 7 bits.
 */
#pragma once
#include <cstddef>
#include <cstdint>
#include <wasm_simd128.h>

namespace residual {

/** Coefficients `start` up to `start + count`, all of `bits` bits. Dealt out in steps of 16: bit plane `s` of byte `j` is coefficient `16·s + j`. */
struct run_t {
    std::uint32_t bits;
    std::uint32_t count;
};

/** Bytes that a run's codes take. */
inline std::size_t bytes_of(run_t const& run) noexcept {
    return run.bits == 7 ? run.count : std::size_t(run.count) * run.bits / 8;
}

/** Calls `use(codes, place)` for each 16 codes of a run, in order of `place`. */
template <typename use_at> inline void each_sixteen(run_t const& run, std::uint8_t const* bytes, use_at&& use) noexcept {
    std::uint32_t place = 0;
    switch (run.bits) {
    case 7:
        for (; place < run.count; place += 16, bytes += 16)
            use(wasm_v128_load(bytes), place);
        break;
    case 4:
        for (; place < run.count; place += 32, bytes += 16) {
            v128_t const v = wasm_v128_load(bytes);
            use(wasm_v128_and(v, wasm_i8x16_splat(15)), place);
            use(wasm_u8x16_shr(v, 4), place + 16);
        }
        break;
    case 3:
        for (; place < run.count; place += 128, bytes += 48) {
            v128_t const high = wasm_v128_load(bytes + 32);
            v128_t const three = wasm_i8x16_splat(3);
            v128_t const four = wasm_i8x16_splat(4);
            v128_t low = wasm_v128_load(bytes);
            use(wasm_v128_or(wasm_v128_and(low, three), wasm_v128_and(wasm_i8x16_shl(high, 2), four)), place);
            use(wasm_v128_or(wasm_v128_and(wasm_u8x16_shr(low, 2), three), wasm_v128_and(wasm_i8x16_shl(high, 1), four)), place + 16);
            use(wasm_v128_or(wasm_v128_and(wasm_u8x16_shr(low, 4), three), wasm_v128_and(high, four)), place + 32);
            use(wasm_v128_or(wasm_u8x16_shr(low, 6), wasm_v128_and(wasm_u8x16_shr(high, 1), four)), place + 48);
            low = wasm_v128_load(bytes + 16);
            use(wasm_v128_or(wasm_v128_and(low, three), wasm_v128_and(wasm_u8x16_shr(high, 2), four)), place + 64);
            use(wasm_v128_or(wasm_v128_and(wasm_u8x16_shr(low, 2), three), wasm_v128_and(wasm_u8x16_shr(high, 3), four)), place + 80);
            use(wasm_v128_or(wasm_v128_and(wasm_u8x16_shr(low, 4), three), wasm_v128_and(wasm_u8x16_shr(high, 4), four)), place + 96);
            use(wasm_v128_or(wasm_u8x16_shr(low, 6), wasm_v128_and(wasm_u8x16_shr(high, 5), four)), place + 112);
        }
        break;
    case 2:
        for (; place < run.count; place += 64, bytes += 16) {
            v128_t const v = wasm_v128_load(bytes);
            v128_t const three = wasm_i8x16_splat(3);
            use(wasm_v128_and(v, three), place);
            use(wasm_v128_and(wasm_u8x16_shr(v, 2), three), place + 16);
            use(wasm_v128_and(wasm_u8x16_shr(v, 4), three), place + 32);
            use(wasm_u8x16_shr(v, 6), place + 48);
        }
        break;
    case 1:
        for (; place < run.count; place += 128, bytes += 16) {
            v128_t const v = wasm_v128_load(bytes);
            v128_t const one = wasm_i8x16_splat(1);
            use(wasm_v128_and(v, one), place);
            use(wasm_v128_and(wasm_u8x16_shr(v, 1), one), place + 16);
            use(wasm_v128_and(wasm_u8x16_shr(v, 2), one), place + 32);
            use(wasm_v128_and(wasm_u8x16_shr(v, 3), one), place + 48);
            use(wasm_v128_and(wasm_u8x16_shr(v, 4), one), place + 64);
            use(wasm_v128_and(wasm_u8x16_shr(v, 5), one), place + 80);
            use(wasm_v128_and(wasm_u8x16_shr(v, 6), one), place + 96);
            use(wasm_u8x16_shr(v, 7), place + 112);
        }
        break;
    }
}

/** The codes of one caption, a byte each. */
inline void unpack(run_t const* runs, std::size_t count, std::uint8_t const* bytes, std::uint8_t* output) noexcept {
    for (std::size_t r = 0; r < count; r++) {
        each_sixteen(runs[r], bytes, [&](v128_t sixteen, std::uint32_t place) { wasm_v128_store(output + place, sixteen); });
        output += runs[r].count;
        bytes += bytes_of(runs[r]);
    }
}

} // namespace residual

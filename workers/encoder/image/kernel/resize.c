// The inner loops of the exact resize (../resize.ts), four numbers at a time. Every sum is the same 32-bit integer as there.
// Compiled by `npm run resize-kernel`; the result lies beside it.
#include <wasm_simd128.h>

typedef unsigned char u8;

#define BITS 22
#define HALF (1 << (BITS - 1))
#define EXPORT(name) __attribute__((export_name(#name), used)) name

static inline v128_t widen_low(v128_t bytes) {
  return wasm_u32x4_extend_low_u16x8(wasm_u16x8_extend_low_u8x16(bytes));
}

// Four sums to bytes: shifted, and held to 0 .. 255 by the saturation of both steps.
static inline v128_t clip4(v128_t a, v128_t b, v128_t c, v128_t d) {
  v128_t low = wasm_i16x8_narrow_i32x4(wasm_i32x4_shr(a, BITS), wasm_i32x4_shr(b, BITS));
  v128_t high = wasm_i16x8_narrow_i32x4(wasm_i32x4_shr(c, BITS), wasm_i32x4_shr(d, BITS));
  return wasm_u8x16_narrow_i16x8(low, high);
}

// Straight RGBA over white, in place: (c * a + 255 * (255 - a)) / 255, rounded.
void EXPORT(lay_over_white)(u8 *rgba, int pixels) {
  const v128_t opaque = wasm_u32x4_const_splat(0xff000000u);
  int i = 0;
  while (i < pixels) {
    if (i + 4 <= pixels) {
      v128_t four = wasm_v128_load(rgba + i * 4);
      if (wasm_i32x4_all_true(wasm_i32x4_eq(wasm_v128_and(four, opaque), opaque))) {
        i += 4;
        continue;
      }
    }
    u8 *pixel = rgba + i * 4;
    unsigned alpha = pixel[3];
    if (alpha != 255) {
      unsigned white = 255 * (255 - alpha) + 127;
      for (int c = 0; c < 3; c++) pixel[c] = (u8)((pixel[c] * alpha + white) / 255);
      pixel[3] = 255;
    }
    i++;
  }
}

// RGBA [rows, in_width] to RGB [rows, out_width].
void EXPORT(resize_rows)(const u8 *rgba, int in_width, int rows, int out_width, int taps, const int *first,
                         const int *count, const int *weights, u8 *to) {
  for (int y = 0; y < rows; y++) {
    const u8 *line = rgba + (long)y * in_width * 4;
    for (int x = 0; x < out_width; x++) {
      const u8 *from = line + (long)first[x] * 4;
      const int *weight = weights + (long)x * taps;
      int left = count[x];
      v128_t sum = wasm_i32x4_const_splat(HALF);
      for (; left >= 4; left -= 4, from += 16, weight += 4) {
        v128_t four = wasm_v128_load(from);
        v128_t low = wasm_u16x8_extend_low_u8x16(four);
        v128_t high = wasm_u16x8_extend_high_u8x16(four);
        sum = wasm_i32x4_add(sum, wasm_i32x4_mul(wasm_u32x4_extend_low_u16x8(low), wasm_i32x4_splat(weight[0])));
        sum = wasm_i32x4_add(sum, wasm_i32x4_mul(wasm_u32x4_extend_high_u16x8(low), wasm_i32x4_splat(weight[1])));
        sum = wasm_i32x4_add(sum, wasm_i32x4_mul(wasm_u32x4_extend_low_u16x8(high), wasm_i32x4_splat(weight[2])));
        sum = wasm_i32x4_add(sum, wasm_i32x4_mul(wasm_u32x4_extend_high_u16x8(high), wasm_i32x4_splat(weight[3])));
      }
      for (; left > 0; left--, from += 4, weight++)
        sum = wasm_i32x4_add(sum, wasm_i32x4_mul(widen_low(wasm_v128_load32_zero(from)), wasm_i32x4_splat(*weight)));
      v128_t bytes = clip4(sum, sum, sum, sum);
      to[0] = wasm_u8x16_extract_lane(bytes, 0);
      to[1] = wasm_u8x16_extract_lane(bytes, 1);
      to[2] = wasm_u8x16_extract_lane(bytes, 2);
      to += 3;
    }
  }
}

// Bytes [rows, line] to [out_rows, line]; `first` counts from `first_row`, the first that there is.
void EXPORT(resize_columns)(const u8 *input, int line, int first_row, int out_rows, int taps, const int *first,
                            const int *count, const int *weights, u8 *output) {
  for (int y = 0; y < out_rows; y++) {
    const u8 *top = input + (long)(first[y] - first_row) * line;
    const int *weight = weights + (long)y * taps;
    u8 *to = output + (long)y * line;
    int x = 0;
    for (; x + 16 <= line; x += 16) {
      v128_t a = wasm_i32x4_const_splat(HALF), b = a, c = a, d = a;
      const u8 *from = top + x;
      for (int tap = 0; tap < count[y]; tap++, from += line) {
        v128_t sixteen = wasm_v128_load(from);
        v128_t low = wasm_u16x8_extend_low_u8x16(sixteen);
        v128_t high = wasm_u16x8_extend_high_u8x16(sixteen);
        v128_t w = wasm_i32x4_splat(weight[tap]);
        a = wasm_i32x4_add(a, wasm_i32x4_mul(wasm_u32x4_extend_low_u16x8(low), w));
        b = wasm_i32x4_add(b, wasm_i32x4_mul(wasm_u32x4_extend_high_u16x8(low), w));
        c = wasm_i32x4_add(c, wasm_i32x4_mul(wasm_u32x4_extend_low_u16x8(high), w));
        d = wasm_i32x4_add(d, wasm_i32x4_mul(wasm_u32x4_extend_high_u16x8(high), w));
      }
      wasm_v128_store(to + x, clip4(a, b, c, d));
    }
    for (; x < line; x++) {
      unsigned sum = HALF;
      const u8 *from = top + x;
      for (int tap = 0; tap < count[y]; tap++, from += line) sum += (unsigned)*from * (unsigned)weight[tap];
      int value = (int)sum >> BITS;
      to[x] = value < 0 ? 0 : value > 255 ? 255 : (u8)value;
    }
  }
}

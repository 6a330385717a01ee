// The inner loops of the exact resize (../resize.ts), four numbers at a time. Every sum is the same 32-bit integer as there.
// Compiled by `npm run resize-kernel`; the result lies beside it.
#include <wasm_simd128.h>

typedef unsigned char u8;

#define BITS 22
#define HALF (1 << (BITS - 1))
#define EXPORT(name) __attribute__((export_name(#name), used)) name

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

// Weights in two halves, w = high * 65536 + low, for products of 16-bit numbers, which are several times as fast as those of
// 32 bits. In groups of eight taps: the low halves, then the high ones; zero where an output has no such tap.
void EXPORT(split_weights)(const int *weights, int outputs, int taps, int groups, const int *count, short *split) {
  for (int i = 0; i < outputs; i++, weights += taps)
    for (int group = 0; group < groups; group++, split += 16)
      for (int j = 0; j < 8; j++) {
        int tap = group * 8 + j;
        int weight = tap < count[i] ? weights[tap] : 0;
        split[j] = (short)weight;
        split[8 + j] = (short)((weight - (short)weight) >> 16);
      }
}

// Columns [from, end) of one row of pixels to three rows of 16-bit numbers, eight at a time: up to seven more are read.
static inline void part_channels(const u8 *pixels, int from, int end, short *a, short *b, short *c) {
  const v128_t first_two = wasm_i8x16_const(0, -1, 4, -1, 8, -1, 12, -1, 1, -1, 5, -1, 9, -1, 13, -1);
  const v128_t third = wasm_i8x16_const(2, -1, 6, -1, 10, -1, 14, -1, -1, -1, -1, -1, -1, -1, -1, -1);
  for (int x = from; x < end; x += 8) {
    v128_t left = wasm_v128_load(pixels + (long)x * 4);
    v128_t right = wasm_v128_load(pixels + (long)x * 4 + 16);
    v128_t ab_left = wasm_i8x16_swizzle(left, first_two);
    v128_t ab_right = wasm_i8x16_swizzle(right, first_two);
    v128_t c_left = wasm_i8x16_swizzle(left, third);
    v128_t c_right = wasm_i8x16_swizzle(right, third);
    wasm_v128_store(a + x, wasm_i64x2_shuffle(ab_left, ab_right, 0, 2));
    wasm_v128_store(b + x, wasm_i64x2_shuffle(ab_left, ab_right, 1, 3));
    wasm_v128_store(c + x, wasm_i64x2_shuffle(c_left, c_right, 0, 2));
  }
}

static inline v128_t whole(v128_t low, v128_t high) { return wasm_i32x4_add(low, wasm_i32x4_shl(high, 16)); }

// The sums of each one's four numbers, and a zero.
static inline v128_t sum_each(v128_t a, v128_t b, v128_t c) {
  const v128_t none = wasm_i32x4_const_splat(0);
  v128_t ab = wasm_i32x4_add(wasm_i32x4_shuffle(a, b, 0, 4, 1, 5), wasm_i32x4_shuffle(a, b, 2, 6, 3, 7));
  v128_t c_ = wasm_i32x4_add(wasm_i32x4_shuffle(c, none, 0, 4, 1, 5), wasm_i32x4_shuffle(c, none, 2, 6, 3, 7));
  return wasm_i32x4_add(wasm_i64x2_shuffle(ab, c_, 0, 2), wasm_i64x2_shuffle(ab, c_, 1, 3));
}

// Four bytes a pixel [rows, in_width] to RGB [rows, out_width]. `split` are the weights in `groups` a pixel; `channels` is
// room for 3 * `channel` numbers, `channel` at least in_width + 16; 28 bytes may be read behind `pixels`, and one is written behind `to`.
void EXPORT(resize_rows)(const u8 *pixels, int in_width, int rows, int blue_first, int out_width, int groups,
                         const int *first, const int *count, const short *split, short *channels, int channel, u8 *to) {
  const int end = first[out_width - 1] + count[out_width - 1];
  short *green = channels + channel;
  short *red = blue_first ? green + channel : channels;
  short *blue = blue_first ? channels : green + channel;
  for (int y = 0; y < rows; y++, pixels += (long)in_width * 4) {
    part_channels(pixels, first[0], end, channels, green, channels + 2 * channel);
    for (int x = 0; x < out_width; x++, to += 3) {
      const short *weight = split + (long)x * groups * 16;
      v128_t red_low = wasm_i32x4_const_splat(0), green_low = red_low, blue_low = red_low;
      v128_t red_high = red_low, green_high = red_low, blue_high = red_low;
      const int stop = first[x] + count[x];
      for (int from = first[x]; from < stop; from += 8, weight += 16) {
        v128_t low = wasm_v128_load(weight), high = wasm_v128_load(weight + 8);
        v128_t r = wasm_v128_load(red + from), g = wasm_v128_load(green + from), b = wasm_v128_load(blue + from);
        red_low = wasm_i32x4_add(red_low, wasm_i32x4_dot_i16x8(r, low));
        red_high = wasm_i32x4_add(red_high, wasm_i32x4_dot_i16x8(r, high));
        green_low = wasm_i32x4_add(green_low, wasm_i32x4_dot_i16x8(g, low));
        green_high = wasm_i32x4_add(green_high, wasm_i32x4_dot_i16x8(g, high));
        blue_low = wasm_i32x4_add(blue_low, wasm_i32x4_dot_i16x8(b, low));
        blue_high = wasm_i32x4_add(blue_high, wasm_i32x4_dot_i16x8(b, high));
      }
      v128_t sum = sum_each(whole(red_low, red_high), whole(green_low, green_high), whole(blue_low, blue_high));
      sum = wasm_i32x4_add(sum, wasm_i32x4_const_splat(HALF));
      wasm_v128_store32_lane(to, clip4(sum, sum, sum, sum), 0);
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

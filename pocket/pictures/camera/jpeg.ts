/** `cosines[u * 8 + x]`: the orthonormal basis of the 8-point DCT-II. */
const cosines = Float32Array.from({ length: 64 }, (_, i) => {
  const [u, x] = [i >> 3, i & 7];
  return (u === 0 ? Math.SQRT1_2 : 1) * 0.5 * Math.cos(((2 * x + 1) * u * Math.PI) / 16);
});

const block = new Float32Array(64);
const half = new Float32Array(64);

/** `block` := B · block · Bᵀ (forward) or Bᵀ · block · B. */
function transform(forward: boolean): void {
  const basis = (u: number, x: number) => (forward ? cosines[u * 8 + x]! : cosines[x * 8 + u]!);
  for (let u = 0; u < 8; u++) {
    for (let x = 0; x < 8; x++) {
      let sum = 0;
      for (let k = 0; k < 8; k++) sum += basis(u, k) * block[k * 8 + x]!;
      half[u * 8 + x] = sum;
    }
  }
  for (let u = 0; u < 8; u++) {
    for (let v = 0; v < 8; v++) {
      let sum = 0;
      for (let k = 0; k < 8; k++) sum += half[u * 8 + k]! * basis(v, k);
      block[u * 8 + v] = sum;
    }
  }
}

/**
 * What JPEG compression leaves of `[height, width, 3]`, in place: 8 × 8 blocks of luma and chroma, their DCT rounded to
 * multiples of a step that grows with frequency as in the standard's table K.1.
 * @param strength 1 is about quality 50, 4 about quality 12
 */
export function jpeg(pixels: Float32Array, width: number, height: number, strength: number): void {
  const planes = [0, 1, 2].map(() => new Float32Array(width * height));
  const [luma, blue, red] = planes as [Float32Array, Float32Array, Float32Array];
  for (let i = 0; i < width * height; i++) {
    const [r, g, b] = [pixels[i * 3]!, pixels[i * 3 + 1]!, pixels[i * 3 + 2]!];
    luma[i] = 0.299 * r + 0.587 * g + 0.114 * b;
    blue[i] = (b - luma[i]!) * 0.564;
    red[i] = (r - luma[i]!) * 0.713;
  }
  for (const [c, plane] of planes.entries()) {
    for (let top = 0; top < height; top += 8) {
      for (let left = 0; left < width; left += 8) {
        const at = (i: number) =>
          Math.min(height - 1, top + (i >> 3)) * width + Math.min(width - 1, left + (i & 7));
        let [low, high] = [Infinity, -Infinity];
        for (let i = 0; i < 64; i++) {
          block[i] = plane[at(i)]! - (c === 0 ? 128 : 0);
          low = Math.min(low, block[i]!);
          high = Math.max(high, block[i]!);
        }
        if (high - low < 2) continue;
        transform(true);
        for (let i = 0; i < 64; i++) {
          const step = strength * (c === 0 ? 12 + 5 * ((i >> 3) + (i & 7)) : 20 + 12 * ((i >> 3) + (i & 7)));
          block[i] = Math.round(block[i]! / step) * step;
        }
        transform(false);
        for (let i = 0; i < 64; i++) {
          if (top + (i >> 3) >= height || left + (i & 7) >= width) continue;
          plane[at(i)] = block[i]! + (c === 0 ? 128 : 0);
        }
      }
    }
  }
  for (let i = 0; i < width * height; i++) {
    pixels[i * 3] = luma[i]! + red[i]! / 0.713;
    pixels[i * 3 + 2] = luma[i]! + blue[i]! / 0.564;
    pixels[i * 3 + 1] = (luma[i]! - 0.299 * pixels[i * 3]! - 0.114 * pixels[i * 3 + 2]!) / 0.587;
  }
}

/** Separable Gaussian blur of one interleaved RGB picture `[height, width, 3]`, in place; edges repeat. */
export function blur(pixels: Float32Array, width: number, height: number, sigma: number): void {
  if (sigma < 0.15) return;
  const radius = Math.max(1, Math.ceil(2.5 * sigma));
  const kernel = Float32Array.from({ length: 2 * radius + 1 }, (_, i) =>
    Math.exp(-((i - radius) ** 2) / (2 * sigma * sigma)),
  );
  const total = kernel.reduce((sum, weight) => sum + weight, 0);
  const pass = (count: number, length: number, lineStep: number, step: number) => {
    const line = new Float32Array(length * 3);
    for (let i = 0; i < count; i++) {
      for (let j = 0; j < length; j++)
        for (let c = 0; c < 3; c++) line[j * 3 + c] = pixels[i * lineStep + j * step + c]!;
      for (let j = 0; j < length; j++) {
        let [r, g, b] = [0, 0, 0];
        for (let k = -radius; k <= radius; k++) {
          const at = Math.min(length - 1, Math.max(0, j + k)) * 3;
          const weight = kernel[k + radius]!;
          r += weight * line[at]!;
          g += weight * line[at + 1]!;
          b += weight * line[at + 2]!;
        }
        const to = i * lineStep + j * step;
        pixels[to] = r / total;
        pixels[to + 1] = g / total;
        pixels[to + 2] = b / total;
      }
    }
  };
  pass(height, width, width * 3, 3);
  pass(width, height, 3, width * 3);
}

/** A hand's tremble during the exposure: the mean of `[height, width, 3]` along a line of `length` pixels, in place. */
export function motionBlur(
  pixels: Float32Array,
  width: number,
  height: number,
  length: number,
  angle: number,
): void {
  const steps = Math.max(2, Math.ceil(length * 1.5));
  const source = pixels.slice();
  pixels.fill(0);
  for (let step = 0; step < steps; step++) {
    const along = (step / (steps - 1) - 0.5) * length;
    const [dx, dy] = [Math.round(along * Math.cos(angle)), Math.round(along * Math.sin(angle))];
    for (let y = 0; y < height; y++) {
      const row = Math.min(height - 1, Math.max(0, y + dy)) * width;
      for (let x = 0; x < width; x++) {
        const from = (row + Math.min(width - 1, Math.max(0, x + dx))) * 3;
        const to = (y * width + x) * 3;
        for (let c = 0; c < 3; c++) pixels[to + c] = pixels[to + c]! + source[from + c]! / steps;
      }
    }
  }
}

/** Shrinks `[height, width, 3]` by `factor` (0–1) and enlarges it again, smoothly or in blocks, in place. */
export function enlarged(
  pixels: Float32Array,
  width: number,
  height: number,
  factor: number,
  smooth: boolean,
): void {
  const [w, h] = [Math.max(8, Math.round(width * factor)), Math.max(8, Math.round(height * factor))];
  const small = new Float32Array(w * h * 3);
  const counts = new Float32Array(w * h);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const cell = Math.floor((y * h) / height) * w + Math.floor((x * w) / width);
      counts[cell] = counts[cell]! + 1;
      for (let c = 0; c < 3; c++)
        small[cell * 3 + c] = small[cell * 3 + c]! + pixels[(y * width + x) * 3 + c]!;
    }
  }
  for (let i = 0; i < small.length; i++) small[i] = small[i]! / counts[Math.floor(i / 3)]!;
  for (let y = 0; y < height; y++) {
    const v = Math.min(h - 1, Math.max(0, ((y + 0.5) * h) / height - 0.5));
    const [y0, ty] = smooth ? [Math.floor(v), v % 1] : [Math.floor((y * h) / height), 0];
    const y1 = Math.min(h - 1, y0 + 1);
    for (let x = 0; x < width; x++) {
      const u = Math.min(w - 1, Math.max(0, ((x + 0.5) * w) / width - 0.5));
      const [x0, tx] = smooth ? [Math.floor(u), u % 1] : [Math.floor((x * w) / width), 0];
      const x1 = Math.min(w - 1, x0 + 1);
      for (let c = 0; c < 3; c++) {
        const top = small[(y0 * w + x0) * 3 + c]! * (1 - tx) + small[(y0 * w + x1) * 3 + c]! * tx;
        const low = small[(y1 * w + x0) * 3 + c]! * (1 - tx) + small[(y1 * w + x1) * 3 + c]! * tx;
        pixels[(y * width + x) * 3 + c] = top * (1 - ty) + low * ty;
      }
    }
  }
}

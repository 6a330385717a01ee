/** Luma (ITU-R BT.601) of a pixel of `[height, width, 3]`. */
export function lumaAt(pixels: Float32Array, pixel: number): number {
  return 0.299 * pixels[pixel * 3]! + 0.587 * pixels[pixel * 3 + 1]! + 0.114 * pixels[pixel * 3 + 2]!;
}

/** The grey level of the ground (the median) and of what is drawn on it (the far end away from the median). */
export function groundAndFigure(pixels: Float32Array): { ground: number; figure: number } {
  const counts = new Uint32Array(256);
  const total = pixels.length / 3;
  for (let i = 0; i < total; i++) {
    const bin = Math.min(255, Math.max(0, Math.round(lumaAt(pixels, i))));
    counts[bin] = counts[bin]! + 1;
  }
  const quantile = (share: number) => {
    let seen = 0;
    for (let level = 0; level < 256; level++) {
      seen += counts[level]!;
      if (seen >= share * total) return level;
    }
    return 255;
  };
  const [low, ground, high] = [quantile(0.015), quantile(0.5), quantile(0.985)];
  return { ground, figure: ground - low > high - ground ? low : high };
}

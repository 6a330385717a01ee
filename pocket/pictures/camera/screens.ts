import type { Random } from '../../random.ts';
import { groundAndFigure, lumaAt } from './levels.ts';

/** Newsprint: a screen of dots at a slant whose size follows the tone; lines stay lines. In place, `[height, width, 3]`. */
export function halftone(pixels: Float32Array, width: number, height: number, random: Random): void {
  const unit = Math.sqrt((width * height) / 128 ** 2);
  const period = random.between(2.2, 4.2) * Math.max(1, unit);
  const angle = random.between(0.2, 0.9);
  const depth = random.between(18, 60);
  const [cos, sin] = [(Math.cos(angle) * 2 * Math.PI) / period, (Math.sin(angle) * 2 * Math.PI) / period];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const dot = 0.25 * (Math.cos(cos * x + sin * y) + Math.cos(cos * y - sin * x));
      const at = (y * width + x) * 3;
      for (let c = 0; c < 3; c++) pixels[at + c] = pixels[at + c]! + depth * (dot - 0.1);
    }
  }
}

/** A screen seen through a camera: stripes of its subpixels and their beats with the sensor. In place, `[height, width, 3]`. */
export function moire(pixels: Float32Array, width: number, height: number, random: Random): void {
  const unit = Math.sqrt((width * height) / 128 ** 2);
  const wave = () => ({
    fx: (random.normal() * 0.35) / unit,
    fy: (random.normal() * 0.35) / unit,
    bow: (random.normal() * 0.0012) / unit ** 2,
    depth: random.between(0.015, 0.075),
    phase: random.between(0, 6.28),
    lag: random.between(0, 2.1),
  });
  const waves = [wave(), wave()];
  const scan = random.chance(0.5) ? random.between(0.05, 0.14) : 0;
  for (let y = 0; y < height; y++) {
    const line = 1 - scan * (y % 2);
    for (let x = 0; x < width; x++) {
      const at = (y * width + x) * 3;
      for (let c = 0; c < 3; c++) {
        let gain = line;
        for (const { fx, fy, bow, depth, phase, lag } of waves)
          gain *= 1 + depth * Math.sin(fx * x + fy * y + bow * x * y + phase + lag * c);
        pixels[at + c] = pixels[at + c]! * gain;
      }
    }
  }
}

/** One bit per pixel: black and white (or the other way round for light on dark). In place, `[height, width, 3]`. */
export function bitmap(pixels: Float32Array, random: Random): void {
  const { ground, figure } = groundAndFigure(pixels);
  const threshold = ground + (figure - ground) * random.between(0.3, 0.55);
  for (let i = 0; i < pixels.length / 3; i++)
    pixels.fill(lumaAt(pixels, i) > threshold ? 255 : 0, i * 3, i * 3 + 3);
}

/**
 * A line-by-line printing head or scanner that is worn: rows that slip sideways, stay faint or streak, on two tones.
 * In place, `[height, width, 3]`.
 */
export function fax(pixels: Float32Array, width: number, height: number, random: Random): void {
  const { ground, figure } = groundAndFigure(pixels);
  const threshold = ground + (figure - ground) * random.between(0.25, 0.4);
  const grey = random.between(205, 238);
  const paper = [grey, grey - random.between(0, 6), grey - random.between(2, 22)] as const;
  const ink = random.pick([[52, 44, 70] as const, [40, 40, 44] as const, [74, 60, 72] as const]);
  const row = new Float32Array(width);
  for (let y = 0; y < height; y++) {
    const slip = random.chance(0.06) ? random.whole(-1, 1) : 0;
    const strength = random.chance(0.05) ? random.between(0.25, 0.6) : random.between(0.8, 1);
    const streak = random.chance(0.012) ? 0.35 : 0;
    for (let x = 0; x < width; x++) row[x] = lumaAt(pixels, y * width + x);
    for (let x = 0; x < width; x++) {
      const level = row[Math.min(width - 1, Math.max(0, x + slip))]!;
      const drawn = figure < ground ? level < threshold : level > threshold;
      const share = drawn ? strength : streak;
      for (let c = 0; c < 3; c++) pixels[(y * width + x) * 3 + c] = paper[c]! + (ink[c]! - paper[c]!) * share;
    }
  }
}

import type { Random } from '../../random.ts';
import { toRgb } from './colours.ts';
import { noiseField } from './ground.ts';
import type { FernStyle } from './style.ts';

/**
 * Blurs in place by three passes of a running mean, which come close to a Gaussian; edges repeat.
 * @param channels values per pixel
 * @param sigma standard deviation in pixels
 */
export function blur(
  pixels: Float32Array,
  width: number,
  height: number,
  channels: number,
  sigma: number,
): void {
  if (sigma < 0.2) return;
  const radius = (Math.sqrt(4 * sigma * sigma + 1) - 1) / 2;
  const whole = Math.floor(radius);
  const part = radius - whole;
  const line = new Float32Array(Math.max(width, height));
  const pass = (count: number, length: number, lineStep: number, step: number) => {
    const last = length - 1;
    for (let i = 0; i < count; i++)
      for (let c = 0; c < channels; c++) {
        const base = i * lineStep + c;
        for (let j = 0; j < length; j++) line[j] = pixels[base + j * step]!;
        const value = (at: number) => line[at < 0 ? 0 : at > last ? last : at]!;
        let sum = 0;
        for (let k = -whole; k <= whole; k++) sum += value(k);
        for (let j = 0; j < length; j++) {
          const edges = part * (value(j - whole - 1) + value(j + whole + 1));
          pixels[base + j * step] = (sum + edges) / (2 * radius + 1);
          sum += value(j + whole + 1) - value(j - whole);
        }
      }
  };
  for (let i = 0; i < 2; i++) {
    pass(height, width, width * channels, channels);
    pass(width, height, channels, width * channels);
  }
}

/** Darkens the ground where the plant keeps the light off. */
export function castShadow(
  ground: Float32Array,
  layer: Uint8Array,
  width: number,
  height: number,
  style: FernStyle,
  random: Random,
): void {
  const depth = random.between(...style.shadow);
  const lift = (random.between(...style.lift) * height) / 1000;
  const angle = random.between(0, 2 * Math.PI);
  if (depth < 0.03) return;
  const shade = new Float32Array(width * height);
  const dx = Math.round(lift * Math.cos(angle));
  const dy = Math.round(lift * Math.sin(angle));
  for (let y = 0; y < height; y++) {
    const from = Math.min(height - 1, Math.max(0, y - dy)) * width;
    for (let x = 0; x < width; x++)
      shade[y * width + x] = layer[(from + Math.min(width - 1, Math.max(0, x - dx))) * 4 + 3]!;
  }
  blur(shade, width, height, 1, lift * random.between(0.2, 0.6));
  for (let i = 0; i < shade.length; i++) {
    const light = 1 - (depth * shade[i]!) / 255;
    for (let c = 0; c < 3; c++) ground[i * 3 + c] = ground[i * 3 + c]! * light;
  }
}

/** Keeps a plant apart from ground of much the same brightness by making that darker or lighter. */
export function keepApart(ground: Float32Array, layer: Uint8Array, random: Random): void {
  let [plant, behind, weight] = [0, 0, 0];
  for (let i = 0, j = 0; i < ground.length; i += 9, j += 12) {
    const alpha = layer[j + 3]! / 255;
    if (alpha < 0.2) continue;
    plant += 0.3 * layer[j]! + 0.59 * layer[j + 1]! + 0.11 * layer[j + 2]!;
    behind += alpha * (0.3 * ground[i]! + 0.59 * ground[i + 1]! + 0.11 * ground[i + 2]!);
    weight += alpha;
  }
  if (weight === 0) return;
  plant /= weight;
  behind /= weight;
  const wanted = random.between(18, 55);
  if (Math.abs(plant - behind) >= wanted) return;
  const aim = behind > plant && plant + wanted < 190 ? plant + wanted : Math.max(14, plant - wanted);
  const factor = aim / Math.max(behind, 8);
  for (let i = 0; i < ground.length; i++) ground[i] = Math.min(255, ground[i]! * factor);
}

/** Takes ink off where the paper's grain did not hold it. */
export function wearInk(
  layer: Uint8Array,
  width: number,
  height: number,
  style: FernStyle,
  random: Random,
): void {
  const grain = random.between(...style.grain);
  if (grain < 0.03) return;
  const patches = noiseField(random);
  const rough = style.medium === 'chalk';
  const [coarse, fine] = [7 / height, (rough ? 75 : 110) / Math.min(height, 400)];
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const at = (y * width + x) * 4;
      if (layer[at + 3] === 0) continue;
      const speck = rough ? patches(x * fine, y * fine) : random.next();
      const hold = 0.55 * patches(x * coarse + 20, y * coarse) + 0.45 * speck;
      const kept = Math.min(1, Math.max(0.05, 1 - grain * Math.max(0, (0.62 - hold) * 3)));
      for (let c = 0; c < 4; c++) layer[at + c] = layer[at + c]! * kept;
    }
}

/**
 * Light, lens, film: uneven and dappled light, dark corners, a slide's frame, toning, blur and noise.
 * @returns `[height, width, 3]`
 */
export function expose(
  pixels: Float32Array,
  width: number,
  height: number,
  style: FernStyle,
  random: Random,
): Uint8Array {
  const shade = mostlyLow(style.shade, random);
  const direction = random.between(0, 2 * Math.PI);
  const dapple = random.between(...style.dapple);
  const dark = mostlyLow(style.vignette, random);
  const exposure =
    style.medium === 'photograph' && style.shade[1] > 0.1 ? metered(pixels, shade, dapple, random) : 1;
  const warmth = style.medium === 'photograph' ? random.between(-0.08, 0.08) : random.between(-0.02, 0.02);
  const [lx, ly] = [Math.cos(direction), Math.sin(direction)];
  const leaves = dapple > 0.05 ? noiseField(random) : undefined;
  const patches = random.between(3, 8);
  const toning = style.toning;
  const tint = toning ? toRgb([toning[0][0] + random.between(-12, 12), toning[0][1], 50]) : [0, 0, 0];
  blur(pixels, width, height, 3, mostlyLow(style.blur, random) * (height / 128) ** 0.7);
  const noise = mostlyLow(style.noise, random);
  const corner = random.between(0.04, 0.1);
  const margin = random.between(0.03, 0.07);
  const out = new Uint8Array(pixels.length);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const [u, v] = [(x + 0.5) / width, (y + 0.5) / height];
      let light =
        exposure * (1 - shade * Math.min(1, Math.max(0, 0.5 + (u - 0.5) * lx * 1.3 + (v - 0.5) * ly * 1.3)));
      if (leaves) {
        const patch =
          leaves(u * patches, v * patches) * 0.7 + leaves(u * patches * 2.3, v * patches * 2.3) * 0.3;
        const sun = Math.min(1, Math.max(0, (patch - 0.42) * 6));
        light *= 1 + dapple * (sun * 0.75 - 0.45);
      }
      if (dark > 0) light *= 1 - dark * 2 * Math.min(0.5, (u - 0.5) ** 2 + (v - 0.5) ** 2);
      const to = (y * width + x) * 3;
      let [r, g, b] = [
        pixels[to]! * light * (1 + warmth),
        pixels[to + 1]! * light,
        pixels[to + 2]! * light * (1 - warmth),
      ];
      if (toning) {
        const grey = 0.3 * r + 0.55 * g + 0.15 * b;
        const share = toning[1];
        const toned = (c: number) =>
          grey < 128 ? (grey / 128) * tint[c]! : tint[c]! + ((grey - 128) / 127) * (255 - tint[c]!);
        r += (toned(0) - r) * share;
        g += (toned(1) - g) * share;
        b += (toned(2) - b) * share;
      }
      if (style.frame === 'rounded' && outside(u, v, margin, corner)) [r, g, b] = [10, 8, 7];
      const grain = noise > 0.3 ? noise * (random.next() + random.next() - 1) * 2.2 : 0;
      out[to] = Math.min(255, Math.max(0, r + grain));
      out[to + 1] = Math.min(255, Math.max(0, g + grain));
      out[to + 2] = Math.min(255, Math.max(0, b + grain));
    }
  return out;
}

/** From a range, small values more often: most pictures are sharp and clean by the time they are small. */
function mostlyLow([low, high]: readonly [number, number], random: Random): number {
  return low + (high - low) * random.next() ** 1.7;
}

/** The factor that brings a picture's mean near what a camera's meter aims at; bright paper stays bright. */
function metered(pixels: Float32Array, shade: number, dapple: number, random: Random): number {
  let sum = 0;
  let count = 0;
  for (let i = 1; i < pixels.length; i += 51) {
    sum += pixels[i]!;
    count++;
  }
  const mean = (sum / count) * (1 - shade / 2) * (1 - 0.12 * dapple);
  const aim = random.between(82, 142);
  if (mean > 140) return random.between(0.92, 1.16);
  return mean > aim ? Math.max(0.85, aim / mean) : Math.min(2.4, (aim / Math.max(mean, 1)) ** 0.85);
}

/** Whether a point lies outside a rectangle with round corners inside the unit square. */
function outside(u: number, v: number, margin: number, corner: number): boolean {
  const dx = Math.max(0, Math.abs(u - 0.5) - (0.5 - margin - corner));
  const dy = Math.max(0, Math.abs(v - 0.5) - (0.5 - margin - corner));
  return dx * dx + dy * dy > corner * corner;
}

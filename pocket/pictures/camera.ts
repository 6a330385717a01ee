import type { Random } from '../random.ts';
import type { Camera } from './styles.ts';

/** Separable Gaussian blur of one interleaved RGB picture, in place; edges repeat. */
function blur(pixels: Float32Array, width: number, height: number, sigma: number): void {
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

/**
 * What scanner, copier or camera do to a picture: uneven light, glare, blur, noise, a copier's hard contrast and specks.
 * @param rgba `[height, width, 4]` as rasterised
 * @returns `[height, width, 3]`
 */
export function takePicture(
  rgba: Uint8Array,
  width: number,
  height: number,
  camera: Camera,
  random: Random,
): Uint8Array {
  const pixels = new Float32Array(width * height * 3);
  const shade = random.between(...camera.shade);
  const direction = random.between(0, 2 * Math.PI);
  const [lx, ly] = [Math.cos(direction), Math.sin(direction)];
  const glare = camera.glare && random.chance(0.6) ? random.between(30, 90) : 0;
  const [gx, gy, gr] = [random.between(0.1, 0.9), random.between(0.1, 0.9), random.between(0.05, 0.2)];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const [u, v] = [x / width, y / height];
      const light = 1 - shade * Math.min(1, Math.max(0, 0.5 + (u - 0.5) * lx + (v - 0.5) * ly));
      const shine = glare === 0 ? 0 : glare * Math.exp(-((u - gx) ** 2 + (v - gy) ** 2) / (2 * gr * gr));
      for (let c = 0; c < 3; c++)
        pixels[(y * width + x) * 3 + c] = rgba[(y * width + x) * 4 + c]! * light + shine;
    }
  }
  blur(pixels, width, height, random.between(...camera.blur) * Math.sqrt(height / 128));
  const noise = random.between(...camera.noise);
  const threshold = camera.copier ? random.between(120, 165) : 0;
  const steepness = camera.copier ? random.between(2, 5) : 1;
  const out = new Uint8Array(pixels.length);
  for (let i = 0; i < pixels.length; i += 3) {
    const grain = noise * (random.next() + random.next() + random.next() - 1.5) * 2;
    const speck = camera.copier && random.chance(0.0015) ? -160 : 0;
    for (let c = 0; c < 3; c++) {
      let value = pixels[i + c]! + grain;
      if (camera.copier) value = (value - threshold) * steepness + 160 + speck;
      out[i + c] = Math.min(255, Math.max(0, Math.round(value)));
    }
  }
  return out;
}

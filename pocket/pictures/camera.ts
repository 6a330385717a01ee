import type { Random } from '../random.ts';
import { blur, enlarged, motionBlur } from './camera/blur.ts';
import { jpeg } from './camera/jpeg.ts';
import { groundAndFigure, lumaAt } from './camera/levels.ts';
import { bitmap, fax, halftone, moire } from './camera/screens.ts';
import type { Camera, Effect } from './style.ts';

/** Gains of a camera that misjudges the light: mostly warm or cold, dark or bright. */
function castOf(random: Random): [red: number, green: number, blue: number] {
  const [warmth, brightness] = [random.normal() * 0.07, random.between(0.78, 1.06)];
  const [green, rest] = [random.normal() * 0.025, random.normal() * 0.02];
  return [brightness * (1 + warmth), brightness * (1 + green), brightness * (1 - warmth + rest)];
}

/** Uneven light, a reflection, a darker rim and a cast of colour over `[height, width, 4]`; returns `[height, width, 3]`. */
function lit(
  rgba: Uint8Array,
  width: number,
  height: number,
  camera: Camera,
  happens: (effect: Effect) => boolean,
  random: Random,
): Float32Array {
  const pixels = new Float32Array(width * height * 3);
  const shade = Math.max(0, random.between(...camera.shade));
  const direction = random.between(0, 2 * Math.PI);
  const [lx, ly] = [Math.cos(direction), Math.sin(direction)];
  const glare = camera.glare && random.chance(0.6) ? random.between(30, 90) : 0;
  const [gx, gy, gr] = [random.between(0.1, 0.9), random.between(0.1, 0.9), random.between(0.05, 0.2)];
  const rim = happens('vignette') ? random.between(0.1, 0.75) : 0;
  const cast = happens('cast') ? castOf(random) : [1, 1, 1];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const [u, v] = [x / width, y / height];
      const light =
        (1 - shade * Math.min(1, Math.max(0, 0.5 + (u - 0.5) * lx + (v - 0.5) * ly))) *
        (1 - rim * ((u - 0.5) ** 2 + (v - 0.5) ** 2));
      const shine = glare === 0 ? 0 : glare * Math.exp(-((u - gx) ** 2 + (v - gy) ** 2) / (2 * gr * gr));
      for (let c = 0; c < 3; c++)
        pixels[(y * width + x) * 3 + c] = rgba[(y * width + x) * 4 + c]! * light * cast[c]! + shine;
    }
  }
  return pixels;
}

/**
 * What scanner, copier or camera do to a picture: uneven light, glare, blur, noise, a copier's hard contrast and specks,
 * and by chance the camera's effects.
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
  const happens = (effect: Effect) => {
    const probability = camera.effects?.[effect] ?? 0;
    return probability > 0 && random.chance(probability);
  };
  const pixels = lit(rgba, width, height, camera, happens, random);
  const unit = Math.sqrt((width * height) / 128 ** 2);
  if (happens('moire')) moire(pixels, width, height, random);
  blur(pixels, width, height, random.between(...camera.blur) * unit);
  if (happens('motion'))
    motionBlur(pixels, width, height, random.between(1.2, 2.6) * unit, random.between(0, Math.PI));
  if (happens('halftone')) halftone(pixels, width, height, random);
  if (happens('enlarged')) enlarged(pixels, width, height, random.between(0.6, 0.9), random.chance(0.7));
  const noise = random.between(...camera.noise);
  const { ground, figure } = camera.copier ? groundAndFigure(pixels) : { ground: 0, figure: 0 };
  const threshold = ground + (figure - ground) * random.between(0.35, 0.6);
  const steepness = camera.copier ? random.between(2, 5) : 1;
  for (let i = 0; i < pixels.length; i += 3) {
    const grain = noise > 0.5 ? noise * (random.next() + random.next() + random.next() - 1.5) * 2 : 0;
    const speck = camera.copier && random.chance(0.0015) ? -160 : 0;
    if (camera.copier)
      pixels.fill((lumaAt(pixels, i / 3) + grain - threshold) * steepness + 160 + speck, i, i + 3);
    else for (let c = 0; c < 3; c++) pixels[i + c] = pixels[i + c]! + grain;
  }
  if (happens('bitmap')) bitmap(pixels, random);
  if (happens('fax')) fax(pixels, width, height, random);
  if (happens('jpeg')) jpeg(pixels, width, height, 0.5 * 2 ** random.between(0, 2.6));
  // Uint8ClampedArray rounds and clips.
  return new Uint8Array(Uint8ClampedArray.from(pixels).buffer);
}

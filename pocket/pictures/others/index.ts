import { Resvg } from '@resvg/resvg-js';
import type { Picture, PictureSize } from '../../domain.ts';
import { seeded } from '../../random.ts';
import { takePicture } from '../camera.ts';
import { type Camera, flat } from '../style.ts';
import type { Other } from './canvas.ts';
import { charts } from './charts.ts';
import { diagrams } from './diagrams.ts';
import { living } from './living.ts';
import { outdoors } from './outdoors.ts';
import { surfaces } from './surfaces.ts';
import { writing } from './writing.ts';

const kinds: readonly Other[] = [...outdoors, ...living, ...writing, ...charts, ...diagrams, ...surfaces];

/** Kinds of pictures that show nothing of the pocket world, and what may be said of them. They are never classes. */
export const others: readonly { readonly name: string; readonly texts: readonly string[] }[] = kinds;

const cameras: readonly Camera[] = [
  flat,
  { ...flat, effects: { jpeg: 0.6, enlarged: 0.3 } },
  {
    ...flat,
    shade: [0, 0.4],
    blur: [0, 0.9],
    noise: [1, 10],
    effects: { cast: 0.5, vignette: 0.4, jpeg: 0.2, motion: 0.15 },
  },
  {
    ...flat,
    shade: [0, 0.2],
    blur: [0.2, 0.6],
    noise: [2, 8],
    effects: { halftone: 0.3, bitmap: 0.15, moire: 0.15 },
  },
];

/**
 * A picture of something else. Everything about it follows from the arguments; throws for a name that is not among
 * `others`.
 */
export function drawOther(name: string, seed: string | number, size: PictureSize): Omit<Picture, 'content'> {
  const kind = kinds.find((each) => each.name === name);
  if (!kind) throw new RangeError(`There is no picture of “${name}” among the other things.`);
  const random = seeded('other', name, seed);
  const aspect = random.between(0.65, 1.7);
  const height = 'square' in size ? size.square : Math.round(Math.sqrt(size.pixels / aspect));
  const width = 'square' in size ? size.square : Math.round(height * aspect);
  const frame = 100 * aspect;
  const turn = random.chance(0.3) ? random.normal() * 4 : 0;
  const zoom = turn === 0 ? 1 : 1.08;
  const drawing = kind.draw({ width: frame, random });
  const svg =
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${frame} 100" preserveAspectRatio="none">` +
    `<rect width="100%" height="100%" fill="#888888"/><g transform="translate(${frame / 2} 50) rotate(${turn.toFixed(2)}) scale(${zoom}) translate(${-frame / 2} -50)">${drawing}</g></svg>`;
  const raster = new Resvg(svg, { font: { loadSystemFonts: false } }).render();
  return { width, height, rgb: takePicture(raster.pixels, width, height, random.pick(cameras), random) };
}

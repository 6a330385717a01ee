import { Resvg } from '@resvg/resvg-js';
import type { PartName } from '../knowledge/parts.ts';
import { type Random, seeded } from '../random.ts';
import { takePicture } from './camera.ts';
import { drawDistractor } from './distractors.ts';
import { Sheet } from './sheet.ts';
import { habitsFor, type Style } from './styles.ts';
import { naturalAspect, toSvg } from './svg.ts';
import type { Topology } from './topologies/common.ts';

/** A finished picture. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  /** `[height, width, 3]`, 8 bits each. */
  readonly rgb: Uint8Array;
  /** The parts that were drawn, distractors included. */
  readonly parts: ReadonlyMap<PartName, number>;
}

/** The drawing of a picture before it is rendered, and the random source as it stands then. */
export function drawSheet(
  topology: Topology,
  style: Style,
  seed: string | number,
): { sheet: Sheet; random: Random } {
  const random = seeded('picture', seed);
  const sheet = new Sheet(random, habitsFor(style, random));
  topology(sheet);
  if (random.chance(0.3)) drawDistractor(sheet);
  return { sheet, random };
}

/**
 * Draws one picture. Everything about it follows from the arguments.
 * @param size pixels of a square picture (the drawing squeezed as the encoder's resize would), or pixels in all of one in
 * its natural aspect
 */
export function drawPicture(
  topology: Topology,
  style: Style,
  seed: string | number,
  size: { square: number } | { pixels: number },
): Picture {
  const { sheet, random } = drawSheet(topology, style, seed);
  const aspect = naturalAspect(sheet, random);
  const height = 'square' in size ? size.square : Math.round(Math.sqrt(size.pixels / aspect));
  const width = 'square' in size ? size.square : Math.round(height * aspect);
  const svg = toSvg(sheet, style, random, width, height, aspect);
  const raster = new Resvg(svg, { font: { loadSystemFonts: false } }).render();
  return {
    width,
    height,
    rgb: takePicture(raster.pixels, width, height, style.camera, random),
    parts: sheet.parts,
  };
}

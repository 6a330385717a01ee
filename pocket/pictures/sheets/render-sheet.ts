import { Resvg } from '@resvg/resvg-js';
import type { Picture, PictureSize } from '../../domain.ts';
import type { Random } from '../../random.ts';
import { takePicture } from '../camera.ts';
import type { Style } from '../styles.ts';
import { naturalAspect, toSvg } from '../svg.ts';
import type { Sheet } from './sheet.ts';

/** Renders a drawn sheet in its style: vector drawing, raster, then scanner, copier or camera. */
export function renderSheet(
  sheet: Sheet,
  style: Style,
  random: Random,
  size: PictureSize,
): Omit<Picture, 'content'> {
  const aspect = naturalAspect(sheet, random);
  const height = 'square' in size ? size.square : Math.round(Math.sqrt(size.pixels / aspect));
  const width = 'square' in size ? size.square : Math.round(height * aspect);
  const svg = toSvg(sheet, style, random, width, height, aspect);
  const raster = new Resvg(svg, { font: { loadSystemFonts: false } }).render();
  return { width, height, rgb: takePicture(raster.pixels, width, height, style.camera, random) };
}

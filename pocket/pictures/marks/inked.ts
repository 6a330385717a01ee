import type { Random } from '../../random.ts';
import { type Hand, lettering } from '../font.ts';
import type { Point } from '../geometry.ts';
import type { Stroke, StrokeKind } from '../sheets/sheet.ts';

/** A line on the sheet, by the drawing's pens or by another. */
export interface Inked {
  readonly points: readonly Point[];
  readonly pen: StrokeKind | 'red' | 'faint';
  readonly fill: Stroke['fill'];
  readonly dashed?: boolean;
  /** Width over the pen's own. */
  readonly width?: number;
  /** Width as a part of the picture's size, in place of a pen's. */
  readonly breadth?: number;
}

/** A line of text from its left end, middle of its height and height of a capital. */
export function inkedText(
  [x, y]: Point,
  text: string,
  size: number,
  hand: Hand | undefined,
  pen: Inked['pen'] = 'text',
): Inked[] {
  return lettering(text, hand).strokes.map((stroke) => ({
    points: stroke.map(([gx, gy]): Point => [x + gx * size, y + (gy - 0.5) * size]),
    pen,
    fill: 'none',
  }));
}

const onsets = ['b', 'd', 'f', 'g', 'h', 'k', 'l', 'm', 'n', 'p', 'r', 's', 't', 'v', 'w', 'st', 'tr', 'pl'];
const rimes = ['a', 'e', 'i', 'o', 'u', 'an', 'en', 'or', 'is', 'um', 'al', 'et', 'ou'];

/** A word of no language. */
export function anyWord(random: Random): string {
  return Array.from({ length: random.whole(1, 3) }, () => random.pick(onsets) + random.pick(rimes)).join('');
}

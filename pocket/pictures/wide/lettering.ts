import { around, clipped, type Window } from '../components/window.ts';
import type { Sheet, Stroke } from '../sheets/sheet.ts';

/**
 * The strokes with the lettering beside the drawing cut off at a window a little larger than the drawing, as by whoever cut the picture
 * out. Lettering within the drawing stays.
 * @param margin how far the window reaches beyond the drawing, in scene units
 */
export function withLetteringCut(strokes: readonly Stroke[], margin: number): Stroke[] {
  const drawn = strokes.filter(({ kind }) => kind !== 'text');
  if (drawn.length === 0) return [...strokes];
  const [left, top, right, bottom] = around(drawn);
  const window: Window = [left - margin, top - margin, right + margin, bottom + margin];
  return strokes.flatMap((stroke) => (stroke.kind === 'text' ? clipped([stroke], window) : [stroke]));
}

/** Cuts the lettering off that stands beside what a sheet shows, where a cutter's margin happens to lie. */
export function cutLettering(sheet: Sheet): void {
  const strokes = withLetteringCut(sheet.strokes, sheet.random.between(0.05, 0.5));
  sheet.strokes.splice(0, sheet.strokes.length, ...strokes);
}

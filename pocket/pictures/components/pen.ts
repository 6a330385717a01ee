import type { ComponentFact } from '../../knowledge/component-facts.ts';
import { arc, type Point } from '../geometry.ts';
import type { Sheet } from '../sheets/sheet.ts';

/** Where a lead of a symbol ends, and the direction (unit vector) in which a wire goes on. */
export interface Pin {
  readonly at: Point;
  readonly away: Point;
}

/** What a drawn symbol leaves behind: its pins, and what is true of this variant only. */
interface Drawn {
  readonly pins: readonly Pin[];
  readonly facts: readonly ComponentFact[];
}

/** Draws one symbol about the origin of a sheet whose grid is the scene; its variants follow the sheet's habits and chance. */
export type SymbolDrawing = (sheet: Sheet) => Drawn;

/** The directions that leads go. */
export const left: Point = [-1, 0];
export const right: Point = [1, 0];
export const up: Point = [0, -1];
export const down: Point = [0, 1];

/** A line of the symbol. */
export const line = (sheet: Sheet, ...points: Point[]): void => sheet.stroke(points);

/** Leads, each from the body outwards to where a wire may go on; returns their pins. */
export function leadsOut(sheet: Sheet, ...pieces: readonly [from: Point, to: Point][]): Pin[] {
  return pieces.map(([from, to]) => {
    sheet.stroke([from, to], 'wire');
    const [dx, dy] = [to[0] - from[0], to[1] - from[1]];
    const length = Math.hypot(dx, dy) || 1;
    return { at: to, away: [dx / length, dy / length] };
  });
}

/** Leads to the left and right of a body that reaches `half` to both sides. */
export function inLine(sheet: Sheet, half: number, reach = Math.max(1.1, half + 0.35)): Pin[] {
  return leadsOut(
    sheet,
    [
      [-half, 0],
      [-reach, 0],
    ],
    [
      [half, 0],
      [reach, 0],
    ],
  );
}

/** The pins of a part that draws its own leads from [-reach, 0] to [reach, 0]. */
export const endsAt = (reach: number): Pin[] => [
  { at: [-reach, 0], away: left },
  { at: [reach, 0], away: right },
];

/** A circle. */
export function ring(
  sheet: Sheet,
  centre: Point,
  radius: number,
  fill: 'none' | 'paper' | 'ink' = 'paper',
): void {
  sheet.polygon(arc(centre, radius, 0, 1, radius > 0.4 ? 28 : 12).slice(1), fill);
}

/** A rectangle from its left top to its right bottom corner. */
export function box(
  sheet: Sheet,
  [x0, y0]: Point,
  [x1, y1]: Point,
  fill: 'none' | 'paper' | 'ink' = 'paper',
): void {
  sheet.polygon(
    [
      [x0, y0],
      [x1, y0],
      [x1, y1],
      [x0, y1],
    ],
    fill,
  );
}

/** A broken line of `count` dashes. */
export function dashed(sheet: Sheet, [x0, y0]: Point, [x1, y1]: Point, count: number): void {
  for (let i = 0; i < count; i++) {
    const [from, to] = [i / (count - 0.4), (i + 0.6) / (count - 0.4)];
    sheet.stroke([
      [x0 + (x1 - x0) * from, y0 + (y1 - y0) * from],
      [x0 + (x1 - x0) * to, y0 + (y1 - y0) * to],
    ]);
  }
}

/** A plus (or minus) sign drawn with lines, so that it turns with the symbol. */
export function sign(sheet: Sheet, [x, y]: Point, kind: '+' | '-', half = 0.17): void {
  line(sheet, [x - half, y], [x + half, y]);
  if (kind === '+') line(sheet, [x, y - half], [x, y + half]);
}

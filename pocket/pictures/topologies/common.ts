import type { Point } from '../geometry.ts';
import type { Sheet } from '../sheets/sheet.ts';
import { ground, mains, terminal } from '../symbols/ends.ts';
import { capacitor, electrolytic } from '../symbols/passive.ts';

/** Draws one circuit; its chances (variants, optional parts) come from the sheet's random source. */
export type Topology = (sheet: Sheet) => void;

/** What feeds a circuit at a grid point: a lettered terminal, or a source down to `bottom`. */
export function feed(sheet: Sheet, [x, y]: Point, bottom: number, grounded = true): void {
  if (sheet.random.chance(0.35)) {
    mains(sheet, [x, y], [x, bottom]);
    if (grounded) ground(sheet, [x, bottom]);
  } else {
    terminal(sheet, [x, y], sheet.random.pick(['IN', 'VIN', 'V1', 'UE']), 'left');
  }
}

/** Where a circuit's answer leaves: a lettered terminal. */
export function output(sheet: Sheet, point: Point): void {
  terminal(sheet, point, sheet.random.pick(['OUT', 'VOUT', 'V2', 'UA']), 'right');
}

/** A capacitor between two points, polarised by chance. */
export function anyCapacitor(sheet: Sheet, a: Point, b: Point, polarised = 0.5): void {
  if (sheet.random.chance(polarised)) electrolytic(sheet, a, b);
  else capacitor(sheet, a, b);
}

/** A bottom rail with one ground, or a ground under each of the points. */
export function returnPath(sheet: Sheet, points: readonly Point[]): void {
  if (sheet.random.chance(0.5)) {
    sheet.wire(points[0]!, points[points.length - 1]!);
    sheet.junction(...points.slice(1, -1));
    ground(sheet, sheet.random.pick(points));
  } else {
    for (const point of points) ground(sheet, point);
  }
}

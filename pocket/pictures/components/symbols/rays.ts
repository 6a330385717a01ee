import type { Point } from '../../geometry.ts';
import type { Sheet } from '../../sheets/sheet.ts';
import { arrow } from '../../symbols/semiconductors.ts';

/** Two small parallel arrows; the first has its tip at `tip`, both come along `(dx, dy)`, the second is `apart` from it. */
export function rays(sheet: Sheet, tip: Point, [dx, dy]: Point, apart: Point): void {
  for (const k of [0, 1]) {
    const end: Point = [tip[0] + k * apart[0], tip[1] + k * apart[1]];
    const from: Point = [end[0] - dx, end[1] - dy];
    sheet.stroke([from, end]);
    arrow(sheet, from, end, 0.26);
  }
}

/** A slanted arrow through a body about the origin: the sign of a thing that is adjusted. */
export function arrowAcross(sheet: Sheet, reach = 0.75): void {
  const [from, tip]: [Point, Point] = [
    [-reach * 0.85, reach],
    [reach * 0.85, -reach],
  ];
  sheet.stroke([from, tip]);
  arrow(sheet, from, tip, 0.32);
}

/** A slanted line with a crossbar at its end: the sign of a thing that is set once. */
export function crossbarAcross(sheet: Sheet, reach = 0.75): void {
  const [x, y] = [reach * 0.85, -reach];
  sheet.stroke([
    [-x, -y],
    [x, y],
  ]);
  const length = Math.hypot(x, y);
  const [nx, ny] = [(-y / length) * 0.24, (x / length) * 0.24];
  sheet.stroke([
    [x - nx, y - ny],
    [x + nx, y + ny],
  ]);
}

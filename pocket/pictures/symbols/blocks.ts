import type { PartName } from '../../knowledge/parts.ts';
import { arc, type Point } from '../geometry.ts';
import type { Sheet } from '../sheets/sheet.ts';

/** Grid points of an op-amp's pins. */
export interface OpAmpPins {
  readonly minus: Point;
  readonly plus: Point;
  readonly out: Point;
}

/** An op-amp on a grid point: inputs two columns before and one row up and down, output two columns after. */
export function opAmp(sheet: Sheet, [x, y]: Point, minus: 'top' | 'bottom' = 'top'): OpAmpPins {
  const [left, top, bottom, tip] = [x - 1.4, y - 1.6, y + 1.6, x + 1.5];
  sheet.polygon([sheet.place([left, top]), sheet.place([tip, y]), sheet.place([left, bottom])]);
  for (const row of [-1, 1]) {
    sheet.wire([x - 2, y + row], [left, y + row]);
    const [sx, sy] = sheet.place([left + 0.5, y + row * 0.8]);
    sheet.stroke([
      [sx - 0.2, sy],
      [sx + 0.2, sy],
    ]);
    if (row < 0 === (minus === 'bottom')) {
      sheet.stroke([
        [sx, sy - 0.2],
        [sx, sy + 0.2],
      ]);
    }
  }
  sheet.wire([tip, y], [x + 2, y]);
  sheet.part('opamp', 'U', { point: sheet.place([x + 0.1, y - 1.5]), upright: true }, [
    'LM358',
    'TL071',
    '741',
  ]);
  const [up, down]: [Point, Point] = [
    [x - 2, y - 1],
    [x - 2, y + 1],
  ];
  return { minus: minus === 'top' ? up : down, plus: minus === 'top' ? down : up, out: [x + 2, y] };
}

/** A chip drawn as a box between grid corners, with lettering inside; pin names go beside grid points on its edge. */
export function chip(
  sheet: Sheet,
  [x0, y0]: Point,
  [x1, y1]: Point,
  part: PartName,
  lettering: string,
  pins: readonly {
    readonly at: Point;
    readonly name: string;
    readonly side: 'left' | 'right' | 'top' | 'bottom';
  }[] = [],
): void {
  const corners: Point[] = [
    [x0, y0],
    [x1, y0],
    [x1, y1],
    [x0, y1],
  ];
  sheet.polygon(corners.map((corner) => sheet.place(corner)));
  if (sheet.habits.labels !== 'none') {
    sheet.text(sheet.place([(x0 + x1) / 2, (y0 + y1) / 2]), lettering, 0.6);
    for (const { at, name, side } of pins) {
      const [x, y] = sheet.place(at);
      const leftward = (side === 'left') !== sheet.habits.mirrored;
      if (side === 'top' || side === 'bottom') sheet.text([x, y + (side === 'top' ? 0.4 : -0.4)], name, 0.32);
      else sheet.text([x + (leftward ? 0.15 : -0.15), y], name, 0.32, leftward ? 'start' : 'end');
    }
  }
  sheet.part(part, 'U', null);
}

type GateKind = 'and' | 'nand' | 'nor' | 'xor' | 'inverter';

/**
 * A logic gate on a grid point: inputs at [x-2, y±1] ([x-2, y] for an inverter), output at [x+2, y].
 * Distinctive shapes (ANSI) or boxes (IEC).
 */
export function gate(sheet: Sheet, [x, y]: Point, kind: GateKind): { inputs: Point[]; out: Point } {
  const inverted = kind === 'nand' || kind === 'nor' || kind === 'inverter';
  const inputs: Point[] =
    kind === 'inverter'
      ? [[x - 2, y]]
      : [
          [x - 2, y - 1],
          [x - 2, y + 1],
        ];
  const box = sheet.habits.standard === 'IEC';
  const hollow = kind === 'nor' || kind === 'xor';
  const back = !box && hollow ? 0.25 : 0;
  for (const input of inputs) sheet.wire(input, [x - 1.2 + back, input[1]]);
  const at = (points: readonly Point[]) => points.map(([px, py]) => sheet.place([x + px, y + py]));
  let nose = 1.2;
  if (box) {
    sheet.polygon(
      at([
        [-1.2, -1.6],
        [1.0, -1.6],
        [1.0, 1.6],
        [-1.2, 1.6],
      ]),
    );
    const mark = { and: '&', nand: '&', nor: '≥1', xor: '=1', inverter: '1' }[kind];
    sheet.text(sheet.place([x - 0.1, y]), mark, 0.8);
    nose = 1.0;
  } else if (kind === 'inverter') {
    sheet.polygon(
      at([
        [-1.2, -1.2],
        [1.0, 0],
        [-1.2, 1.2],
      ]),
    );
    nose = 1.0;
  } else if (!hollow) {
    sheet.polygon(at([[-1.2, -1.5], [-0.2, -1.5], ...arc([-0.2, 0], 1.5, -0.25, 0.25, 14), [-1.2, 1.5]]));
    nose = 1.3;
  } else {
    const hind = (offset: number): Point[] => [
      [-1.3 + offset, -1.5],
      [-1.0 + offset, -0.8],
      [-0.9 + offset, 0],
      [-1.0 + offset, 0.8],
      [-1.3 + offset, 1.5],
    ];
    const front: Point[] = [
      [-0.4, -1.5],
      [0.4, -1.15],
      [0.95, -0.6],
      [1.3, 0],
      [0.95, 0.6],
      [0.4, 1.15],
      [-0.4, 1.5],
    ];
    sheet.polygon(at([...front, ...hind(0).reverse()]));
    if (kind === 'xor') sheet.stroke(at(hind(-0.35)));
    nose = 1.3;
  }
  if (inverted) {
    const [nx, ny] = sheet.place([x + nose, y]);
    const outward = sheet.habits.mirrored ? -1 : 1;
    sheet.polygon(arc([nx + outward * 0.2, ny], 0.2, 0, 1, 12));
    nose += 0.4 / sheet.habits.spread[0];
  }
  sheet.wire([x + nose, y], [x + 2, y]);
  sheet.part(kind, 'U', null);
  return { inputs, out: [x + 2, y] };
}

import { arc, type Point } from '../geometry.ts';
import type { Sheet } from '../sheets/sheet.ts';
import { leads, name } from './passive.ts';
import { arrow } from './semiconductors.ts';

/** A ground symbol hanging from a grid point. */
export function ground(sheet: Sheet, point: Point): void {
  const [x, y] = sheet.place(point);
  sheet.stroke(
    [
      [x, y],
      [x, y + 0.35],
    ],
    'wire',
  );
  const bar = (half: number, depth: number) =>
    sheet.stroke([
      [x - half, y + depth],
      [x + half, y + depth],
    ]);
  if (sheet.habits.ground === 'bars') {
    for (const [half, depth] of [
      [0.5, 0.35],
      [0.32, 0.55],
      [0.14, 0.75],
    ] as const)
      bar(half, depth);
  } else if (sheet.habits.ground === 'triangle') {
    sheet.polygon([
      [x - 0.45, y + 0.35],
      [x + 0.45, y + 0.35],
      [x, y + 0.85],
    ]);
  } else {
    bar(0.5, 0.35);
    for (const offset of [-0.4, 0, 0.4])
      sheet.stroke([
        [x + offset, y + 0.35],
        [x + offset - 0.2, y + 0.7],
      ]);
  }
}

/** A supply symbol standing on a grid point. */
export function supply(sheet: Sheet, point: Point, text = 'VCC'): void {
  const [x, y] = sheet.place(point);
  sheet.stroke(
    [
      [x, y],
      [x, y - 0.4],
    ],
    'wire',
  );
  if (sheet.habits.supply === 'bar')
    sheet.stroke([
      [x - 0.45, y - 0.4],
      [x + 0.45, y - 0.4],
    ]);
  else if (sheet.habits.supply === 'arrow')
    sheet.stroke([
      [x - 0.25, y - 0.1],
      [x, y - 0.45],
      [x + 0.25, y - 0.1],
    ]);
  else sheet.polygon(arc([x, y - 0.55], 0.16, 0, 1, 12));
  if (sheet.habits.labels !== 'none') sheet.text([x, y - 0.95], text, 0.45);
}

/** An open terminal at a grid point, lettered on the given side (before mirroring). */
export function terminal(sheet: Sheet, point: Point, text: string, side: 'left' | 'right' = 'left'): void {
  const [x, y] = sheet.place(point);
  const outward = (side === 'left') !== sheet.habits.mirrored ? -1 : 1;
  sheet.polygon(arc([x + outward * 0.16, y], 0.16, 0, 1, 12));
  if (sheet.habits.labels !== 'none') sheet.text([x + outward * 0.3, y - 0.55], text, 0.42);
}

/** A battery, positive end at `a`. */
export function battery(sheet: Sheet, a: Point, b: Point): void {
  const frame = leads(sheet, a, b, 0.9);
  for (const [x, half] of [
    [-0.45, 0.6],
    [-0.15, 0.3],
    [0.15, 0.6],
    [0.45, 0.3],
  ] as const)
    sheet.stroke([frame.at(x, -half), frame.at(x, half)]);
  name(sheet, frame, 'battery', 'B', ['9V', '5V', '12V']);
}

/** A circle in a branch with something inside it: what measuring instruments, motors, lamps and sources look like. */
function circled(sheet: Sheet, a: Point, b: Point, radius = 0.75) {
  const frame = leads(sheet, a, b, 2 * radius);
  sheet.polygon(arc(frame.at(0, 0), radius, 0, 1, 24));
  return frame;
}

/** An alternating-voltage source. */
export function mains(sheet: Sheet, a: Point, b: Point): void {
  const frame = circled(sheet, a, b);
  const [x, y] = frame.at(0, 0);
  const wave = sheet.habits.marks?.wave ?? 1;
  sheet.stroke(
    Array.from(
      { length: 13 },
      (_, i): Point => [x - 0.45 + i * 0.075, y - 0.3 * wave * Math.sin((i * Math.PI) / 6)],
    ),
  );
  name(sheet, frame, 'mains', 'V', ['12V', '230V']);
}

/** A constant-current source flowing from `a` to `b`. */
export function currentSource(sheet: Sheet, a: Point, b: Point): void {
  const frame = circled(sheet, a, b);
  sheet.stroke([frame.at(-0.45, 0), frame.at(0.45, 0)]);
  arrow(sheet, frame.at(-0.45, 0), frame.at(0.5, 0), 0.35);
  name(sheet, frame, 'currentSource', 'I');
}

/** A motor, or a meter: a circle with its letter. */
export function lettered(sheet: Sheet, a: Point, b: Point, part: 'motor' | 'meter'): void {
  const frame = circled(sheet, a, b, 0.85);
  sheet.text(frame.at(0, 0), part === 'motor' ? 'M' : sheet.random.pick(['G', 'V', 'A']), 0.75);
  sheet.part(part, 'M', null);
}

/** A lamp: a circle with a cross. */
export function lamp(sheet: Sheet, a: Point, b: Point): void {
  const frame = circled(sheet, a, b, 0.7);
  for (const sign of [-1, 1]) sheet.stroke([frame.at(-0.5, -0.5 * sign), frame.at(0.5, 0.5 * sign)]);
  name(sheet, frame, 'lamp', 'L');
}

/** A loudspeaker between two grid points, its horn to the side of positive x (before mirroring). */
export function speaker(sheet: Sheet, a: Point, b: Point): void {
  const frame = leads(sheet, a, b, 1);
  const outward = (sheet.habits.mirrored ? 1 : -1) * (sheet.place(b)[1] > sheet.place(a)[1] ? 1 : -1);
  sheet.polygon([frame.at(-0.5, 0.3), frame.at(0.5, 0.3), frame.at(0.5, -0.3), frame.at(-0.5, -0.3)]);
  sheet.polygon([
    frame.at(-0.5, outward * 0.3),
    frame.at(-1, outward * 0.95),
    frame.at(1, outward * 0.95),
    frame.at(0.5, outward * 0.3),
  ]);
  sheet.part('speaker', 'LS', null);
}

/** An open switch; a push button has its plunger drawn across. */
export function contact(sheet: Sheet, a: Point, b: Point, part: 'switch' | 'button' = 'switch'): void {
  const frame = leads(sheet, a, b, 1.2);
  for (const x of [-0.6, 0.6]) sheet.polygon(arc(frame.at(x, 0), 0.12, 0, 1, 10));
  if (part === 'switch') sheet.stroke([frame.at(-0.6, 0), frame.at(0.5, -0.55)]);
  else {
    sheet.stroke([frame.at(-0.7, -0.3), frame.at(0.7, -0.3)]);
    sheet.stroke([frame.at(0, -0.3), frame.at(0, -0.7)]);
  }
  name(sheet, frame, part, 'S');
}

/** A relay's coil: a box with a slash. */
export function relayCoil(sheet: Sheet, a: Point, b: Point): void {
  const frame = leads(sheet, a, b, 0.9);
  sheet.polygon([frame.at(-0.45, -0.8), frame.at(0.45, -0.8), frame.at(0.45, 0.8), frame.at(-0.45, 0.8)]);
  sheet.stroke([frame.at(-0.45, -0.3), frame.at(0.45, 0.3)]);
  sheet.part('relay', 'K', null);
}

/** A pin header of a few pins, its wires leaving at grid points one row apart below `top`. */
export function connector(sheet: Sheet, top: Point, pins: number): void {
  const [x, y] = sheet.place(top);
  const height = (pins - 1) * sheet.habits.spread[1];
  sheet.polygon([
    [x - 0.3, y - 0.5],
    [x + 0.3, y - 0.5],
    [x + 0.3, y + height + 0.5],
    [x - 0.3, y + height + 0.5],
  ]);
  for (let i = 0; i < pins; i++)
    sheet.polygon(arc([x, y + i * sheet.habits.spread[1]], 0.12, 0, 1, 8), 'ink');
  sheet.part('connector', 'J', null);
}

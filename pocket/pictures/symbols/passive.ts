import type { PartName } from '../../knowledge/parts.ts';
import { arc, type Frame, frameOn, type Point } from '../geometry.ts';
import type { Sheet } from '../sheets/sheet.ts';

/** Common values, as written on diagrams. */
const values = {
  resistor: ['100Ω', '220Ω', '470', '1k', '2k2', '4k7', '10k', '22k', '47k', '100k', '1M'],
  capacitor: ['10p', '100p', '1n', '10n', '47n', '100n', '1µ'],
  electrolytic: ['1µ', '10µ', '47µ', '100µ', '470µ', '1000µ'],
  inductor: ['10µH', '47µH', '100µH', '1mH', '10mH'],
} as const;

/** Leads from both grid ends to a body `bodyLength` long in the middle; returns the body's frame (scene units). */
export function leads(sheet: Sheet, a: Point, b: Point, bodyLength: number): Frame {
  const [from, to] = [sheet.place(a), sheet.place(b)];
  const frame = frameOn(from, to);
  const half = bodyLength / 2;
  if (frame.length > bodyLength) {
    sheet.stroke([from, frame.at(-half, 0)], 'wire');
    sheet.stroke([frame.at(half, 0), to], 'wire');
  }
  return frame;
}

/** Letters a two-ended part beside its body. */
export function name(
  sheet: Sheet,
  frame: Frame,
  part: PartName,
  letter: string,
  choices: readonly string[] = [],
): void {
  const [ax, ay] = [frame.at(0, 0), frame.at(1, 0)];
  const slanted = Math.min(Math.abs(ay[0] - ax[0]), Math.abs(ay[1] - ax[1])) > 0.3;
  const clear = part === 'led' || part === 'photodiode' ? 0.7 : slanted ? 0.35 : 0;
  sheet.part(part, letter, { point: ax, upright: frame.upright || slanted, clear }, slanted ? [] : choices);
}

/** A resistor: zigzag (ANSI) or box (IEC). */
export function resistor(sheet: Sheet, a: Point, b: Point): void {
  const frame = leads(sheet, a, b, 1.5);
  if (sheet.habits.standard === 'ANSI') {
    const zigzag: Point[] = [frame.at(-0.75, 0)];
    for (let i = 0; i < 6; i++) zigzag.push(frame.at(-0.75 + (i + 0.5) * 0.25, i % 2 ? 0.32 : -0.32));
    sheet.stroke([...zigzag, frame.at(0.75, 0)]);
  } else {
    sheet.polygon([frame.at(-0.75, -0.3), frame.at(0.75, -0.3), frame.at(0.75, 0.3), frame.at(-0.75, 0.3)]);
  }
  name(sheet, frame, 'resistor', 'R', values.resistor);
}

/** A plain capacitor: two plates. */
export function capacitor(sheet: Sheet, a: Point, b: Point): void {
  const frame = leads(sheet, a, b, 0.34);
  for (const x of [-0.17, 0.17]) sheet.stroke([frame.at(x, -0.55), frame.at(x, 0.55)]);
  name(sheet, frame, 'capacitor', 'C', values.capacitor);
}

/** A polarised capacitor, positive end at `a`: hollow plate (IEC) or curved plate (ANSI), with a plus sign. */
export function electrolytic(sheet: Sheet, a: Point, b: Point): void {
  const frame = leads(sheet, a, b, 0.4);
  if (sheet.habits.standard === 'IEC') {
    sheet.polygon([
      frame.at(-0.2, -0.55),
      frame.at(-0.02, -0.55),
      frame.at(-0.02, 0.55),
      frame.at(-0.2, 0.55),
    ]);
    sheet.polygon(
      [frame.at(0.12, -0.55), frame.at(0.28, -0.55), frame.at(0.28, 0.55), frame.at(0.12, 0.55)],
      'ink',
    );
  } else {
    sheet.stroke([frame.at(-0.2, -0.55), frame.at(-0.2, 0.55)]);
    sheet.stroke([
      frame.at(0.4, -0.55),
      frame.at(0.24, -0.25),
      frame.at(0.2, 0),
      frame.at(0.24, 0.25),
      frame.at(0.4, 0.55),
    ]);
  }
  sheet.stroke([frame.at(-0.6, -0.42), frame.at(-0.3, -0.42)]);
  sheet.stroke([frame.at(-0.45, -0.57), frame.at(-0.45, -0.27)]);
  name(sheet, frame, 'electrolytic', 'C', values.electrolytic);
}

/** `turns` half-circles along a frame from x = -length/2, bulging to the side of `side`. */
export function turns(sheet: Sheet, frame: Frame, length: number, count: number, side: 1 | -1): void {
  const radius = length / count / 2;
  const points: Point[] = [];
  for (let i = 0; i < count; i++) {
    for (const [x, y] of arc([-length / 2 + radius * (2 * i + 1), 0], radius, 0.5, side < 0 ? 1 : 0, 8))
      points.push(frame.at(x, y));
  }
  sheet.stroke(points);
}

/** An inductor: half-circles, or a filled box as older IEC drawings have it. */
export function inductor(sheet: Sheet, a: Point, b: Point): void {
  const frame = leads(sheet, a, b, 1.6);
  if (sheet.habits.standard === 'IEC' && sheet.habits.ground === 'chassis') {
    sheet.polygon(
      [frame.at(-0.8, -0.24), frame.at(0.8, -0.24), frame.at(0.8, 0.24), frame.at(-0.8, 0.24)],
      'ink',
    );
  } else {
    turns(sheet, frame, 1.6, 4, -1);
  }
  name(sheet, frame, 'inductor', 'L', values.inductor);
}

/**
 * A transformer: primary between grid points a (top) and b (bottom), secondary between c (top) and d (bottom).
 * The tap, if asked for, is a wire from the secondary's middle towards grid point `tap`.
 */
export function transformer(sheet: Sheet, a: Point, b: Point, c: Point, d: Point, tap?: Point): void {
  const primary = leads(sheet, a, b, 2);
  const secondary = leads(sheet, c, d, 2);
  const facing = sheet.place(c)[0] > sheet.place(a)[0] ? -1 : 1;
  turns(sheet, primary, 2, 4, facing);
  turns(sheet, secondary, 2, 4, facing === 1 ? -1 : 1);
  const [left, right] = [primary.at(0, 0)[0], secondary.at(0, 0)[0]];
  const y = primary.at(0, 0)[1];
  for (const offset of [-0.12, 0.12]) {
    const x = (left + right) / 2 + offset;
    sheet.stroke([
      [x, y - 1.1],
      [x, y + 1.1],
    ]);
  }
  if (tap) sheet.stroke([secondary.at(0, 0), sheet.place(tap)], 'wire');
  sheet.part('transformer', 'T', { point: [(left + right) / 2 - 0.6, y - 1.5], upright: true });
}

/** A quartz crystal: a box between two plates. */
export function crystal(sheet: Sheet, a: Point, b: Point): void {
  const frame = leads(sheet, a, b, 0.8);
  for (const x of [-0.4, 0.4]) sheet.stroke([frame.at(x, -0.5), frame.at(x, 0.5)]);
  sheet.polygon([frame.at(-0.2, -0.6), frame.at(0.2, -0.6), frame.at(0.2, 0.6), frame.at(-0.2, 0.6)]);
  name(sheet, frame, 'crystal', 'X', ['8MHZ', '32kHZ', '16MHZ']);
}

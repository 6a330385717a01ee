import { arc, frameOn, type Point } from '../geometry.ts';
import type { Sheet } from '../sheets/sheet.ts';
import { leads, name } from './passive.ts';

/** An arrowhead with its tip at `tip`, coming from `from` (scene units). */
export function arrow(sheet: Sheet, from: Point, tip: Point, size = 0.3): void {
  const frame = frameOn(from, tip);
  const half = frame.length / 2;
  const heads = sheet.habits.marks?.heads;
  if (heads) {
    // No longer than its line, or it would stand out behind.
    const long = Math.min(size * heads.length, 0.95 * Math.max(frame.length, size));
    const broad = long * 0.55 * heads.breadth;
    const head = [frame.at(half - long, broad), frame.at(half, 0), frame.at(half - long, -broad)];
    if (heads.shape === 'open') sheet.stroke(head);
    else sheet.polygon(head, heads.shape === 'filled' ? 'ink' : 'paper');
    return;
  }
  sheet.polygon(
    [frame.at(half, 0), frame.at(half - size, -size * 0.55), frame.at(half - size, size * 0.55)],
    'ink',
  );
}

/** Where a bent end of a diode's bar reaches, as far from where it starts as the hand draws it; at home just there. */
export function hooksOf({ habits }: Sheet): (home: number, start: number) => number {
  const length = habits.marks?.hooks;
  return (home, start) => (length === undefined ? home : start + (home - start) * length);
}

type DiodeKind = 'diode' | 'zener' | 'led' | 'photodiode';

/** A diode of some kind, anode at grid point `a`, cathode at `b`. */
export function diode(sheet: Sheet, a: Point, b: Point, kind: DiodeKind = 'diode'): void {
  const frame = leads(sheet, a, b, 0.8);
  const { filledDiodes, standard, supply } = sheet.habits;
  const fill = (filledDiodes ?? (standard === 'ANSI' && supply !== 'circle')) ? 'ink' : 'paper';
  sheet.polygon([frame.at(-0.4, -0.45), frame.at(0.4, 0), frame.at(-0.4, 0.45)], fill);
  if (kind === 'zener') {
    const hook = hooksOf(sheet);
    const bar = [frame.at(0.4, -0.45), frame.at(0.4, 0.45), frame.at(hook(0.18, 0.4), hook(0.6, 0.45))];
    if (!sheet.habits.marks?.oneHook) bar.unshift(frame.at(hook(0.62, 0.4), hook(-0.6, -0.45)));
    sheet.stroke(bar);
  } else sheet.stroke([frame.at(0.4, -0.47), frame.at(0.4, 0.47)]);
  if (kind === 'led' || kind === 'photodiode') {
    for (const x of [-0.15, 0.3]) {
      const [near, far] = [frame.at(x, -0.6), frame.at(x + 0.4, -1.15)];
      sheet.stroke([near, far]);
      if (kind === 'led') arrow(sheet, near, far, 0.26);
      else arrow(sheet, far, near, 0.26);
    }
  }
  name(sheet, frame, kind, 'D', kind === 'zener' ? ['5V1', '12V', '3V3'] : []);
}

/** Where a transistor stands and which way it looks. */
export interface Stance {
  /** Which side the control terminal is on, before mirroring. */
  readonly control?: 'left' | 'right';
  /** NPN/N-channel: emitter (source) below; PNP/P-channel: emitter above, unless turned over. */
  readonly turned?: boolean;
}

/** The grid points of a transistor's terminals; for a MOSFET gate, drain, source. */
export interface TransistorPins {
  readonly base: Point;
  readonly collector: Point;
  readonly emitter: Point;
}

/** The pins of a transistor centred on a grid point: control two columns... one to the side, the others one row up and down. */
function pinsOf([x, y]: Point, pnp: boolean, stance: Stance): TransistorPins {
  const side = stance.control === 'right' ? 1 : -1;
  const emitterDown = pnp === (stance.turned ?? false);
  return {
    base: [x + side, y],
    collector: [x, y + (emitterDown ? -1 : 1)],
    emitter: [x, y + (emitterDown ? 1 : -1)],
  };
}

/** A bipolar transistor on a grid point; returns its pins (grid): base one column aside, collector and emitter one row up and down. */
export function bipolar(
  sheet: Sheet,
  centre: Point,
  type: 'npn' | 'pnp' = 'npn',
  stance: Stance = {},
): TransistorPins {
  const pins = pinsOf(centre, type === 'pnp', stance);
  const [cx, cy] = sheet.place(centre);
  const side = Math.sign(sheet.place(pins.base)[0] - cx);
  const down = Math.sign(sheet.place(pins.emitter)[1] - cy);
  const bar = cx + side * 0.42;
  sheet.stroke([sheet.place(pins.base), [bar, cy]], 'wire');
  sheet.stroke([
    [bar, cy - 0.5],
    [bar, cy + 0.5],
  ]);
  sheet.stroke([
    [bar, cy - 0.5],
    [bar, cy + 0.5],
  ]);
  const legs = [-1, 1].map((sign): [Point, Point] => [
    [bar, cy + sign * 0.22],
    [cx, cy + sign * 0.68],
  ]);
  for (const [inner, outer] of legs) sheet.stroke([inner, outer]);
  const [inner, outer] = legs[down > 0 ? 1 : 0]!;
  const [from, tip] = type === 'npn' ? [inner, outer] : [outer, inner];
  arrow(sheet, from, setBack(sheet, from, tip, 0.3), 0.36);
  for (const pin of [pins.collector, pins.emitter]) {
    const [px, py] = sheet.place(pin);
    sheet.stroke(
      [
        [cx, cy + Math.sign(py - cy) * 0.68],
        [px, py],
      ],
      'wire',
    );
  }
  if (sheet.habits.circledTransistors) sheet.stroke(arc([cx + side * 0.1, cy], 0.82, 0, 1, 24));
  sheet.part(
    type,
    sheet.habits.standard === 'ANSI' ? 'Q' : 'T',
    side < 0 ? { point: [cx + 0.25, cy], upright: true } : null,
    ['BC547', '2N2222'],
  );
  return pins;
}

/** Where an arrow's tip is on its line: at the end, or as far before it as the hand sets arrows back, at most by `part` of the line. */
export function setBack(sheet: Sheet, from: Point, tip: Point, part: number): Point {
  const back = (sheet.habits.marks?.inset ?? 0) * part;
  return back === 0 ? tip : [tip[0] + (from[0] - tip[0]) * back, tip[1] + (from[1] - tip[1]) * back];
}

/** An enhancement MOSFET on a grid point; `base` is the gate, `collector` the drain, `emitter` the source. */
export function mosfet(
  sheet: Sheet,
  centre: Point,
  channel: 'n' | 'p' = 'n',
  stance: Stance = {},
): TransistorPins {
  const pins = pinsOf(centre, channel === 'p', stance);
  const [cx, cy] = sheet.place(centre);
  const side = Math.sign(sheet.place(pins.base)[0] - cx);
  const down = Math.sign(sheet.place(pins.emitter)[1] - cy);
  const [gate, body] = [cx + side * 0.62, cx + side * 0.4];
  sheet.stroke([sheet.place(pins.base), [gate, cy]], 'wire');
  sheet.stroke([
    [gate, cy - 0.5],
    [gate, cy + 0.5],
  ]);
  const plain = sheet.habits.marks?.plainMosfets ?? false;
  if (plain)
    sheet.stroke([
      [body, cy - 0.68],
      [body, cy + 0.68],
    ]);
  for (const y of plain ? [-0.5, 0.5] : [-0.5, 0, 0.5]) {
    if (!plain)
      sheet.stroke([
        [body, cy + y - 0.18],
        [body, cy + y + 0.18],
      ]);
    sheet.stroke([
      [body, cy + y],
      [cx, cy + y],
    ]);
  }
  const source = cy + down * 0.5;
  // At the source current leaves an N channel, and enters a P channel; at the substrate it is the other way round.
  if (plain) {
    if (channel === 'n') arrow(sheet, [body, source], [cx, source], 0.28);
    else arrow(sheet, [cx, source], [body, source], 0.28);
  } else {
    if (channel === 'n') arrow(sheet, [cx, cy], [body, cy], 0.28);
    else arrow(sheet, [body, cy], [cx, cy], 0.28);
    sheet.stroke([
      [cx, cy],
      [cx, source],
    ]);
  }
  for (const pin of [pins.collector, pins.emitter]) {
    const [px, py] = sheet.place(pin);
    sheet.stroke(
      [
        [cx, cy + Math.sign(py - cy) * 0.5],
        [px, py],
      ],
      'wire',
    );
  }
  sheet.part('mosfet', 'Q', side < 0 ? { point: [cx + 0.1, cy], upright: true } : null, ['IRF540', '2N7000']);
  return pins;
}

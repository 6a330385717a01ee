import { arc, frameOn, type Point } from '../geometry.ts';
import type { Sheet } from '../sheets/sheet.ts';
import { leads, name } from './passive.ts';

/** An arrowhead with its tip at `tip`, coming from `from` (scene units). */
export function arrow(sheet: Sheet, from: Point, tip: Point, size = 0.3): void {
  const frame = frameOn(from, tip);
  const half = frame.length / 2;
  sheet.polygon(
    [frame.at(half, 0), frame.at(half - size, -size * 0.55), frame.at(half - size, size * 0.55)],
    'ink',
  );
}

type DiodeKind = 'diode' | 'zener' | 'led' | 'photodiode';

/** A diode of some kind, anode at grid point `a`, cathode at `b`. */
export function diode(sheet: Sheet, a: Point, b: Point, kind: DiodeKind = 'diode'): void {
  const frame = leads(sheet, a, b, 0.8);
  const { filledDiodes, standard, supply } = sheet.habits;
  const fill = (filledDiodes ?? (standard === 'ANSI' && supply !== 'circle')) ? 'ink' : 'paper';
  sheet.polygon([frame.at(-0.4, -0.45), frame.at(0.4, 0), frame.at(-0.4, 0.45)], fill);
  if (kind === 'zener')
    sheet.stroke([frame.at(0.62, -0.6), frame.at(0.4, -0.45), frame.at(0.4, 0.45), frame.at(0.18, 0.6)]);
  else sheet.stroke([frame.at(0.4, -0.47), frame.at(0.4, 0.47)]);
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
  if (type === 'npn') arrow(sheet, inner, outer, 0.36);
  else arrow(sheet, outer, inner, 0.36);
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
  for (const y of [-0.5, 0, 0.5]) {
    sheet.stroke([
      [body, cy + y - 0.18],
      [body, cy + y + 0.18],
    ]);
    sheet.stroke([
      [body, cy + y],
      [cx, cy + y],
    ]);
  }
  if (channel === 'n') arrow(sheet, [cx, cy], [body, cy], 0.28);
  else arrow(sheet, [body, cy], [cx, cy], 0.28);
  sheet.stroke([
    [cx, cy],
    [cx, cy + down * 0.5],
  ]);
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

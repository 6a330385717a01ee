import type { Point } from '../geometry.ts';
import type { Sheet } from '../sheets/sheet.ts';
import { chip } from '../symbols/blocks.ts';
import { contact, ground, mains, supply, terminal } from '../symbols/ends.ts';
import { electrolytic, inductor, resistor, transformer } from '../symbols/passive.ts';
import { diode, mosfet } from '../symbols/semiconductors.ts';
import { anyCapacitor, output, returnPath, type Topology } from './common.ts';

/** The load at the end of a supply: a resistor, with a smoothing capacitor before it by chance. */
function smoothedLoad(s: Sheet, x: number, top: number, bottom: number): void {
  const smoothed = s.random.chance(0.6);
  if (smoothed) {
    electrolytic(s, [x, top], [x, bottom]);
    s.junction([x, top], [x, bottom]);
  }
  const end = smoothed ? x + 2.5 : x;
  s.wire([x, top], [end, top]);
  s.wire([x, bottom], [end, bottom]);
  resistor(s, [end, top], [end, bottom]);
}

/** An alternating source between two grid points of a column, or a transformer feeding them. */
function alternating(s: Sheet, x: number, top: number, bottom: number): void {
  if (s.random.chance(0.6)) {
    mains(s, [x, top], [x, bottom]);
  } else {
    transformer(s, [x - 1.6, top], [x - 1.6, bottom], [x, top], [x, bottom]);
    terminal(s, [x - 1.6, top], 'AC');
    terminal(s, [x - 1.6, bottom], 'AC');
  }
}

export const bridgeRectifier: Topology = (s) => {
  if (s.random.chance(0.65)) {
    const [left, right, top, bottom]: [Point, Point, Point, Point] = [
      [2, 3],
      [8, 3],
      [5, 0],
      [5, 6],
    ];
    diode(s, left, top);
    diode(s, right, top);
    diode(s, bottom, left);
    diode(s, bottom, right);
    s.junction(left, right, top, bottom);
    alternating(s, -1, 0, 6);
    s.wire([-1, 0], [-1, -1], [0.5, -1], [0.5, 3], left);
    s.wire([-1, 6], [-1, 7.2], [8.8, 7.2], [8.8, 3], right);
    s.wire(top, [5, -1], [10.5, -1], [10.5, 0]);
    s.wire(bottom, [5, 6.5], [10.5, 6.5], [10.5, 6]);
    smoothedLoad(s, 10.5, 0, 6);
  } else {
    for (const x of [3, 6]) {
      diode(s, [x, 3], [x, 0]);
      diode(s, [x, 6], [x, 3]);
    }
    alternating(s, 0, 1, 5);
    s.wire([0, 1], [1.5, 1], [1.5, 3], [3, 3]);
    s.wire([0, 5], [0, 6.8], [7, 6.8], [7, 3], [6, 3]);
    s.wire([3, 0], [9, 0]);
    s.wire([3, 6], [9, 6]);
    s.junction([3, 3], [6, 3], [6, 0], [6, 6]);
    smoothedLoad(s, 9, 0, 6);
  }
};

export const halfWaveRectifier: Topology = (s) => {
  alternating(s, 0, 0, 4);
  diode(s, [0, 0], [4, 0]);
  s.wire([0, 4], [4, 4]);
  smoothedLoad(s, 4, 0, 4);
};

export const centreTapRectifier: Topology = (s) => {
  transformer(s, [0, 0], [0, 6], [2, 0], [2, 6], [4, 3]);
  terminal(s, [0, 0], 'AC');
  terminal(s, [0, 6], 'AC');
  diode(s, [2, 0], [6, 0]);
  diode(s, [2, 6], [6, 6]);
  s.wire([6, 6], [6, 0], [8, 0]);
  s.junction([6, 0]);
  s.wire([4, 3], [4, 3.6], [8, 3.6]);
  ground(s, [4, 3.6]);
  smoothedLoad(s, 8, 0, 3.6);
};

export const voltageMultiplier: Topology = (s) => {
  const stages = s.random.whole(2, 3);
  mains(s, [0, 0], [0, 4]);
  for (let i = 0; i < stages; i++) {
    const x = i * 3;
    anyCapacitor(s, [x, 0], [x + 3, 0], 0.3);
    diode(s, [x, 4], [x + 3, 0]);
    if (i < stages - 1 || s.random.chance(0.5)) diode(s, [x + 3, 0], [x + 3, 4]);
    anyCapacitor(s, [x, 4], [x + 3, 4], 0.3);
    s.junction([x + 3, 0], [x + 3, 4]);
  }
  ground(s, [0, 4]);
  s.wire([stages * 3, 4], [stages * 3 + 1.5, 4]);
  output(s, [stages * 3 + 1.5, 4]);
};

export const linearRegulator: Topology = (s) => {
  terminal(s, [0, 0], s.random.pick(['IN', '12V', 'VIN']));
  s.wire([0, 0], [4, 0]);
  chip(s, [4, -1.2], [7.4, 1.4], 'regulator', s.random.pick(['7805', '7812', 'LM317', 'REG']));
  s.wire([7.4, 0], [11.5, 0]);
  s.wire([5.7, 1.4], [5.7, 4]);
  anyCapacitor(s, [2, 0], [2, 4]);
  anyCapacitor(s, [9.5, 0], [9.5, 4]);
  s.junction([2, 0], [9.5, 0]);
  returnPath(s, [
    [2, 4],
    [5.7, 4],
    [9.5, 4],
  ]);
  terminal(s, [11.5, 0], s.random.pick(['OUT', '5V', 'VOUT']), 'right');
};

export const zenerRegulator: Topology = (s) => {
  terminal(s, [0, 0], s.random.pick(['IN', '12V', 'VIN']));
  resistor(s, [0, 0], [4, 0]);
  diode(s, [4, 4], [4, 0], 'zener');
  s.junction([4, 0]);
  s.wire([4, 0], [7, 0]);
  const loaded = s.random.chance(0.5);
  if (loaded) {
    if (s.random.chance(0.5)) resistor(s, [6.5, 0], [6.5, 4]);
    else anyCapacitor(s, [6.5, 0], [6.5, 4]);
  }
  returnPath(
    s,
    loaded
      ? [
          [4, 4],
          [6.5, 4],
        ]
      : [[4, 4]],
  );
  s.wire([7, 0], [8.5, 0]);
  terminal(s, [8.5, 0], 'OUT', 'right');
};

/** A converter's switch in the line from `a` to `b` (a row): a bare contact or a MOSFET. */
function seriesSwitch(s: Sheet, a: Point, b: Point): void {
  if (s.random.chance(0.4)) {
    contact(s, a, b);
    return;
  }
  const middle = (a[0] + b[0]) / 2;
  const pins = mosfet(s, [middle, a[1] + 1], 'p', { control: 'left', turned: true });
  s.wire(a, [a[0], a[1] - 0.6], [middle, a[1] - 0.6], pins.collector);
  s.wire(pins.emitter, [middle, a[1] + 2.4], [b[0], a[1] + 2.4], b);
  s.wire(pins.base, [pins.base[0] - 0.3, pins.base[1]]);
}

export const buckConverter: Topology = (s) => {
  terminal(s, [0, 0], 'VIN');
  anyCapacitor(s, [1, 0], [1, 4]);
  s.wire([0, 0], [2, 0]);
  seriesSwitch(s, [2, 0], [5, 0]);
  diode(s, [5.5, 4], [5.5, 0]);
  s.wire([5, 0], [5.5, 0]);
  inductor(s, [5.5, 0], [9, 0]);
  electrolytic(s, [9, 0], [9, 4]);
  s.junction([1, 0], [5.5, 0], [9, 0]);
  s.wire([9, 0], [11, 0]);
  returnPath(s, [
    [1, 4],
    [5.5, 4],
    [9, 4],
  ]);
  terminal(s, [11, 0], 'VOUT', 'right');
};

export const boostConverter: Topology = (s) => {
  terminal(s, [0, 0], 'VIN');
  s.wire([0, 0], [1, 0]);
  anyCapacitor(s, [1, 0], [1, 4]);
  inductor(s, [1, 0], [5, 0]);
  if (s.random.chance(0.4)) {
    contact(s, [5, 0], [5, 4]);
  } else {
    const pins = mosfet(s, [5, 2]);
    s.wire(pins.collector, [5, 0]);
    s.wire(pins.emitter, [5, 4]);
    s.wire(pins.base, [3.2, 2]);
  }
  diode(s, [5, 0], [8.5, 0]);
  electrolytic(s, [8.5, 0], [8.5, 4]);
  s.junction([1, 0], [5, 0], [8.5, 0]);
  s.wire([8.5, 0], [10.5, 0]);
  returnPath(s, [
    [1, 4],
    [5, 4],
    [8.5, 4],
  ]);
  terminal(s, [10.5, 0], 'VOUT', 'right');
};

export const flybackConverter: Topology = (s) => {
  transformer(s, [3, 0], [3, 4], [5, 0], [5, 4]);
  supply(s, [3, 0], 'VIN');
  const pins = mosfet(s, [3, 5.5]);
  s.wire(pins.collector, [3, 4]);
  s.wire(pins.base, [0.8, 5.5]);
  ground(s, pins.emitter);
  diode(s, [5, 0], [9, 0]);
  electrolytic(s, [9, 0], [9, 4]);
  s.wire([5, 4], [9, 4]);
  s.junction([9, 0]);
  s.wire([9, 0], [11, 0]);
  ground(s, [9, 4]);
  terminal(s, [11, 0], 'OUT', 'right');
};

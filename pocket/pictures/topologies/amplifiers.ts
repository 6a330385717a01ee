import type { Point } from '../geometry.ts';
import type { Sheet } from '../sheets/sheet.ts';
import { opAmp } from '../symbols/blocks.ts';
import { contact, ground, terminal } from '../symbols/ends.ts';
import { capacitor, resistor } from '../symbols/passive.ts';
import { diode, mosfet } from '../symbols/semiconductors.ts';
import { feed, output, type Topology } from './common.ts';

type TwoEnded = (sheet: Sheet, a: Point, b: Point) => void;

/** An op-amp with its non-inverting input grounded, `before` in front of the inverting one and `around` from the output. */
function invertingShape(s: Sheet, before: TwoEnded, around: TwoEnded): void {
  const amp = opAmp(s, [6, 0]);
  feed(s, [0, -1], 3);
  before(s, [0, -1], [3.2, -1]);
  s.wire([3.2, -1], amp.minus);
  s.wire([3.4, -1], [3.4, -3.2], [4, -3.2]);
  around(s, [4, -3.2], [8, -3.2]);
  s.wire([8, -3.2], [8, 0]);
  s.wire(amp.plus, [3.6, 1], [3.6, 1.6]);
  ground(s, [3.6, 1.6]);
  s.wire(amp.out, [9.8, 0]);
  s.junction([3.4, -1], [8, 0]);
  output(s, [9.8, 0]);
}

export const invertingAmplifier: Topology = (s) => invertingShape(s, resistor, resistor);

export const integrator: Topology = (s) => {
  const leaky = s.random.chance(0.25);
  invertingShape(s, resistor, capacitor);
  if (leaky) {
    s.wire([4, -3.2], [4, -5]);
    resistor(s, [4, -5], [8, -5]);
    s.wire([8, -5], [8, -3.2]);
    s.junction([4, -3.2], [8, -3.2]);
  }
};

export const differentiator: Topology = (s) => invertingShape(s, capacitor, resistor);

export const summingAmplifier: Topology = (s) => {
  const count = s.random.whole(2, 3);
  const amp = opAmp(s, [7, 0]);
  const rows = count === 3 ? [-3, -1, 1] : [-2.4, -1];
  for (const [i, y] of rows.entries()) {
    resistor(s, [-0.4, y], [2.8, y]);
    terminal(s, [-0.4, y], `V${i + 1}`);
  }
  s.wire([2.8, rows[0]!], [2.8, rows[rows.length - 1]!]);
  s.wire([2.8, -1], amp.minus);
  s.wire([4.4, -1], [4.4, -3.6], [5, -3.6]);
  resistor(s, [5, -3.6], [9, -3.6]);
  s.wire([9, -3.6], [9, 0]);
  s.wire(amp.plus, [4.6, 1], [4.6, 1.8]);
  ground(s, [4.6, 1.8]);
  s.wire(amp.out, [10.6, 0]);
  s.junction([2.8, -1], [4.4, -1], [9, 0]);
  output(s, [10.6, 0]);
};

export const nonInvertingAmplifier: Topology = (s) => {
  const amp = opAmp(s, [5, 0], 'bottom');
  feed(s, [0, -1], 2.4);
  s.wire([0, -1], amp.plus);
  s.wire(amp.minus, [2.6, 1], [2.6, 3.4]);
  resistor(s, [2.6, 3.4], [7, 3.4]);
  s.wire([7, 3.4], [7, 0]);
  resistor(s, [2.6, 3.4], [2.6, 6.6]);
  ground(s, [2.6, 6.6]);
  s.junction([2.6, 3.4], [7, 0]);
  s.wire(amp.out, [9, 0]);
  output(s, [9, 0]);
};

export const voltageFollower: Topology = (s) => {
  const top = s.random.chance(0.5);
  const amp = opAmp(s, [4, 0], top ? 'top' : 'bottom');
  const side = top ? -1 : 1;
  feed(s, [-0.6, -side], -side + 3);
  s.wire([-0.6, -side], amp.plus);
  s.wire(amp.minus, [2, side * 2.8], [6, side * 2.8], [6, 0]);
  s.junction([6, 0]);
  s.wire(amp.out, [8, 0]);
  output(s, [8, 0]);
};

export const schmittTrigger: Topology = (s) => {
  const amp = opAmp(s, [5, 0]);
  const onMinus = s.random.chance(0.6);
  s.wire(amp.plus, [2.6, 1], [2.6, 3.4]);
  resistor(s, [2.6, 3.4], [7, 3.4]);
  s.wire([7, 3.4], [7, 0]);
  s.junction([7, 0], [2.6, 3.4]);
  if (onMinus) {
    feed(s, [-0.4, -1], 2);
    s.wire([-0.4, -1], amp.minus);
    resistor(s, [2.6, 3.4], [2.6, 6.6]);
    ground(s, [2.6, 6.6]);
  } else {
    resistor(s, [-1, 3.4], [2.6, 3.4]);
    terminal(s, [-1, 3.4], 'IN');
    s.wire(amp.minus, [1.6, -1], [1.6, -0.4]);
    ground(s, [1.6, -0.4]);
  }
  s.wire(amp.out, [9, 0]);
  output(s, [9, 0]);
};

export const instrumentationAmplifier: Topology = (s) => {
  const upper = opAmp(s, [2.4, -4], 'bottom');
  const lower = opAmp(s, [2.4, 4], 'top');
  const last = opAmp(s, [10.4, 0]);
  terminal(s, upper.plus, 'V1');
  terminal(s, lower.plus, 'V2');
  s.wire(upper.minus, [0.4, -1.8], [4.4, -1.8]);
  s.wire(lower.minus, [0.4, 1.8], [4.4, 1.8]);
  resistor(s, [4.4, -4], [4.4, -1.8]);
  resistor(s, [4.4, -1.8], [4.4, 1.8]);
  resistor(s, [4.4, 1.8], [4.4, 4]);
  resistor(s, [4.4, -4], [7.6, -4]);
  resistor(s, [4.4, 4], [7.6, 4]);
  s.wire([7.6, -4], [7.6, -1], last.minus);
  s.wire([7.6, 4], [7.6, 1], last.plus);
  s.wire([7.6, -4], [8.4, -4]);
  resistor(s, [8.4, -4], [12.4, -4]);
  s.wire([12.4, -4], [12.4, 0]);
  resistor(s, [7.6, 4], [10.8, 4]);
  ground(s, [10.8, 4]);
  s.junction([4.4, -4], [4.4, 4], [4.4, -1.8], [4.4, 1.8], [7.6, -4], [7.6, 4], [12.4, 0]);
  s.wire(last.out, [13.6, 0]);
  output(s, [13.6, 0]);
};

export const transimpedance: Topology = (s) => {
  const amp = opAmp(s, [6, 0]);
  s.wire([2, -1], amp.minus);
  diode(s, [2, 2.6], [2, -1], 'photodiode');
  ground(s, [2, 2.6]);
  s.wire([3.4, -1], [3.4, -3.2], [4, -3.2]);
  resistor(s, [4, -3.2], [8, -3.2]);
  s.wire([8, -3.2], [8, 0]);
  if (s.random.chance(0.5)) {
    s.wire([4, -3.2], [4, -5]);
    capacitor(s, [4, -5], [8, -5]);
    s.wire([8, -5], [8, -3.2]);
    s.junction([4, -3.2], [8, -3.2]);
  }
  s.wire(amp.plus, [4, 2]);
  ground(s, [4, 2]);
  s.wire(amp.out, [9.8, 0]);
  s.junction([3.4, -1], [8, 0]);
  output(s, [9.8, 0]);
};

export const sampleAndHold: Topology = (s) => {
  const buffered = s.random.chance(0.4);
  const start = buffered ? -1 : 0;
  if (buffered) {
    const first = opAmp(s, [-3, 1], 'bottom');
    s.wire(first.minus, [-5, 3.6], [-1, 3.6], [-1, 1]);
    s.wire(first.out, [-1, -1]);
    terminal(s, first.plus, 'IN');
  } else terminal(s, [0, -1], 'IN');
  if (s.random.chance(0.5)) contact(s, [start, -1], [3.4, -1]);
  else {
    const pins = mosfet(s, [2, -2], 'n', { control: 'left' });
    s.wire([start, -1], [start, -3.6], [2, -3.6], pins.collector);
    s.wire(pins.emitter, [3.4, -1]);
  }
  s.wire([3.4, -1], [6, -1]);
  capacitor(s, [4, -1], [4, 2.6]);
  ground(s, [4, 2.6]);
  const amp = opAmp(s, [7.6, 0], 'bottom');
  s.wire([6, -1], amp.plus);
  s.wire(amp.minus, [5.6, 2.6], [9.6, 2.6], [9.6, 0]);
  s.junction([4, -1], [9.6, 0]);
  s.wire(amp.out, [11, 0]);
  output(s, [11, 0]);
};

export const wienBridge: Topology = (s) => {
  const amp = opAmp(s, [6, 0], 'bottom');
  s.wire(amp.plus, [2, -1], [2, -3.4]);
  resistor(s, [2, -3.4], [5, -3.4]);
  capacitor(s, [5, -3.4], [8, -3.4]);
  s.wire([8, -3.4], [8, 0]);
  resistor(s, [2, -1], [2, 3]);
  s.wire([2, -1], [0, -1]);
  capacitor(s, [0, -1], [0, 3]);
  s.wire([0, 3], [2, 3]);
  ground(s, [1, 3]);
  s.wire(amp.minus, [4, 3.6]);
  resistor(s, [4, 3.6], [8, 3.6]);
  s.wire([8, 3.6], [8, 0]);
  resistor(s, [4, 3.6], [4, 6.6]);
  ground(s, [4, 6.6]);
  s.wire(amp.out, [9.8, 0]);
  s.junction([2, -1], [8, 0], [4, 3.6], [1, 3]);
  output(s, [9.8, 0]);
};

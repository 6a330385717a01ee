import { currentSource, ground, speaker, supply, terminal } from '../symbols/ends.ts';
import { capacitor, electrolytic, resistor } from '../symbols/passive.ts';
import { bipolar, diode } from '../symbols/semiconductors.ts';
import { anyCapacitor, feed, output, type Topology } from './common.ts';

export const commonEmitter: Topology = (s) => {
  const q = bipolar(s, [4, 4]);
  s.wire(q.base, [1.4, 4]);
  resistor(s, [1.4, 0.5], [1.4, 4]);
  resistor(s, [1.4, 4], [1.4, 8]);
  resistor(s, [4, 0.5], [4, 3]);
  resistor(s, [4, 5], [4, 8]);
  s.wire([1.4, 0.5], [4, 0.5]);
  supply(s, [2.7, 0.5]);
  anyCapacitor(s, [-1.6, 4], [1.4, 4]);
  terminal(s, [-1.6, 4], 'IN');
  anyCapacitor(s, [4, 3], [7.8, 3]);
  output(s, [7.8, 3]);
  ground(s, [1.4, 8]);
  ground(s, [4, 8]);
  s.junction([1.4, 4], [4, 3], [2.7, 0.5]);
  if (s.random.chance(0.6)) {
    s.wire([4, 5.2], [6.6, 5.2]);
    electrolytic(s, [6.6, 5.2], [6.6, 8]);
    ground(s, [6.6, 8]);
    s.junction([4, 5.2]);
  }
};

export const emitterFollower: Topology = (s) => {
  const q = bipolar(s, [4, 3]);
  s.wire(q.base, [1.5, 3]);
  s.wire(q.collector, [4, 0.5]);
  resistor(s, [4, 4.5], [4, 7.5]);
  s.wire(q.emitter, [4, 4.5], [6, 4.5]);
  s.junction([4, 4.5]);
  ground(s, [4, 7.5]);
  if (s.random.chance(0.6)) {
    resistor(s, [1.5, 0.5], [1.5, 3]);
    s.wire([1.5, 0.5], [4, 0.5]);
    if (s.random.chance(0.6)) {
      resistor(s, [1.5, 3], [1.5, 7.5]);
      ground(s, [1.5, 7.5]);
    }
    s.junction([1.5, 3]);
    anyCapacitor(s, [-1.5, 3], [1.5, 3]);
    terminal(s, [-1.5, 3], 'IN');
    electrolytic(s, [6, 4.5], [8.5, 4.5]);
    output(s, [8.5, 4.5]);
  } else {
    feed(s, [0, 3], 6);
    s.wire([0, 3], [1.5, 3]);
    output(s, [6, 4.5]);
  }
  supply(s, [4, 0.5]);
};

export const differentialPair: Topology = (s) => {
  const a = bipolar(s, [2, 4]);
  const b = bipolar(s, [7, 4], 'npn', { control: 'right' });
  for (const [q, x] of [
    [a, 2],
    [b, 7],
  ] as const) {
    resistor(s, [x, 0.5], q.collector);
    s.wire(q.emitter, [x, 6]);
  }
  s.wire([2, 0.5], [7, 0.5]);
  supply(s, [4.5, 0.5]);
  s.wire([2, 6], [7, 6]);
  if (s.random.chance(0.5)) currentSource(s, [4.5, 6], [4.5, 9]);
  else resistor(s, [4.5, 6], [4.5, 9]);
  ground(s, [4.5, 9]);
  s.wire(a.base, [0, 4]);
  s.wire(b.base, [9, 4]);
  terminal(s, [0, 4], 'IN+');
  terminal(s, [9, 4], 'IN-', 'right');
  s.junction([4.5, 6], [4.5, 0.5]);
  if (s.random.chance(0.6)) {
    s.wire(b.collector, [8.8, 3]);
    output(s, [8.8, 3]);
    s.junction(b.collector);
  }
};

export const darlington: Topology = (s) => {
  const first = bipolar(s, [3, 3]);
  const second = bipolar(s, [6, 5]);
  s.wire(first.emitter, [3, 5], second.base);
  s.wire(first.collector, [3, 1], [6, 1], second.collector);
  if (s.random.chance(0.7)) resistor(s, [-1, 3], first.base);
  else s.wire([0, 3], first.base);
  terminal(s, [-1, 3], 'IN');
  if (s.random.chance(0.6)) {
    resistor(s, [6, -2], [6, 1]);
    supply(s, [6, -2]);
  } else {
    s.wire([6, 0], [6, 1]);
    supply(s, [6, 0]);
  }
  s.junction([6, 1]);
  if (s.random.chance(0.4)) {
    resistor(s, second.emitter, [6, 9]);
    ground(s, [6, 9]);
  } else ground(s, second.emitter);
};

export const pushPull: Topology = (s) => {
  const top = bipolar(s, [5, 2]);
  const bottom = bipolar(s, [5, 7], 'pnp');
  s.wire(top.emitter, [5, 4.5], bottom.emitter);
  s.wire(top.collector, [5, 0]);
  s.wire(bottom.collector, [5, 9]);
  if (s.random.chance(0.7)) {
    resistor(s, [2, 0], [2, 2]);
    diode(s, [2, 2], [2, 4.5]);
    diode(s, [2, 4.5], [2, 7]);
    resistor(s, [2, 7], [2, 9]);
    s.wire([2, 2], top.base);
    s.wire([2, 7], bottom.base);
    s.wire([2, 0], [5, 0]);
    s.wire([2, 9], [5, 9]);
    s.wire([0, 4.5], [2, 4.5]);
    s.junction([2, 2], [2, 4.5], [2, 7]);
  } else {
    s.wire(top.base, [2, 2], [2, 7], bottom.base);
    s.wire([0, 4.5], [2, 4.5]);
    s.junction([2, 4.5]);
  }
  terminal(s, [0, 4.5], 'IN');
  supply(s, [5, 0]);
  ground(s, [5, 9]);
  s.junction([5, 4.5]);
  if (s.random.chance(0.7)) {
    electrolytic(s, [5, 4.5], [8, 4.5]);
    s.wire([8, 4.5], [8.5, 4.5], [8.5, 5]);
    speaker(s, [8.5, 5], [8.5, 8]);
    ground(s, [8.5, 8]);
  } else {
    s.wire([5, 4.5], [8.5, 4.5]);
    resistor(s, [8.5, 4.5], [8.5, 8]);
    ground(s, [8.5, 8]);
  }
};

export const currentMirror: Topology = (s) => {
  const left = bipolar(s, [2, 4], 'npn', { control: 'right' });
  const right = bipolar(s, [6, 4]);
  s.wire(left.base, right.base);
  s.wire(left.collector, [2, 2.4], [4, 2.4], [4, 4]);
  s.junction([2, 2.4], [4, 4]);
  resistor(s, [2, -1], [2, 2.4]);
  supply(s, [2, -1]);
  s.wire(right.collector, [6, 1.5]);
  if (s.random.chance(0.5)) {
    resistor(s, [6, -1], [6, 1.5]);
    supply(s, [6, -1]);
  } else terminal(s, [6, 1.5], 'IOUT', 'right');
  if (s.random.chance(0.3)) {
    resistor(s, left.emitter, [2, 8]);
    resistor(s, right.emitter, [6, 8]);
    ground(s, [2, 8]);
    ground(s, [6, 8]);
  } else {
    ground(s, left.emitter);
    ground(s, right.emitter);
  }
};

export const astableTransistors: Topology = (s) => {
  const a = bipolar(s, [2, 6], 'npn', { control: 'right' });
  const b = bipolar(s, [10, 6]);
  const lamps = s.random.chance(0.4);
  for (const [x, q] of [
    [2, a],
    [10, b],
  ] as const) {
    if (lamps) {
      diode(s, [x, 0.5], [x, 2.3], 'led');
      resistor(s, [x, 2.3], [x, 4]);
    } else resistor(s, [x, 0.5], [x, 4]);
    s.wire([x, 4], q.collector);
    ground(s, q.emitter);
  }
  for (const x of [4.6, 7.4]) resistor(s, [x, 0.5], [x, 4]);
  s.wire([2, 0.5], [10, 0.5]);
  supply(s, [6, 0.5]);
  anyCapacitor(s, [2, 4], [4.6, 4]);
  anyCapacitor(s, [10, 4], [7.4, 4]);
  s.wire([4.6, 4], b.base);
  s.wire([7.4, 4], a.base);
  s.junction([2, 4], [10, 4], [4.6, 4], [7.4, 4], [4.6, 0.5], [7.4, 0.5]);
};

/** The three-section network and its transistor. */
export const phaseShift: Topology = (s) => {
  const q = bipolar(s, [9, 3]);
  resistor(s, [9, -1], q.collector);
  supply(s, [9, -1]);
  resistor(s, q.emitter, [9, 7]);
  ground(s, [9, 7]);
  for (const x of [0, 2.6, 5.2]) {
    capacitor(s, [x, 3], [x + 2.6, 3]);
    resistor(s, [x + 2.6, 3], [x + 2.6, 6.4]);
    ground(s, [x + 2.6, 6.4]);
    s.junction([x + 2.6, 3]);
  }
  s.wire([7.8, 3], q.base);
  s.wire([0, 3], [0, 0.8], [7, 0.8], [7, 1.7], q.collector);
  s.junction(q.collector);
  s.wire(q.collector, [11, 2]);
  output(s, [11, 2]);
};

import { opAmp } from '../symbols/blocks.ts';
import { ground } from '../symbols/ends.ts';
import { capacitor, inductor, resistor } from '../symbols/passive.ts';
import { feed, output, returnPath, type Topology } from './common.ts';

export const rcLowPass: Topology = (s) => {
  const stages = s.random.chance(0.25) ? 2 : 1;
  feed(s, [0, 0], 3);
  for (let i = 0; i < stages; i++) {
    const x = i * 4;
    resistor(s, [x, 0], [x + 3.5, 0]);
    s.wire([x + 3.5, 0], [x + 4, 0]);
    capacitor(s, [x + 4, 0], [x + 4, 3]);
    s.junction([x + 4, 0]);
    ground(s, [x + 4, 3]);
  }
  s.wire([stages * 4, 0], [stages * 4 + 2, 0]);
  output(s, [stages * 4 + 2, 0]);
};

export const rcHighPass: Topology = (s) => {
  const stages = s.random.chance(0.25) ? 2 : 1;
  feed(s, [0, 0], 3);
  for (let i = 0; i < stages; i++) {
    const x = i * 4;
    capacitor(s, [x, 0], [x + 3.5, 0]);
    s.wire([x + 3.5, 0], [x + 4, 0]);
    resistor(s, [x + 4, 0], [x + 4, 3]);
    s.junction([x + 4, 0]);
    ground(s, [x + 4, 3]);
  }
  s.wire([stages * 4, 0], [stages * 4 + 2, 0]);
  output(s, [stages * 4 + 2, 0]);
};

export const tankCircuit: Topology = (s) => {
  feed(s, [0, 0], 3);
  if (s.random.chance(0.5)) resistor(s, [0, 0], [3, 0]);
  else capacitor(s, [0, 0], [3, 0]);
  s.wire([3, 0], [8, 0]);
  inductor(s, [4, 0], [4, 3]);
  capacitor(s, [6, 0], [6, 3]);
  s.junction([4, 0], [6, 0]);
  returnPath(s, [
    [4, 3],
    [6, 3],
  ]);
  output(s, [8, 0]);
};

export const sallenKey: Topology = (s) => {
  feed(s, [-3, -1], 2);
  resistor(s, [-3, -1], [0, -1]);
  resistor(s, [0, -1], [3, -1]);
  s.wire([3, -1], [4, -1]);
  capacitor(s, [3, -1], [3, 2]);
  ground(s, [3, 2]);
  s.junction([0, -1], [3, -1]);
  const amp = opAmp(s, [6, 0], 'bottom');
  s.wire(amp.minus, [4, 2.4], [8, 2.4], [8, 0]);
  s.wire([0, -1], [0, -3.4]);
  capacitor(s, [0, -3.4], [8, -3.4]);
  s.wire([8, -3.4], [8, 0]);
  s.wire(amp.out, [9.5, 0]);
  s.junction([8, 0]);
  output(s, [9.5, 0]);
};

export const voltageDivider: Topology = (s) => {
  const tall = s.random.chance(0.3) ? 3 : 2;
  feed(s, [0, 0], 3 * tall);
  s.wire([0, 0], [3, 0]);
  for (let i = 0; i < tall; i++) resistor(s, [3, 3 * i], [3, 3 * i + 3]);
  ground(s, [3, 3 * tall]);
  s.wire([3, 3], [6, 3]);
  s.junction([3, 3]);
  output(s, [6, 3]);
};

export const wheatstoneBridge: Topology = (s) => {
  resistor(s, [4, 0], [1, 3]);
  resistor(s, [4, 0], [7, 3]);
  resistor(s, [1, 3], [4, 6]);
  resistor(s, [7, 3], [4, 6]);
  s.junction([4, 0], [1, 3], [7, 3], [4, 6]);
};

export const ladderDac: Topology = (s) => {
  const bits = s.random.whole(3, 4);
  ground(s, [-1, 2]);
  s.wire([-1, 2], [-1, 0]);
  resistor(s, [-1, 0], [2, 0]);
  for (let i = 0; i < bits; i++) {
    const x = 2 + i * 2.6;
    if (i > 0) resistor(s, [x - 2.6, 0], [x, 0]);
    resistor(s, [x, 0], [x, 3]);
    s.junction([x, 0]);
    s.stroke([s.place([x - 0.4, 3]), s.place([x, 3]), s.place([x + 0.4, 3])], 'wire');
    if (s.habits.labels !== 'none') s.text(s.place([x, 3.7]), `D${i}`, 0.5);
  }
  const end = 2 + (bits - 1) * 2.6;
  s.wire([end, 0], [end + 1.8, 0]);
  output(s, [end + 1.8, 0]);
};

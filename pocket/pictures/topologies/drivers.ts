import { gate } from '../symbols/blocks.ts';
import { battery, contact, ground, lettered, mains, relayCoil, supply, terminal } from '../symbols/ends.ts';
import { resistor } from '../symbols/passive.ts';
import { bipolar, diode, mosfet } from '../symbols/semiconductors.ts';
import { output, type Topology } from './common.ts';
import { wheatstoneBridge as resistorDiamond } from './filters.ts';

export const ledDriver: Topology = (s) => {
  const lights = s.random.whole(1, 3);
  if (s.random.chance(0.5)) {
    battery(s, [0, 0], [0, 5]);
    if (s.random.chance(0.4)) contact(s, [0, 0], [3, 0]);
    else s.wire([0, 0], [3, 0]);
    resistor(s, [3, 0], [6, 0]);
    if (lights === 1) {
      diode(s, [6, 0], [6, 5], 'led');
      s.wire([6, 5], [0, 5]);
    } else {
      s.wire([6, 0], [7, 0]);
      diode(s, [7, 0], [7, 2.5], 'led');
      diode(s, [7, 2.5], [7, 5], 'led');
      s.wire([7, 5], [0, 5]);
    }
  } else {
    const q = s.random.chance(0.6) ? bipolar(s, [4, 5]) : mosfet(s, [4, 5]);
    resistor(s, [0, 5], q.base);
    terminal(s, [0, 5], 'IN');
    ground(s, q.emitter);
    const top = 4 - lights * 2.2 - 2.6;
    supply(s, [4, top]);
    resistor(s, [4, top], [4, top + 2.6]);
    for (let i = 0; i < lights; i++)
      diode(s, [4, top + 2.6 + i * 2.2], [4, top + 2.6 + (i + 1) * 2.2], 'led');
  }
};

export const relayDriver: Topology = (s) => {
  const q = s.random.chance(0.7) ? bipolar(s, [4, 5]) : mosfet(s, [4, 5]);
  resistor(s, [0, 5], q.base);
  terminal(s, [0, 5], 'IN');
  ground(s, q.emitter);
  relayCoil(s, [4, 0], [4, 3.4]);
  s.wire([4, 3.4], q.collector);
  s.wire([4, 0], [6.6, 0]);
  diode(s, [6.6, 3.4], [6.6, 0]);
  s.wire([6.6, 3.4], [4, 3.4]);
  supply(s, [4, 0], s.random.pick(['12V', '5V', 'VCC']));
  s.junction([4, 3.4]);
  if (s.random.chance(0.6)) {
    contact(s, [9, 3.2], [9, 0.2]);
    terminal(s, [9, 0.2], 'COM', 'right');
    terminal(s, [9, 3.2], 'NO', 'right');
  }
};

export const hBridge: Topology = (s) => {
  const kind = s.random.pick(['switches', 'mosfets', 'bipolars'] as const);
  for (const x of [1, 9]) {
    const control = x === 1 ? 'left' : 'right';
    if (kind === 'switches') {
      contact(s, [x, 0], [x, 4]);
      contact(s, [x, 4], [x, 8]);
      continue;
    }
    const device =
      kind === 'mosfets'
        ? mosfet
        : (...[sheet, at, type, stance]: Parameters<typeof mosfet>) =>
            bipolar(sheet, at, type === 'p' ? 'pnp' : 'npn', stance);
    const upper = device(s, [x, 1.6], s.random.chance(0.5) ? 'p' : 'n', { control });
    const lower = device(s, [x, 6.4], 'n', { control });
    s.wire([x, 0], [x, 0.6]);
    s.wire([x, 2.6], [x, 5.4]);
    s.wire([x, 7.4], [x, 8]);
    for (const pins of [upper, lower])
      s.wire(pins.base, [pins.base[0] + (x === 1 ? -0.6 : 0.6), pins.base[1]]);
  }
  s.wire([1, 0], [9, 0]);
  s.wire([1, 8], [9, 8]);
  supply(s, [5, 0], '12V');
  ground(s, [5, 8]);
  s.wire([1, 4], [3, 4]);
  lettered(s, [3, 4], [7, 4], 'motor');
  s.wire([7, 4], [9, 4]);
  s.junction([1, 4], [9, 4], [5, 0], [5, 8]);
};

export const wheatstone: Topology = (s) => {
  resistorDiamond(s);
  lettered(s, [1, 3], [7, 3], 'meter');
  if (s.random.chance(0.6)) battery(s, [-2, 0], [-2, 6]);
  else mains(s, [-2, 0], [-2, 6]);
  s.wire([-2, 0], [-2, -0.8], [4, -0.8], [4, 0]);
  s.wire([-2, 6], [-2, 6.8], [4, 6.8], [4, 6]);
};

export const setResetLatch: Topology = (s) => {
  const kind = s.random.chance(0.5) ? 'nor' : 'nand';
  const upper = gate(s, [4, 0], kind);
  const lower = gate(s, [4, 6], kind);
  s.wire(upper.out, [8, 0]);
  s.wire(lower.out, [8, 6]);
  s.wire([6.6, 0], [6.6, 2], [2, 4], [2, 5]);
  s.wire([6.6, 6], [6.6, 4], [2, 2], [2, 1]);
  s.wire([-0.4, -1], upper.inputs[0]!);
  s.wire([-0.4, 7], lower.inputs[1]!);
  terminal(s, [-0.4, -1], 'S');
  terminal(s, [-0.4, 7], 'R');
  terminal(s, [8, 0], 'Q', 'right');
  terminal(s, [8, 6], 'Q', 'right');
  s.junction([6.6, 0], [6.6, 6]);
};

export const halfAdder: Topology = (s) => {
  const sum = gate(s, [6, 0], 'xor');
  const carry = gate(s, [6, 5], 'and');
  s.wire([0, -1], sum.inputs[0]!);
  s.wire([0, 1], sum.inputs[1]!);
  s.wire([2.8, -1], [2.8, 4], carry.inputs[0]!);
  s.wire([1.6, 1], [1.6, 6], carry.inputs[1]!);
  terminal(s, [0, -1], 'A');
  terminal(s, [0, 1], 'B');
  s.junction([2.8, -1], [1.6, 1]);
  s.wire(sum.out, [9, 0]);
  s.wire(carry.out, [9, 5]);
  if (s.random.chance(0.5)) {
    terminal(s, [9, 0], 'S', 'right');
    terminal(s, [9, 5], 'C', 'right');
  } else {
    output(s, [9, 0]);
    output(s, [9, 5]);
  }
};

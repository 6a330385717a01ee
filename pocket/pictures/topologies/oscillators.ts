import type { Sheet } from '../sheets/sheet.ts';
import { chip, gate } from '../symbols/blocks.ts';
import { contact, ground, supply, terminal } from '../symbols/ends.ts';
import { capacitor, crystal, inductor, resistor } from '../symbols/passive.ts';
import { bipolar, diode } from '../symbols/semiconductors.ts';
import { anyCapacitor, output, type Topology } from './common.ts';

export const colpitts: Topology = (s) => {
  const q = bipolar(s, [3, 3]);
  s.wire(q.collector, [3, 1], [9, 1]);
  if (s.random.chance(0.5)) resistor(s, [3, -2], [3, 1]);
  else inductor(s, [3, -2], [3, 1]);
  supply(s, [3, -2]);
  capacitor(s, [6.4, 1], [6.4, 4]);
  capacitor(s, [6.4, 4], [6.4, 7]);
  inductor(s, [9, 1], [9, 7]);
  s.wire([6.4, 7], [9, 7]);
  s.wire(q.emitter, [6.4, 4]);
  resistor(s, [3, 4], [3, 7]);
  ground(s, [3, 7]);
  ground(s, [7.7, 7]);
  s.wire(q.base, [0.6, 3]);
  if (s.random.chance(0.5)) capacitor(s, [0.6, 3], [0.6, 6]);
  else resistor(s, [0.6, 3], [0.6, 6]);
  ground(s, [0.6, 6]);
  s.junction([3, 1], [6.4, 1], [6.4, 4], [3, 4]);
};

export const hartley: Topology = (s) => {
  const q = bipolar(s, [3, 3]);
  s.wire(q.collector, [3, 1], [9, 1]);
  resistor(s, [3, -2], [3, 1]);
  supply(s, [3, -2]);
  inductor(s, [6.4, 1], [6.4, 4]);
  inductor(s, [6.4, 4], [6.4, 7]);
  capacitor(s, [9, 1], [9, 7]);
  s.wire([6.4, 7], [9, 7]);
  s.wire(q.emitter, [6.4, 4]);
  resistor(s, [3, 4], [3, 7]);
  ground(s, [3, 7]);
  s.wire(q.base, [0.6, 3], [0.6, 8.4], [7.7, 8.4]);
  capacitor(s, [7.7, 8.4], [7.7, 7]);
  s.junction([3, 1], [6.4, 1], [6.4, 4], [3, 4], [7.7, 7]);
};

export const crystalOscillator: Topology = (s) => {
  const inverter = gate(s, [4, 0], 'inverter');
  s.wire(inverter.inputs[0]!, [1, 0], [1, 3.4]);
  s.wire(inverter.out, [7, 0], [7, 3.4]);
  if (s.random.chance(0.7)) {
    s.wire([1, 0], [1, -2.6]);
    resistor(s, [1, -2.6], [7, -2.6]);
    s.wire([7, -2.6], [7, 0]);
  }
  crystal(s, [1, 3.4], [7, 3.4]);
  for (const x of [1, 7]) {
    capacitor(s, [x, 3.4], [x, 6.4]);
    ground(s, [x, 6.4]);
  }
  s.wire([7, 0], [9, 0]);
  s.junction([1, 0], [7, 0], [1, 3.4], [7, 3.4]);
  output(s, [9, 0]);
};

/** The timer chip with supply, ground and output; control side on the left. */
function timer(s: Sheet): void {
  chip(s, [4, 0], [8.4, 6], 'timer', s.random.pick(['555', 'NE555', '555']), [
    { at: [4, 1], name: 'DIS', side: 'left' },
    { at: [4, 3], name: 'THR', side: 'left' },
    { at: [4, 5], name: 'TRG', side: 'left' },
    { at: [8.4, 3], name: 'OUT', side: 'right' },
  ]);
  supply(s, [6.2, -1.4]);
  s.wire([6.2, -1.4], [6.2, 0]);
  s.wire([6.2, 6], [6.2, 7.6]);
  ground(s, [6.2, 7.6]);
  if (s.random.chance(0.4)) {
    s.wire([8.4, 5], [9.4, 5]);
    capacitor(s, [9.4, 5], [9.4, 7.6]);
    ground(s, [9.4, 7.6]);
  }
  if (s.random.chance(0.5)) {
    s.wire([8.4, 3], [10.5, 3]);
    terminal(s, [10.5, 3], 'OUT', 'right');
  } else {
    resistor(s, [8.4, 3], [11.4, 3]);
    diode(s, [11.4, 3], [11.4, 5.6], 'led');
    ground(s, [11.4, 5.6]);
  }
}

export const timerAstable: Topology = (s) => {
  timer(s);
  s.wire([6.2, -1.4], [1.6, -1.4]);
  resistor(s, [1.6, -1.4], [1.6, 1]);
  resistor(s, [1.6, 1], [1.6, 4]);
  s.wire([1.6, 1], [4, 1]);
  s.wire([1.6, 4], [3, 4], [3, 3], [4, 3]);
  s.wire([3, 4], [3, 5], [4, 5]);
  anyCapacitor(s, [1.6, 4], [1.6, 7.6]);
  ground(s, [1.6, 7.6]);
  s.junction([1.6, 1], [1.6, 4], [3, 4], [6.2, -1.4]);
};

export const timerMonostable: Topology = (s) => {
  timer(s);
  s.wire([6.2, -1.4], [2.4, -1.4]);
  resistor(s, [2.4, -1.4], [2.4, 2]);
  s.wire([2.4, 2], [3.2, 2], [3.2, 1], [4, 1]);
  s.wire([3.2, 2], [3.2, 3], [4, 3]);
  anyCapacitor(s, [2.4, 2], [2.4, 7.6]);
  ground(s, [2.4, 7.6]);
  s.wire([4, 5], [0, 5]);
  resistor(s, [0, 1.6], [0, 5]);
  supply(s, [0, 1.6]);
  contact(s, [0, 5], [0, 8], 'button');
  ground(s, [0, 8]);
  s.junction([2.4, 2], [3.2, 2], [0, 5], [6.2, -1.4]);
};

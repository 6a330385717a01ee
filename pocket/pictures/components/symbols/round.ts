import type { Sheet } from '../../sheets/sheet.ts';
import * as basic from '../../symbols/ends.ts';
import { arrow } from '../../symbols/semiconductors.ts';
import { box, endsAt, inLine, line, ring, type SymbolDrawing, sign } from '../pen.ts';

/** A circle with its letter: meters and machines. Some machines show their brushes. */
const lettered =
  (letter: string, machine = false): SymbolDrawing =>
  (s) => {
    const brushes = machine && s.habits.standard === 'ANSI' && s.random.chance(0.5);
    if (brushes)
      for (const side of [-1, 1]) box(s, [side * 0.95 - 0.14, -0.2], [side * 0.95 + 0.14, 0.2], 'ink');
    ring(s, [0, 0], 0.85);
    s.text([0, 0], letter, 0.75);
    if (letter === 'M') s.part('motor', 'M', null);
    return { pins: inLine(s, brushes ? 1.09 : 0.85, 1.5), facts: [] };
  };

export const motor = lettered('M', true);
export const generator = lettered('G', true);
export const voltmeter = lettered('V');
export const ammeter = lettered('A');
export const ohmmeter = lettered('Ω');
export const wattmeter = lettered('W');

export const galvanometer: SymbolDrawing = (s) => {
  ring(s, [0, 0], 0.8);
  line(s, [0, 0.55], [0, -0.4]);
  arrow(s, [0, 0.55], [0, -0.58], 0.34);
  return { pins: inLine(s, 0.8, 1.4), facts: [] };
};

export const lamp: SymbolDrawing = (s) => {
  basic.lamp(s, [-1.3, 0], [1.3, 0]);
  return { pins: endsAt(1.3), facts: [] };
};

export const neonLamp: SymbolDrawing = (s) => {
  ring(s, [0, 0], 0.8);
  for (const side of [-1, 1]) {
    line(s, [side * 0.8, 0], [side * 0.2, 0]);
    line(s, [side * 0.2, -0.35], [side * 0.2, 0.35]);
  }
  ring(s, [0.42, 0.42], 0.1, 'ink');
  return { pins: inLine(s, 0.8, 1.4), facts: [] };
};

/** Two arrowheads that face each other across a gap. */
const facingHeads = (s: Sheet, reach: number): void => {
  for (const side of [-1, 1]) {
    line(s, [side * reach, 0], [side * 0.4, 0]);
    arrow(s, [side * reach, 0], [side * 0.13, 0], 0.36);
  }
};

export const sparkGap: SymbolDrawing = (s) => {
  facingHeads(s, 0.7);
  return { pins: inLine(s, 0.7, 1.2), facts: [] };
};

export const gasDischargeTube: SymbolDrawing = (s) => {
  ring(s, [0, 0], 0.85);
  facingHeads(s, 0.85);
  ring(s, [0.35, 0.48], 0.1, 'ink');
  return { pins: inLine(s, 0.85, 1.4), facts: [] };
};

export const battery: SymbolDrawing = (s) => {
  if (s.random.chance(0.5)) basic.battery(s, [-1.1, 0], [1.1, 0]);
  else {
    const pairs = s.random.whole(2, 3);
    const half = pairs * 0.3 - 0.15;
    for (let i = 0; i < pairs; i++) {
      const x = -half + i * 0.6;
      line(s, [x, -0.6], [x, 0.6]);
      line(s, [x + 0.3, -0.3], [x + 0.3, 0.3]);
    }
    s.part('battery', 'B', null);
    inLine(s, half, 1.3);
    if (s.random.chance(0.5)) sign(s, [-half - 0.35, -0.4], '+');
    return { pins: endsAt(1.3), facts: [] };
  }
  return { pins: endsAt(1.1), facts: [] };
};

export const acVoltageSource: SymbolDrawing = (s) => {
  basic.mains(s, [-1.3, 0], [1.3, 0]);
  return { pins: endsAt(1.3), facts: [] };
};

/** A source's plus and minus, within its circle or diamond. */
function signs(s: Sheet, aside: number): void {
  const size = 0.5 * (s.habits.marks?.signs ?? 1);
  s.text([-aside, 0], '+', size);
  s.text([aside, 0], '-', size);
}

export const dcVoltageSource: SymbolDrawing = (s) => {
  ring(s, [0, 0], 0.75);
  const pins = inLine(s, 0.75, 1.3);
  if (s.habits.standard === 'IEC') {
    line(s, [-0.75, 0], [0.75, 0]);
    return { pins, facts: ['lineThrough'] };
  }
  signs(s, 0.36);
  return { pins, facts: ['plusAndMinus'] };
};

export const currentSource: SymbolDrawing = (s) => {
  if (s.habits.standard === 'ANSI') {
    basic.currentSource(s, [-1.3, 0], [1.3, 0]);
    return { pins: endsAt(1.3), facts: ['alongArrow'] };
  }
  ring(s, [0, 0], 0.75);
  line(s, [0, -0.75], [0, 0.75]);
  s.part('currentSource', 'I', null);
  return { pins: inLine(s, 0.75, 1.3), facts: ['barAcross'] };
};

const diamond = (s: Sheet): void =>
  s.polygon([
    [-0.95, 0],
    [0, -0.75],
    [0.95, 0],
    [0, 0.75],
  ]);

export const dependentVoltageSource: SymbolDrawing = (s) => {
  diamond(s);
  signs(s, 0.4);
  return { pins: inLine(s, 0.95, 1.4), facts: [] };
};

export const dependentCurrentSource: SymbolDrawing = (s) => {
  diamond(s);
  line(s, [-0.55, 0], [0.4, 0]);
  arrow(s, [-0.55, 0], [0.6, 0], 0.36);
  return { pins: inLine(s, 0.95, 1.4), facts: [] };
};

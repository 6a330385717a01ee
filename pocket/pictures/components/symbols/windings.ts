import { frameOn, type Point } from '../../geometry.ts';
import type { Sheet } from '../../sheets/sheet.ts';
import { transformer as basicTransformer, turns } from '../../symbols/passive.ts';
import { box, inLine, leadsOut, line, type SymbolDrawing } from '../pen.ts';
import { arrowAcross } from './rays.ts';

/** Turns in the line, 1.6 long, bulging upwards. */
function winding(sheet: Sheet): void {
  turns(sheet, frameOn([-0.8, 0], [0.8, 0]), 1.6, 4, -1);
}

export const inductor: SymbolDrawing = (s) => {
  const boxed = s.habits.standard === 'IEC' && s.random.chance(0.35);
  if (boxed) box(s, [-0.8, -0.24], [0.8, 0.24], 'ink');
  else winding(s);
  s.part('inductor', 'L', null);
  return { pins: inLine(s, 0.8), facts: [boxed ? 'filledBox' : 'halfTurns'] };
};

export const ironCoreInductor: SymbolDrawing = (s) => {
  winding(s);
  for (const y of [-0.4, -0.56]) line(s, [-0.8, y], [0.8, y]);
  return { pins: inLine(s, 0.8), facts: [] };
};

export const variableInductor: SymbolDrawing = (s) => {
  winding(s);
  arrowAcross(s, 0.8);
  return { pins: inLine(s, 0.8), facts: [] };
};

/** Two facing windings with their core; four leads to the sides, and a fifth from the secondary's middle if it is tapped. */
const twoWindings =
  (tapped: boolean): SymbolDrawing =>
  (s) => {
    basicTransformer(s, [-0.55, -1], [-0.55, 1], [0.55, -1], [0.55, 1]);
    const lead = (x: number, y: number): [Point, Point] => [
      [x * 0.55, y],
      [x * 1.2, y],
    ];
    const pins = leadsOut(s, lead(-1, -1), lead(-1, 1), lead(1, -1), lead(1, 1));
    return { pins: tapped ? [...pins, ...leadsOut(s, lead(1, 0))] : pins, facts: [] };
  };

export const transformer = twoWindings(false);
export const centreTappedTransformer = twoWindings(true);

export const autotransformer: SymbolDrawing = (s) => {
  turns(s, frameOn([0, -1.2], [0, 1.2]), 2.4, 6, 1);
  for (const x of [-0.42, -0.6]) line(s, [x, -1.2], [x, 1.2]);
  const pins = leadsOut(
    s,
    [
      [0, -1.2],
      [0.7, -1.2],
    ],
    [
      [0, 1.2],
      [0.7, 1.2],
    ],
    [
      [0, -0.4],
      [0.7, -0.4],
    ],
  );
  return { pins, facts: [] };
};

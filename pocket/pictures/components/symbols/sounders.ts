import { arc, type Point } from '../../geometry.ts';
import * as basic from '../../symbols/ends.ts';
import { box, down, leadsOut, line, ring, type SymbolDrawing, up } from '../pen.ts';

export const loudspeaker: SymbolDrawing = (s) => {
  basic.speaker(s, [0, -1.1], [0, 1.1]);
  return {
    pins: [
      { at: [0, -1.1], away: up },
      { at: [0, 1.1], away: down },
    ],
    facts: [],
  };
};

export const microphone: SymbolDrawing = (s) => {
  ring(s, [0, 0], 0.6);
  line(s, [-0.62, -0.75], [-0.62, 0.75]);
  return {
    pins: leadsOut(
      s,
      [
        [0.25, -0.55],
        [0.25, -1.1],
      ],
      [
        [0.25, 0.55],
        [0.25, 1.1],
      ],
    ),
    facts: [],
  };
};

const twoBelow = (y: number): [Point, Point][] => [
  [
    [-0.3, y],
    [-0.3, 1],
  ],
  [
    [0.3, y],
    [0.3, 1],
  ],
];

export const bell: SymbolDrawing = (s) => {
  s.polygon(arc([0, 0.2], 0.8, 0.5, 1, 16));
  return { pins: leadsOut(s, ...twoBelow(0.2)), facts: [] };
};

export const buzzer: SymbolDrawing = (s) => {
  s.polygon(arc([0, -0.5], 0.8, 0, 0.5, 16));
  return { pins: leadsOut(s, ...twoBelow(0.24)), facts: [] };
};

export const headphones: SymbolDrawing = (s) => {
  line(s, ...arc([0, 0], 0.85, 0.5, 1, 16));
  const fill = s.habits.standard === 'IEC' ? 'paper' : 'ink';
  for (const side of [-1, 1]) box(s, [side * 0.85 - 0.2, 0], [side * 0.85 + 0.2, 0.7], fill);
  return {
    pins: leadsOut(
      s,
      [
        [-0.85, 0.7],
        [-0.85, 1.2],
      ],
      [
        [0.85, 0.7],
        [0.85, 1.2],
      ],
    ),
    facts: [],
  };
};

import { arc } from '../../geometry.ts';
import type { Sheet } from '../../sheets/sheet.ts';
import { box, inLine, leadsOut, line, ring, type SymbolDrawing } from '../pen.ts';

/** Three bars that shrink downwards from `y`. */
function shrinkingBars(sheet: Sheet, y: number, scale = 1): void {
  for (const [half, depth] of [
    [0.6, 0],
    [0.38, 0.25],
    [0.16, 0.5],
  ] as const)
    line(sheet, [-half * scale, y + depth * scale], [half * scale, y + depth * scale]);
}

export const ground: SymbolDrawing = (s) => {
  const pins = leadsOut(s, [
    [0, -0.1],
    [0, -0.8],
  ]);
  if (s.random.chance(s.habits.standard === 'ANSI' ? 0.4 : 0.15)) {
    s.polygon([
      [-0.6, -0.1],
      [0.6, -0.1],
      [0, 0.6],
    ]);
    return { pins, facts: ['downwardTriangle'] };
  }
  shrinkingBars(s, -0.1);
  return { pins, facts: ['shrinkingBars'] };
};

export const protectiveEarth: SymbolDrawing = (s) => {
  ring(s, [0, 0], 0.8, 'none');
  line(s, [0, -0.8], [0, -0.1]);
  shrinkingBars(s, -0.1, 0.85);
  return {
    pins: leadsOut(s, [
      [0, -0.8],
      [0, -1.3],
    ]),
    facts: [],
  };
};

export const chassisGround: SymbolDrawing = (s) => {
  line(s, [-0.6, 0], [0.6, 0]);
  for (const x of [-0.6, 0, 0.6]) line(s, [x, 0], [x - 0.3, 0.5]);
  return {
    pins: leadsOut(s, [
      [0, 0],
      [0, -0.8],
    ]),
    facts: [],
  };
};

export const antenna: SymbolDrawing = (s) => {
  line(s, [0, 0.3], [0, -0.8]);
  line(s, [-0.65, -0.8], [0, 0.05], [0.65, -0.8]);
  if (s.habits.standard === 'ANSI' && s.random.chance(0.4)) line(s, [-0.65, -0.8], [0.65, -0.8]);
  return {
    pins: leadsOut(s, [
      [0, 0.3],
      [0, 1],
    ]),
    facts: [],
  };
};

export const dipoleAntenna: SymbolDrawing = (s) => {
  for (const side of [-1, 1]) line(s, [side * 0.16, 0.2], [side * 0.16, -0.4], [side * 1.3, -0.4]);
  return {
    pins: leadsOut(
      s,
      [
        [-0.16, 0.2],
        [-0.16, 0.9],
      ],
      [
        [0.16, 0.2],
        [0.16, 0.9],
      ],
    ),
    facts: [],
  };
};

export const loopAntenna: SymbolDrawing = (s) => {
  const square = s.random.chance(0.5);
  const foot = square ? 0.5 : 0.65;
  for (const side of [-1, 1]) {
    const start = side * 0.16;
    if (square) line(s, [start, foot], [side * 0.85, foot], [side * 0.85, -0.9], [0, -0.9]);
    else line(s, [start, foot], [side * 0.95, -0.2], [0, -1.1]);
  }
  return {
    pins: leadsOut(
      s,
      [
        [-0.16, foot],
        [-0.16, 1.1],
      ],
      [
        [0.16, foot],
        [0.16, 1.1],
      ],
    ),
    facts: [],
  };
};

export const coaxialConnector: SymbolDrawing = (s) => {
  ring(s, [0, 0], 0.55);
  ring(s, [0, 0], 0.12, s.habits.standard === 'IEC' ? 'ink' : 'paper');
  return {
    pins: leadsOut(
      s,
      [
        [-0.12, 0],
        [-1.2, 0],
      ],
      [
        [0, 0.55],
        [0, 1.1],
      ],
    ),
    facts: [],
  };
};

export const coaxialCable: SymbolDrawing = (s) => {
  const pins = inLine(s, 0, 1.6);
  ring(s, [0, 0], 0.42, 'none');
  line(s, [-0.8, 0.42], [0.8, 0.42]);
  if (s.random.chance(0.5)) {
    s.stroke(
      [
        [0, 0.42],
        [0, 0.8],
      ],
      'wire',
    );
    shrinkingBars(s, 0.8, 0.6);
  }
  return { pins, facts: [] };
};

export const plugAndSocket: SymbolDrawing = (s) => {
  if (s.habits.standard === 'ANSI') {
    for (const x of [-0.25, 0.15]) line(s, [x - 0.3, -0.42], [x + 0.12, 0], [x - 0.3, 0.42]);
    return {
      pins: leadsOut(
        s,
        [
          [-0.13, 0],
          [-1.1, 0],
        ],
        [
          [0.27, 0],
          [1.1, 0],
        ],
      ),
      facts: ['chevrons'],
    };
  }
  box(s, [-0.6, -0.12], [0.02, 0.12], 'ink');
  line(s, ...arc([0, 0], 0.42, -0.25, 0.25, 12));
  return {
    pins: leadsOut(
      s,
      [
        [-0.6, 0],
        [-1.1, 0],
      ],
      [
        [0.42, 0],
        [1.1, 0],
      ],
    ),
    facts: ['plugAndCup'],
  };
};

export const audioJack: SymbolDrawing = (s) => {
  box(s, [-0.95, -0.65], [-0.65, 0.35]);
  line(s, [0.5, -0.5], [-0.1, -0.5], [-0.3, -0.18], [-0.5, -0.5]);
  line(s, [-0.8, 0.35], [-0.8, 0.65], [0.5, 0.65]);
  return {
    pins: leadsOut(
      s,
      [
        [0.5, -0.5],
        [1, -0.5],
      ],
      [
        [0.5, 0.65],
        [1, 0.65],
      ],
    ),
    facts: [],
  };
};

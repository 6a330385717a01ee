import { arc, type Point } from '../../geometry.ts';
import type { Sheet } from '../../sheets/sheet.ts';
import * as basic from '../../symbols/ends.ts';
import { arrow } from '../../symbols/semiconductors.ts';
import { box, dashed, endsAt, inLine, leadsOut, line, type Pin, ring, type SymbolDrawing } from '../pen.ts';

/** Whether contacts are drawn as little rings, as ANSI has them. */
const ringed = (sheet: Sheet): boolean => sheet.habits.standard === 'ANSI';

const openSwitch: SymbolDrawing = (s) => {
  if (ringed(s)) {
    basic.contact(s, [-1.1, 0], [1.1, 0]);
    return { pins: endsAt(1.1), facts: ['openRings'] };
  }
  line(s, [-0.6, 0], [0.5, -0.55]);
  s.part('switch', 'S', null);
  return {
    pins: leadsOut(
      s,
      [
        [-0.6, 0],
        [-1.1, 0],
      ],
      [
        [0.55, 0],
        [1.1, 0],
      ],
    ),
    facts: [],
  };
};

export { openSwitch as switch };

/** One pole with two throws about [0, y]; returns its pins. */
function changeover(sheet: Sheet, y: number): Pin[] {
  line(sheet, [-0.6, y], [0.52, y - 0.42]);
  if (ringed(sheet)) {
    ring(sheet, [-0.6, y], 0.12);
    for (const side of [-1, 1]) ring(sheet, [0.62, y + side * 0.5], 0.12);
  } else line(sheet, [0.5, y - 0.5], [0.5, y - 0.38]);
  const contact = (side: number): [Point, Point] => [
    [ringed(sheet) ? 0.74 : 0.5, y + side * 0.5],
    [1.2, y + side * 0.5],
  ];
  return leadsOut(
    sheet,
    [
      [ringed(sheet) ? -0.72 : -0.6, y],
      [-1.1, y],
    ],
    contact(-1),
    contact(1),
  );
}

export const spdt: SymbolDrawing = (s) => {
  const pins = changeover(s, 0);
  return { pins, facts: ringed(s) ? ['openRings'] : [] };
};

export const dpdt: SymbolDrawing = (s) => {
  const pins = [...changeover(s, -0.85), ...changeover(s, 0.85)];
  dashed(s, [0, -1.07], [0, 0.63], 6);
  return { pins, facts: ringed(s) ? ['openRings'] : [] };
};

export const rotarySwitch: SymbolDrawing = (s) => {
  ring(s, [-0.5, 0], 0.13);
  const count = s.random.whole(4, 6);
  const positions = Array.from({ length: count }, (_, i): Point => {
    const angle = (-75 + (150 * i) / (count - 1)) * (Math.PI / 180);
    return [-0.5 + 1.15 * Math.cos(angle), 1.15 * Math.sin(angle)];
  });
  const [x, y] = s.random.pick(positions);
  const [fromX, fromY] = [-0.5 + (x + 0.5) * 0.12, y * 0.12];
  const tip: Point = [-0.5 + (x + 0.5) * 0.86, y * 0.86];
  line(s, [fromX, fromY], tip);
  arrow(s, [-0.5, 0], tip, 0.3);
  for (const position of positions) {
    ring(s, position, 0.11, ringed(s) ? 'paper' : 'ink');
    s.stroke(
      [
        [position[0] + 0.11, position[1]],
        [1.25, position[1]],
      ],
      'wire',
    );
  }
  const pins = leadsOut(s, [
    [-0.63, 0],
    [-1.2, 0],
  ]);
  return {
    pins: [...pins, ...positions.map((position): Pin => ({ at: [1.25, position[1]], away: [1, 0] }))],
    facts: [],
  };
};

export const pushButton: SymbolDrawing = (s) => {
  if (ringed(s)) {
    basic.contact(s, [-1.1, 0], [1.1, 0], 'button');
    return { pins: endsAt(1.1), facts: ['openRings'] };
  }
  line(s, [-0.55, -0.32], [0.55, -0.32]);
  line(s, [0, -0.32], [0, -0.75]);
  line(s, [-0.25, -0.62], [-0.25, -0.75], [0.25, -0.75], [0.25, -0.62]);
  for (const side of [-1, 1]) ring(s, [side * 0.5, 0], 0.08, 'ink');
  s.part('button', 'S', null);
  return { pins: inLine(s, 0.5), facts: [] };
};

export const breakButton: SymbolDrawing = (s) => {
  const fill = ringed(s) ? 'paper' : 'ink';
  for (const side of [-1, 1]) ring(s, [side * 0.55, 0], ringed(s) ? 0.12 : 0.08, fill);
  const bridge = ringed(s) ? 0.16 : 0.1;
  line(s, [-0.7, bridge], [0.7, bridge]);
  line(s, [0, bridge], [0, -0.65]);
  line(s, [-0.22, -0.65], [0.22, -0.65]);
  return { pins: inLine(s, ringed(s) ? 0.67 : 0.55), facts: ringed(s) ? ['openRings'] : [] };
};

export const relay: SymbolDrawing = (s) => {
  box(s, [-1.35, -0.35], [-0.35, 0.35]);
  line(s, [-1.1, 0.35], [-0.6, -0.35]);
  dashed(s, [-0.35, 0], [0.55, 0], 4);
  line(s, [0.8, 0.5], [0.3, -0.45]);
  if (ringed(s)) for (const y of [-0.5, 0.5]) ring(s, [0.8, y], 0.12);
  s.part('relay', 'K', null);
  const end = ringed(s) ? 0.62 : 0.5;
  const pins = leadsOut(
    s,
    [
      [-0.85, -0.35],
      [-0.85, -1.1],
    ],
    [
      [-0.85, 0.35],
      [-0.85, 1.1],
    ],
    [
      [0.8, -end],
      [0.8, -1.1],
    ],
    [
      [0.8, end],
      [0.8, 1.1],
    ],
  );
  return { pins, facts: ringed(s) ? ['openRings'] : [] };
};

export const reedSwitch: SymbolDrawing = (s) => {
  s.polygon([...arc([-0.75, 0], 0.42, 0.25, 0.75, 10), ...arc([0.75, 0], 0.42, 0.75, 1.25, 10)]);
  line(s, [-1.17, 0], [-0.45, 0], [0.4, -0.26]);
  line(s, [1.17, 0], [0.2, 0]);
  return { pins: inLine(s, 1.17, 1.6), facts: [] };
};

export const circuitBreaker: SymbolDrawing = (s) => {
  if (ringed(s)) {
    for (const x of [-0.6, 0.6]) ring(s, [x, 0], 0.11);
    line(s, ...arc([0, 0.28], 0.78, 0.6, 0.9, 12));
    return { pins: inLine(s, 0.71), facts: ['overArc', 'openRings'] };
  }
  line(s, [-0.6, 0], [0.5, -0.55]);
  for (const side of [-1, 1]) line(s, [0.37, side * 0.18], [0.73, -side * 0.18]);
  return {
    pins: leadsOut(
      s,
      [
        [-0.6, 0],
        [-1.1, 0],
      ],
      [
        [0.55, 0],
        [1.1, 0],
      ],
    ),
    facts: ['crossAtContact', 'openLever'],
  };
};

import type { Point } from '../../geometry.ts';
import { box, leadsOut, line, ring, type SymbolDrawing } from '../pen.ts';

/** A box with lettered inputs on the left, one of them the clock, and both outputs on the right. */
const flipFlop =
  (inputs: readonly (string | 'clock')[]): SymbolDrawing =>
  (s) => {
    box(s, [-0.95, -1.3], [0.95, 1.3]);
    const rows = inputs.length === 2 ? [-0.75, 0.75] : [-0.8, 0, 0.8];
    for (const [i, name] of inputs.entries()) {
      const y = rows[i]!;
      if (name === 'clock') line(s, [-0.95, y - 0.24], [-0.5, y], [-0.95, y + 0.24]);
      else s.text([-0.58, y], name, 0.55);
    }
    for (const y of [-0.75, 0.75]) s.text([0.55, y], 'Q', 0.55);
    const bubble = s.random.chance(0.6);
    if (bubble) ring(s, [1.1, 0.75], 0.15);
    else s.text([0.55, 0.3], '-', 0.55);
    const pins = leadsOut(
      s,
      ...rows.map((y): [Point, Point] => [
        [-0.95, y],
        [-1.5, y],
      ]),
      [
        [0.95, -0.75],
        [1.6, -0.75],
      ],
      [
        [bubble ? 1.25 : 0.95, 0.75],
        [1.6, 0.75],
      ],
    );
    return { pins, facts: [] };
  };

export const dFlipFlop = flipFlop(['D', 'clock']);
export const jkFlipFlop = flipFlop(['J', 'clock', 'K']);

export const multiplexer: SymbolDrawing = (s) => {
  s.polygon([
    [-0.6, -1.5],
    [0.6, -0.85],
    [0.6, 0.85],
    [-0.6, 1.5],
  ]);
  const rows = s.random.chance(0.5) ? [-0.6, 0.6] : [-0.96, -0.32, 0.32, 0.96];
  const inputs = leadsOut(
    s,
    ...rows.map((y): [Point, Point] => [
      [-0.6, y],
      [-1.2, y],
    ]),
  );
  const others = leadsOut(
    s,
    [
      [0.6, 0],
      [1.2, 0],
    ],
    [
      [0, 1.18],
      [0, 1.8],
    ],
  );
  return { pins: [...inputs, ...others], facts: [] };
};

export const optocoupler: SymbolDrawing = (s) => {
  box(s, [-1.35, -1.05], [1.35, 1.05]);
  s.polygon(
    [
      [-1.05, -0.3],
      [-0.35, -0.3],
      [-0.7, 0.3],
    ],
    s.habits.standard === 'ANSI' ? 'ink' : 'paper',
  );
  line(s, [-1.05, 0.3], [-0.35, 0.3]);
  const rays: [Point, Point][] = [
    [
      [-0.25, -0.2],
      [0.25, -0.2],
    ],
    [
      [-0.25, 0.15],
      [0.25, 0.15],
    ],
  ];
  for (const [from, tip] of rays) {
    line(s, from, tip);
    line(s, [tip[0] - 0.18, tip[1] - 0.12], tip, [tip[0] - 0.18, tip[1] + 0.12]);
  }
  line(s, [0.5, -0.42], [0.5, 0.42]);
  line(s, [0.5, -0.15], [0.9, -0.5]);
  line(s, [0.5, 0.15], [0.9, 0.5], [0.88, 0.28]);
  line(s, [0.9, 0.5], [0.68, 0.47]);
  s.stroke(
    [
      [-0.7, -0.3],
      [-0.7, -0.65],
      [-1.35, -0.65],
    ],
    'wire',
  );
  s.stroke(
    [
      [-0.7, 0.3],
      [-0.7, 0.65],
      [-1.35, 0.65],
    ],
    'wire',
  );
  s.stroke(
    [
      [0.9, -0.5],
      [0.9, -0.65],
      [1.35, -0.65],
    ],
    'wire',
  );
  s.stroke(
    [
      [0.9, 0.5],
      [0.9, 0.65],
      [1.35, 0.65],
    ],
    'wire',
  );
  const lead = (x: number, y: number): [Point, Point] => [
    [x * 1.35, y],
    [x * 1.85, y],
  ];
  return { pins: leadsOut(s, lead(-1, -0.65), lead(-1, 0.65), lead(1, -0.65), lead(1, 0.65)), facts: [] };
};

/** The seven bars of a digit as [x, y, upright], half-length 0.4. */
const bars: readonly (readonly [number, number, boolean])[] = [
  [0, -0.85, false],
  [0, 0, false],
  [0, 0.85, false],
  [-0.45, -0.43, true],
  [0.45, -0.43, true],
  [-0.45, 0.43, true],
  [0.45, 0.43, true],
];

export const sevenSegmentDisplay: SymbolDrawing = (s) => {
  box(s, [-0.95, -1.3], [0.95, 1.3]);
  const fill = s.random.chance(0.5) ? 'ink' : 'paper';
  for (const [x, y, upright] of bars) {
    const bar: Point[] = [
      [-0.34, 0],
      [-0.25, -0.08],
      [0.25, -0.08],
      [0.34, 0],
      [0.25, 0.08],
      [-0.25, 0.08],
    ];
    s.polygon(
      bar.map(([bx, by]): Point => (upright ? [x + by, y + bx] : [x + bx, y + by])),
      fill,
    );
  }
  ring(s, [0.73, 0.95], 0.08, 'ink');
  const pieces = [-0.9, -0.3, 0.3, 0.9].flatMap((y): [Point, Point][] => [
    [
      [-0.95, y],
      [-1.4, y],
    ],
    [
      [0.95, y],
      [1.4, y],
    ],
  ]);
  return { pins: leadsOut(s, ...pieces), facts: [] };
};

import type { Random } from '../../random.ts';
import type { Point } from '../geometry.ts';
import { anyWord } from '../marks/inked.ts';
import {
  background,
  dark,
  ellipse,
  type Other,
  path,
  polyline,
  rectangle,
  repeat,
  stroke,
  words,
} from './canvas.ts';

/** A handwritten line: loops and waves of a pen that rarely leaves the paper. */
function scrawl(random: Random, x0: number, x1: number, y: number, size: number, colour: string): string {
  let out = '';
  let x = x0;
  while (x < x1 - 2 * size) {
    const points: Point[] = [];
    const end = Math.min(x1, x + size * random.between(2, 9));
    for (; x < end; x += size * 0.16) {
      const tall = random.chance(0.06) ? 2 : 1;
      points.push([
        x + size * 0.25 * Math.cos(x * (7 / size)),
        y - size * 0.5 * tall * (1 + Math.sin(x * (7 / size)) * random.between(0.6, 1)),
      ]);
    }
    out += polyline(points, stroke(colour, size * 0.14));
    x += size;
  }
  return out;
}

/** What is written or printed for reading, by people or machines. */
export const writing: readonly Other[] = [
  {
    name: 'page of text',
    texts: [
      'a page of text',
      'a printed page without pictures',
      'a letter from the office',
      'paragraphs of small print',
      'a page out of a novel',
      'terms and conditions',
    ],
    draw({ width, random }) {
      const ink = dark(random);
      const [size, step] = [random.between(1.3, 2.4), random.between(3.2, 5)];
      const columns = random.whole(1, 2);
      const column = (width - 12 - (columns - 1) * 4) / columns;
      return (
        background({ width, random }, random.pick(['#ffffff', '#f6f2e6', '#e9e9e6'])) +
        (random.chance(0.5) ? words(anyWord(random).toUpperCase(), 7, 11, 4, ink, 0.7) : '') +
        repeat(columns, (c) =>
          repeat(Math.floor(82 / step), (i) => {
            const y = 16 + i * step;
            const left = 6 + c * (column + 4);
            const right = left + column * (random.chance(0.12) ? random.between(0.3, 0.8) : 1);
            let [x, line] = [left, ''];
            while (x < right - size) {
              const end = Math.min(right, x + size * random.between(1, 6));
              const points: Point[] = [];
              for (let at = x; at < end; at += size * 0.45)
                points.push([at, y], [at + size * 0.2, y - size * (random.chance(0.25) ? 1.5 : 1)]);
              line += polyline(points, stroke(ink, 0.28));
              x = end + size * 0.7;
            }
            return line;
          }),
        )
      );
    },
  },
  {
    name: 'handwriting',
    texts: [
      'handwriting on paper',
      'a handwritten note',
      'a shopping list',
      'a page from a diary',
      'a letter written with a fountain pen',
      'scribbled lines of writing',
    ],
    draw({ width, random }) {
      const ink = random.pick(['#1d2f87', '#202020', '#5a2a1a']);
      const step = random.between(7, 14);
      const ruled = random.chance(0.5);
      return (
        background({ width, random }, random.pick(['#fdfdf8', '#f4efdf', '#fff7c9', '#ffffff'])) +
        repeat(Math.floor(90 / step), (i) => {
          const y = 10 + i * step;
          return (
            (ruled
              ? polyline(
                  [
                    [0, y + 1],
                    [width, y + 1],
                  ],
                  stroke('#b9cfe6', 0.4),
                )
              : '') + scrawl(random, 8, width * random.between(0.5, 0.95), y, step * 0.42, ink)
          );
        })
      );
    },
  },
  {
    name: 'sheet music',
    texts: [
      'sheet music',
      'notes on five lines',
      'a song in musical notation',
      'staves with notes',
      'a page of a piano score',
      'a melody written down',
    ],
    draw({ width, random }) {
      const staves = random.whole(2, 5);
      const gap = random.between(1.6, 2.6);
      return (
        background({ width, random }, random.pick(['#ffffff', '#f6f0de'])) +
        repeat(staves, (s) => {
          const top = 8 + (s * 88) / staves;
          return (
            repeat(5, (i) =>
              polyline(
                [
                  [4, top + i * gap],
                  [width - 4, top + i * gap],
                ],
                stroke('#111111', 0.3),
              ),
            ) +
            repeat(random.whole(6, 16), () => {
              const [x, y] = [random.between(10, width - 6), top + gap * 0.5 * random.whole(-1, 9)];
              const up = y > top + 2 * gap ? -1 : 1;
              return (
                ellipse(
                  x,
                  y,
                  gap * 0.62,
                  gap * 0.45,
                  random.chance(0.75) ? { fill: '#111111' } : stroke('#111111', 0.4),
                ) +
                polyline(
                  [
                    [x - up * gap * 0.55, y],
                    [x - up * gap * 0.55, y + up * gap * 3.2],
                  ],
                  stroke('#111111', 0.4),
                )
              );
            }) +
            repeat(4, (i) =>
              polyline(
                [
                  [((i + 1) * width) / 4 - 4, top],
                  [((i + 1) * width) / 4 - 4, top + 4 * gap],
                ],
                stroke('#111111', 0.4),
              ),
            )
          );
        })
      );
    },
  },
  {
    name: 'matrix code',
    texts: [
      'a square code to scan',
      'a matrix of black and white squares',
      'a code with three corner marks',
      'scan me with your phone',
      'a ticket’s code',
      'a machine-readable label',
    ],
    draw({ width, random }) {
      const n = random.pick([21, 25, 29]);
      const cell = 84 / n;
      const left = width / 2 - 42;
      const ink = random.chance(0.8) ? '#000000' : dark(random);
      const corner = (x: number, y: number) =>
        rectangle(left + x * cell, 8 + y * cell, 7 * cell, 7 * cell, { fill: ink }) +
        rectangle(left + (x + 1) * cell, 8 + (y + 1) * cell, 5 * cell, 5 * cell, { fill: '#ffffff' }) +
        rectangle(left + (x + 2) * cell, 8 + (y + 2) * cell, 3 * cell, 3 * cell, { fill: ink });
      const cells = Array.from({ length: n * n }, (_, i) => [i % n, Math.floor(i / n)] as const)
        .filter(([x, y]) => !(x < 8 && y < 8) && !(x >= n - 8 && y < 8) && !(x < 8 && y >= n - 8))
        .filter(() => random.chance(0.5))
        .map(
          ([x, y]) =>
            `M${(left + x * cell).toFixed(2)} ${(8 + y * cell).toFixed(2)}h${cell.toFixed(2)}v${cell.toFixed(2)}h-${cell.toFixed(2)}z`,
        );
      return (
        background({ width, random }, '#ffffff') +
        path(cells.join(''), { fill: ink }) +
        corner(0, 0) +
        corner(n - 7, 0) +
        corner(0, n - 7)
      );
    },
  },
];

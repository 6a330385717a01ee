import type { Point } from '../geometry.ts';
import { anyWord } from '../marks/inked.ts';
import {
  background,
  dark,
  type Other,
  pale,
  path,
  polyline,
  rectangle,
  repeat,
  stroke,
  vivid,
  words,
} from './canvas.ts';

/** Line drawings that are diagrams, and not of circuits. */
export const diagrams: readonly Other[] = [
  {
    name: 'flow chart',
    texts: [
      'a flow chart of boxes and arrows',
      'boxes joined by arrows',
      'a decision diagram',
      'how an order is processed',
      'an organisation chart',
      'steps of a procedure in boxes',
    ],
    draw({ width, random }) {
      const ink = dark(random);
      const fill = random.chance(0.5) ? pale(random) : vivid(random);
      const [columns, rows] = [random.whole(1, 3), random.whole(3, 5)];
      const [dx, dy] = [width / columns, 96 / rows];
      const [w, h] = [dx * random.between(0.5, 0.75), dy * random.between(0.45, 0.62)];
      const rounded = random.pick([0, 1, 3]);
      return (
        background({ width, random }, random.pick(['#ffffff', pale(random)])) +
        repeat(columns * rows, (i) => {
          const [x, y] = [(Math.floor(i / rows) + 0.5) * dx, ((i % rows) + 0.5) * dy + 2];
          const look = { fill, stroke: ink, 'stroke-width': 0.7 };
          const text = anyWord(random).slice(0, 6);
          const size = Math.min(h * 0.3, w / (text.length + 1));
          return (
            (i % rows < rows - 1
              ? polyline(
                  [
                    [x, y + h / 2],
                    [x, y + dy - h / 2],
                  ],
                  stroke(ink, 0.7),
                ) +
                polyline(
                  [
                    [x - 1.6, y + dy - h / 2 - 2.5],
                    [x, y + dy - h / 2],
                    [x + 1.6, y + dy - h / 2 - 2.5],
                  ],
                  { fill: ink },
                  true,
                )
              : '') +
            (Math.floor(i / rows) < columns - 1 && random.chance(0.4)
              ? polyline(
                  [
                    [x + w / 2, y],
                    [x + dx - w / 2, y],
                  ],
                  stroke(ink, 0.7),
                )
              : '') +
            (random.chance(0.25)
              ? polyline(
                  [
                    [x, y - h * 0.6],
                    [x + w * 0.55, y],
                    [x, y + h * 0.6],
                    [x - w * 0.55, y],
                  ],
                  look,
                  true,
                )
              : rectangle(x - w / 2, y - h / 2, w, h, { rx: rounded, ...look })) +
            words(text, x - (text.length * size) / 2 + size * 0.15, y + size / 2, size, ink, size * 0.13)
          );
        })
      );
    },
  },
  {
    name: 'floor plan',
    texts: [
      'a floor plan',
      'rooms and doors from above',
      'the plan of a flat',
      'an architect’s drawing',
      'walls, doors and windows',
      'where the kitchen and the bath are',
    ],
    draw({ width, random }) {
      const ink = dark(random);
      const wall = random.between(1, 2.6);
      const [x0, y0, x1, y1] = [8, 8, width - 8, 92];
      const [sx, sy, sz] = [
        x0 + (x1 - x0) * random.between(0.3, 0.7),
        random.between(30, 70),
        random.between(30, 70),
      ];
      const door = (x: number, y: number, r: number) =>
        polyline(
          [
            [x, y],
            [x + r, y],
          ],
          stroke('#ffffff', wall * 1.3),
        ) + path(`M${x} ${y}v${r}A${r} ${r} 0 0 0 ${x + r} ${y}`, stroke(ink, 0.4));
      return (
        background({ width, random }, '#ffffff') +
        rectangle(x0, y0, x1 - x0, y1 - y0, stroke(ink, wall)) +
        polyline(
          [
            [sx, y0],
            [sx, y1],
          ],
          stroke(ink, wall),
        ) +
        polyline(
          [
            [x0, sy],
            [sx, sy],
          ],
          stroke(ink, wall),
        ) +
        polyline(
          [
            [sx, sz],
            [x1, sz],
          ],
          stroke(ink, wall),
        ) +
        door((x0 + sx) / 2, sy, 8) +
        door((sx + x1) / 2, sz, 8) +
        door((x0 + sx) / 2 - 6, y0, 8) +
        repeat(random.whole(2, 6), () =>
          rectangle(
            random.between(x0 + 4, x1 - 16),
            random.between(y0 + 4, y1 - 14),
            random.between(5, 12),
            random.between(4, 10),
            stroke(ink, 0.4),
          ),
        ) +
        repeat(3, (i) =>
          words(
            anyWord(random).slice(0, 5),
            [x0 + 4, sx + 4, x0 + 4][i]!,
            [sy - 6, sz - 6, y1 - 6][i]!,
            3,
            ink,
            0.35,
          ),
        )
      );
    },
  },
  {
    name: 'molecule',
    texts: [
      'a structural formula',
      'a molecule of rings and bonds',
      'hexagons joined at their corners',
      'chemistry homework',
      'a skeletal formula of an organic compound',
      'atoms and bonds',
    ],
    draw({ width, random }) {
      const [r, ink] = [random.between(9, 15), random.chance(0.7) ? '#000000' : vivid(random)];
      const rings = random.whole(1, 4);
      const [x0, y0] = [width / 2 - ((rings - 1) * r * 1.73) / 2, random.between(42, 60)];
      const corner = (i: number, k: number, size = r): Point => [
        x0 + i * r * 1.732 + size * Math.cos((k + 0.5) * (Math.PI / 3)),
        y0 + size * Math.sin((k + 0.5) * (Math.PI / 3)),
      ];
      const weight = random.between(0.5, 1.5);
      return (
        background({ width, random }, random.pick(['#ffffff', pale(random)])) +
        repeat(
          rings,
          (i) =>
            polyline(
              [0, 1, 2, 3, 4, 5].map((k) => corner(i, k)),
              stroke(ink, weight),
              true,
            ) +
            [0, 2, 4]
              .map((k) => polyline([corner(i, k, r * 0.8), corner(i, k + 1, r * 0.8)], stroke(ink, weight)))
              .join('') +
            [1, 4]
              .filter(() => random.chance(0.6))
              .map((k) => {
                const [[ax, ay], [bx, by]] = [corner(i, k), corner(i, k, r * 1.7)];
                return (
                  polyline(
                    [
                      [ax, ay],
                      [bx, by],
                    ],
                    stroke(ink, weight),
                  ) +
                  words(
                    random.pick(['OH', 'NH', 'O', 'N', 'CH']),
                    bx - 3,
                    by + (k === 1 ? 6 : -1),
                    4.5,
                    ink,
                    weight * 0.8,
                  )
                );
              })
              .join(''),
        )
      );
    },
  },
];

import { hsl, mixed } from '../colours.ts';
import type { Point } from '../geometry.ts';
import {
  background,
  dark,
  ellipse,
  type Other,
  pale,
  path,
  polyline,
  rectangle,
  repeat,
  stroke,
  vivid,
} from './canvas.ts';

/** Patterns, materials, lights and emblems. */
export const surfaces: readonly Other[] = [
  {
    name: 'textile pattern',
    texts: [
      'a woven pattern',
      'checked cloth',
      'a tartan in several colours',
      'a tablecloth',
      'striped fabric',
      'a repeating textile print',
    ],
    draw({ width, random }) {
      const step = random.between(6, 22);
      const [a, b, c] = [pale(random), vivid(random), vivid(random)];
      const manner = random.pick(['tartan', 'spots', 'zigzag'] as const);
      if (manner === 'spots')
        return (
          background({ width, random }, b) +
          repeat(Math.ceil(110 / step) * Math.ceil((width + 10) / step), (i) => {
            const columns = Math.ceil((width + 10) / step);
            const row = Math.floor(i / columns);
            return ellipse(
              (i % columns) * step + ((row % 2) * step) / 2,
              row * step,
              step * 0.28,
              step * 0.28,
              { fill: a },
            );
          })
        );
      if (manner === 'zigzag')
        return (
          background({ width, random }, a) +
          repeat(Math.ceil(130 / step), (row) =>
            polyline(
              Array.from(
                { length: Math.ceil(width / step) + 3 },
                (_, i): Point => [(i - 1) * step, row * step + (i % 2 ? step * 0.6 : 0)],
              ),
              stroke(row % 2 ? b : c, step * 0.3),
            ),
          )
        );
      return (
        background({ width, random }, a) +
        repeat(Math.ceil(Math.max(width, 100) / step) + 1, (i) =>
          [
            rectangle(i * step, -1, step * 0.4, 102, { fill: i % 2 ? b : c, 'fill-opacity': 0.5 }),
            rectangle(-1, i * step, width + 2, step * 0.4, { fill: i % 2 ? b : c, 'fill-opacity': 0.5 }),
          ].join(''),
        )
      );
    },
  },
  {
    name: 'colour gradient',
    texts: [
      'a smooth gradient of colours',
      'one colour fading into another',
      'an abstract background',
      'a wallpaper in soft tones',
      'blurred colours',
      'nothing but colour',
    ],
    draw({ width, random }) {
      const [x, y] = [random.next(), random.next()];
      const stops = [vivid(random), pale(random), random.chance(0.5) ? dark(random) : vivid(random)];
      const kind = random.chance(0.5)
        ? `linearGradient id="g" x1="${x}" y1="${y}" x2="${1 - x}" y2="${1 - y}"`
        : `radialGradient id="g" cx="${x}" cy="${y}" r="0.9"`;
      return (
        `<defs><${kind}>${stops.map((colour, i) => `<stop offset="${i / 2}" stop-color="${colour}"/>`).join('')}</${kind.split(' ')[0]}></defs>` +
        background({ width, random }, 'url(#g)')
      );
    },
  },
  {
    name: 'lights out of focus',
    texts: [
      'lights out of focus',
      'round blurs of light',
      'city lights at night, blurred',
      'glowing discs on black',
      'an evening seen through a wet window',
      'soft coloured spots',
    ],
    draw: ({ width, random }) =>
      background({ width, random }, dark(random)) +
      repeat(random.whole(12, 40), () => {
        const r = random.between(2, 12);
        return ellipse(random.between(0, width), random.between(0, 100), r, r, {
          fill: vivid(random),
          'fill-opacity': random.between(0.15, 0.7),
        });
      }),
  },
  {
    name: 'noise',
    texts: [
      'nothing but noise',
      'random specks',
      'a television without a signal',
      'grains of many colours',
      'sand seen from close by',
      'static',
    ],
    draw({ width, random }) {
      const step = random.between(1.6, 5);
      const coloured = random.chance(0.5);
      const rows = Math.ceil(100 / step);
      const columns = Math.ceil(width / step);
      return (
        background({ width, random }, hsl(0, 0, random.between(0.2, 0.8))) +
        repeat(rows * columns, (i) =>
          random.chance(0.5)
            ? rectangle((i % columns) * step, Math.floor(i / columns) * step, step, step, {
                fill: coloured ? vivid(random) : hsl(0, 0, random.next()),
              })
            : '',
        )
      );
    },
  },
  {
    name: 'wood grain',
    texts: [
      'the grain of wood',
      'a wooden board',
      'a plank with knots',
      'a table top of oak',
      'timber from close by',
      'brown wood with wavy lines',
    ],
    draw({ width, random }) {
      const base = hsl(random.between(18, 40), random.between(0.3, 0.6), random.between(0.3, 0.65));
      const [kx, ky] = [width * random.between(0.2, 0.8), random.between(20, 80)];
      return (
        background({ width, random }, base) +
        repeat(random.whole(16, 34), (i) => {
          const y0 = (i * 100) / 25 - 4;
          const points = Array.from({ length: 25 }, (_, j): Point => {
            const x = (j / 24) * width;
            const near = Math.exp(-((x - kx) ** 2) / 250 - (y0 - ky) ** 2 / 500);
            return [x, y0 + Math.sign(y0 - ky) * 9 * near + Math.sin(x / 17 + i * 0.7) * 0.8];
          });
          return polyline(
            points,
            stroke(mixed(base, '#000000', random.between(0.1, 0.4)), random.between(0.3, 1.4)),
          );
        }) +
        (random.chance(0.6) ? ellipse(kx, ky, 4, 2.6, { fill: mixed(base, '#000000', 0.5) }) : '')
      );
    },
  },
  {
    name: 'chessboard',
    texts: [
      'a chessboard',
      'a board of dark and light squares',
      'a game of draughts',
      'a checkered floor',
      'pieces on a board',
      'a position from a chess match',
    ],
    draw({ width, random }) {
      const [light, deep] = random.pick([
        ['#f0d9b5', '#b58863'],
        ['#ffffff', '#202020'],
        ['#eeeed2', '#769656'],
      ] as const);
      const size = Math.min(96, width - 4) / 8;
      const [x0, y0] = [width / 2 - 4 * size, 50 - 4 * size];
      return (
        background({ width, random }, pale(random)) +
        repeat(64, (i) => {
          const [x, y] = [i % 8, Math.floor(i / 8)];
          return rectangle(x0 + x * size, y0 + y * size, size, size, { fill: (x + y) % 2 ? deep : light });
        }) +
        repeat(random.whole(0, 16), () => {
          const [x, y] = [x0 + (random.whole(0, 7) + 0.5) * size, y0 + (random.whole(0, 7) + 0.5) * size];
          return ellipse(x, y, size * 0.32, size * 0.32, {
            fill: random.pick(['#111111', '#fafafa', '#a02020']),
            stroke: '#555555',
            'stroke-width': 0.6,
          });
        })
      );
    },
  },
  {
    name: 'emblem',
    texts: [
      'a logo',
      'an icon in flat colours',
      'the sign of a company',
      'a badge with a simple shape',
      'a pictogram',
      'an app’s icon',
    ],
    draw({ width, random }) {
      const [ground, figure] = random.chance(0.5)
        ? [vivid(random), '#ffffff']
        : [pale(random), vivid(random)];
      const [x, r] = [width / 2, random.between(26, 42)];
      const points = random.whole(3, 8);
      const star = Array.from({ length: points * 2 }, (_, i): Point => {
        const reach = r * (i % 2 ? random.between(0.38, 0.45) : 0.8);
        return [x + reach * Math.sin((i * Math.PI) / points), 50 - reach * Math.cos((i * Math.PI) / points)];
      });
      const shape = random.pick([
        polyline(star, { fill: figure }, true),
        path(
          `M${x} ${50 + r * 0.6}C${x - r * 1.2} 50 ${x - r * 0.5} ${50 - r * 0.9} ${x} ${50 - r * 0.3}C${x + r * 0.5} ${50 - r * 0.9} ${x + r * 1.2} 50 ${x} ${50 + r * 0.6}Z`,
          { fill: figure },
        ),
        ellipse(x, 50, r * 0.5, r * 0.5, stroke(figure, r * 0.22)),
        path(`M${x - r * 0.5} 50l${r * 0.35} ${r * 0.4}l${r * 0.7} -${r * 0.8}`, stroke(figure, r * 0.2)),
        path(`M${x - r * 0.35} ${50 - r * 0.5}L${x + r * 0.55} 50L${x - r * 0.35} ${50 + r * 0.5}Z`, {
          fill: figure,
        }),
      ]);
      return (
        background({ width, random }, random.pick(['#ffffff', '#f2f2f2', '#222222'])) +
        (random.chance(0.5)
          ? ellipse(x, 50, r, r, { fill: ground })
          : rectangle(x - r, 50 - r, 2 * r, 2 * r, { rx: random.between(0, 12), fill: ground })) +
        shape
      );
    },
  },
];

import { hsl, mixed } from '../colours.ts';
import type { Point } from '../geometry.ts';
import {
  background,
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

/** A rolling line from edge to edge and down to the bottom. */
function ridge(width: number, level: number, height: number, phase: number, rough: number): Point[] {
  const points: Point[] = [];
  for (let i = 0; i <= 40; i++) {
    const t = i / 40;
    points.push([
      t * width,
      level + height * Math.sin(phase + t * 5) + height * rough * Math.sin(phase * 3 + t * 17),
    ]);
  }
  return [...points, [width, 101], [0, 101]];
}

/** Things seen out of doors. */
export const outdoors: readonly Other[] = [
  {
    name: 'landscape',
    texts: [
      'a landscape with hills and the sun',
      'hills under an evening sky',
      'a view over green hills',
      'mountains in the distance',
      'a holiday picture of rolling country',
      'a painted landscape',
      'sunrise behind the hills',
    ],
    draw({ width, random }) {
      const hue = random.pick([200, 210, 20, 340, 45]);
      const land = random.pick([100, 130, 80, 220, 280]);
      const layers = random.whole(2, 5);
      return (
        background({ width, random }, hsl(hue, 0.6, random.between(0.6, 0.85))) +
        ellipse(width * random.between(0.15, 0.85), random.between(12, 45), 9, 9, {
          fill: hsl(random.between(35, 60), 0.95, 0.65),
        }) +
        repeat(layers, (i) =>
          polyline(
            ridge(
              width,
              40 + (45 * (i + 0.4)) / layers,
              random.between(4, 14),
              random.between(0, 9),
              random.between(0, 0.5),
            ),
            { fill: hsl(land + random.between(-12, 12), 0.4, 0.6 - (0.4 * i) / layers) },
            true,
          ),
        )
      );
    },
  },
  {
    name: 'night sky',
    texts: [
      'the night sky with stars',
      'stars and the moon',
      'a starry night',
      'the moon over a dark horizon',
      'a picture taken at night',
      'constellations in a clear sky',
    ],
    draw({ width, random }) {
      const sky = hsl(random.between(215, 260), 0.6, random.between(0.04, 0.16));
      const [mx, my, r] = [width * random.between(0.15, 0.85), random.between(12, 40), random.between(5, 12)];
      return (
        background({ width, random }, sky) +
        repeat(random.whole(40, 160), () =>
          ellipse(
            random.between(0, width),
            random.between(0, 100),
            random.between(0.15, 0.7),
            random.between(0.15, 0.7),
            {
              fill: hsl(random.between(0, 360), 0.3, 0.9),
            },
          ),
        ) +
        ellipse(mx, my, r, r, { fill: '#f3efcf' }) +
        (random.chance(0.5) ? ellipse(mx + r * 0.45, my - r * 0.1, r, r, { fill: sky }) : '') +
        (random.chance(0.6)
          ? polyline(ridge(width, 88, 5, random.between(0, 9), 0.4), { fill: '#04050a' }, true)
          : '')
      );
    },
  },
  {
    name: 'trees',
    texts: [
      'a group of trees',
      'a tree with a round crown',
      'fir trees in a wood',
      'an orchard in summer',
      'trees along a path',
      'the edge of the forest',
    ],
    draw({ width, random }) {
      const fir = random.chance(0.5);
      return (
        background({ width, random }, hsl(random.pick([200, 190, 40]), 0.5, random.between(0.75, 0.92))) +
        rectangle(0, 80, width, 21, { fill: hsl(random.between(70, 130), 0.4, 0.45) }) +
        repeat(random.whole(1, 7), () => {
          const [x, size] = [width * random.between(0.05, 0.95), random.between(0.6, 1.5)];
          const green = hsl(
            random.pick([random.between(80, 150), random.between(15, 45)]),
            0.5,
            random.between(0.2, 0.45),
          );
          const trunk = rectangle(x - 2 * size, 84 - 22 * size, 4 * size, 24 * size, { fill: '#5d4127' });
          if (fir)
            return (
              trunk +
              repeat(4, (i) =>
                polyline(
                  [
                    [x - (19 - 4 * i) * size, 76 - 13 * i * size],
                    [x + (19 - 4 * i) * size, 76 - 13 * i * size],
                    [x, 52 - 13 * i * size],
                  ],
                  { fill: green },
                  true,
                ),
              )
            );
          return (
            trunk +
            repeat(9, () =>
              ellipse(
                x + random.normal() * 7 * size,
                84 - 36 * size + random.normal() * 6 * size,
                11 * size,
                10 * size,
                { fill: mixed(green, '#ffffff', random.between(0, 0.2)) },
              ),
            )
          );
        })
      );
    },
  },
  {
    name: 'houses',
    texts: [
      'a row of houses',
      'a house with a red roof',
      'a street of small houses',
      'a child’s drawing of a house',
      'a village with a chimney or two',
      'front view of a family home',
    ],
    draw({ width, random }) {
      const count = random.whole(1, 4);
      const step = width / count;
      return (
        background({ width, random }, hsl(205, 0.6, random.between(0.7, 0.92))) +
        rectangle(0, 82, width, 19, { fill: random.pick(['#7c9c5a', '#8a8a86', '#b7a98d']) }) +
        repeat(count, (i) => {
          const w = step * random.between(0.6, 0.9);
          const x = step * (i + 0.5) - w / 2;
          const h = random.between(22, 42);
          const y = 84 - h;
          const pane = random.pick(['#dcefff', '#ffe9a8', '#40505c']);
          return (
            rectangle(x, y, w, h, {
              fill: random.pick([pale(random), vivid(random)]),
              stroke: '#40302a',
              'stroke-width': 0.6,
            }) +
            polyline(
              [
                [x - 3, y],
                [x + w + 3, y],
                [x + w / 2, y - random.between(10, 26)],
              ],
              { fill: random.pick(['#a8402f', '#6b4a3a', '#4a5560']) },
              true,
            ) +
            rectangle(x + w * 0.42, 84 - h * 0.45, w * 0.16, h * 0.45, { fill: '#5a3a26' }) +
            [0.12, 0.68]
              .map((at) =>
                rectangle(x + w * at, y + h * 0.2, w * 0.2, h * 0.25, {
                  fill: pane,
                  stroke: '#ffffff',
                  'stroke-width': 0.8,
                }),
              )
              .join('')
          );
        })
      );
    },
  },
  {
    name: 'street map',
    texts: [
      'a street map of a town',
      'a map with roads and a river',
      'city plan, the old quarter',
      'a map of the neighbourhood',
      'streets and parks seen from above',
      'how to find us: a map',
    ],
    draw({ width, random }) {
      const tilt = random.between(-25, 25);
      const road = random.pick(['#ffffff', '#f8e08e', '#fdfdfd']);
      const roads = repeat(random.whole(9, 20), () => {
        const at = random.between(-20, 120);
        const wide = random.chance(0.25) ? 3.5 : 1.5;
        const line: Point[] = random.chance(0.5)
          ? [
              [-60, at],
              [width + 60, at + random.normal() * 6],
            ]
          : [
              [at * 1.4, -60],
              [at * 1.4 + random.normal() * 6, 160],
            ];
        return polyline(line, stroke('#c9c2b5', wide + 0.8)) + polyline(line, stroke(road, wide));
      });
      return (
        background({ width, random }, random.pick(['#efeae0', '#e8e6df', '#f4f1ea'])) +
        `<g transform="rotate(${tilt.toFixed(1)} ${width / 2} 50)">` +
        repeat(random.whole(1, 4), () =>
          rectangle(
            random.between(-10, width),
            random.between(-10, 90),
            random.between(10, 35),
            random.between(10, 30),
            { fill: '#c4dfb2' },
          ),
        ) +
        path(
          `M-30 ${random.whole(10, 90)}C${width * 0.3} ${random.whole(0, 100)} ${width * 0.6} ${random.whole(0, 100)} ${width + 30} ${random.whole(10, 90)}`,
          stroke('#a6cbe3', random.between(3, 9)),
        ) +
        roads +
        '</g>'
      );
    },
  },
  {
    name: 'car',
    texts: [
      'a car from the side',
      'a small car',
      'an old car by the roadside',
      'a drawing of an old saloon',
      'a vehicle with two wheels showing',
      'a car for sale',
    ],
    draw({ width, random }) {
      const [cx, s] = [width / 2 + random.normal() * 4, random.between(0.8, 1.15)];
      const paint = vivid(random);
      const at = (x: number, y: number): Point => [cx + x * s, 62 + y * s];
      const roof = random.between(-26, -18);
      return (
        background({ width, random }, pale(random)) +
        rectangle(0, 62 + 12 * s, width, 60, { fill: random.pick(['#777777', '#a6a49c', '#8fa36f']) }) +
        polyline(
          [
            at(-38, 8),
            at(-38, -5),
            at(-24, -8),
            at(-14, roof),
            at(14, roof),
            at(24, -8),
            at(37, -4),
            at(38, 8),
          ],
          { fill: paint, stroke: '#202020', 'stroke-width': 0.8 },
          true,
        ) +
        polyline([at(-19, -8), at(-12, roof + 3), at(-1, roof + 3), at(-1, -8)], { fill: '#cfe4f0' }, true) +
        polyline([at(2, -8), at(2, roof + 3), at(12, roof + 3), at(19, -8)], { fill: '#cfe4f0' }, true) +
        [-22, 22]
          .map(
            (x) =>
              ellipse(...at(x, 9), 8 * s, 8 * s, { fill: '#1b1b1b' }) +
              ellipse(...at(x, 9), 3.6 * s, 3.6 * s, { fill: '#bdbdbd' }),
          )
          .join('')
      );
    },
  },
  {
    name: 'brick wall',
    texts: [
      'a brick wall',
      'bricks and mortar',
      'the texture of a wall',
      'red bricks in a running bond',
      'close-up of masonry',
      'a wall in need of pointing',
    ],
    draw({ width, random }) {
      const h = random.between(6, 16);
      const w = h * random.between(2, 2.8);
      const base = random.pick(['#9c4a34', '#b86f4c', '#8a8378', '#c9b08a', '#d8d4cc']);
      return (
        background({ width, random }, random.pick(['#cfc8bc', '#8f8a82', '#e8e4da'])) +
        repeat(Math.ceil(100 / h) + 1, (row) =>
          repeat(Math.ceil(width / w) + 2, (column) =>
            rectangle((column - (row % 2 ? 1 : 0.5)) * w + 0.5, row * h + 0.5, w - 1, h - 1, {
              fill: mixed(base, random.pick(['#000000', '#ffffff']), random.between(0, 0.22)),
            }),
          ),
        )
      );
    },
  },
];

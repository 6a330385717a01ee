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
  repeat,
  stroke,
  vivid,
} from './canvas.ts';

/** Animals, people, plants that are no ferns, and food. */
export const living: readonly Other[] = [
  {
    name: 'face',
    texts: [
      'a cartoon face',
      'a smiling face',
      'a portrait of somebody',
      'a drawing of a head with two eyes',
      'a face with a big nose',
      'a funny character',
    ],
    draw({ width, random }) {
      const [x, y] = [width / 2 + random.normal() * 5, 50 + random.normal() * 3];
      const [rx, ry] = [random.between(20, 32), random.between(26, 38)];
      const skin = hsl(random.between(15, 50), random.between(0.3, 0.9), random.between(0.4, 0.82));
      const smile = random.between(-6, 12);
      const eye = rx * random.between(0.3, 0.5);
      return (
        background({ width, random }, pale(random)) +
        ellipse(x, y - ry * 0.25, rx * 1.1, ry * 0.95, { fill: dark(random) }) +
        ellipse(x, y, rx, ry, { fill: skin, stroke: '#201812', 'stroke-width': random.between(0, 1.4) }) +
        [-1, 1]
          .map(
            (side) =>
              ellipse(x + side * eye, y - ry * 0.2, 4.5, random.between(3, 5.5), { fill: '#ffffff' }) +
              ellipse(x + side * eye + random.normal(), y - ry * 0.2, 2, 2.2, { fill: '#1a1410' }) +
              polyline(
                [
                  [x + side * eye - 5, y - ry * 0.42],
                  [x + side * eye + 5, y - ry * 0.45],
                ],
                stroke('#2a1c12', 1.6),
              ),
          )
          .join('') +
        path(`M${x} ${y - 4}q${random.between(3, 8)} 9 -1 10`, stroke('#5b3a26', 1.3)) +
        path(
          `M${x - rx * 0.45} ${y + ry * 0.5}Q${x} ${y + ry * 0.5 + smile} ${x + rx * 0.45} ${y + ry * 0.5}`,
          stroke('#8f2a2a', 2),
        )
      );
    },
  },
  {
    name: 'cat',
    texts: [
      'a cat sitting',
      'the silhouette of a cat',
      'a black cat with a long tail',
      'a pet looking out',
      'a kitten with pointed ears',
      'an animal with whiskers',
    ],
    draw({ width, random }) {
      const fur = random.pick([dark(random), '#8a5a2b', '#d8d2c8', '#3a3a40']);
      const s = random.between(0.8, 1.1);
      const x = width / 2 + random.normal() * 5;
      const at = (px: number, py: number): Point => [x + px * s, 95 + py * s];
      const side = random.pick([-1, 1]);
      return (
        background({ width, random }, pale(random)) +
        ellipse(...at(0, -24), 19 * s, 25 * s, { fill: fur }) +
        ellipse(...at(0, -60), 15 * s, 13 * s, { fill: fur }) +
        [-1, 1]
          .map((e) => polyline([at(e * 14, -62), at(e * 13, -82), at(e * 3, -70)], { fill: fur }, true))
          .join('') +
        path(
          `M${at(side * 14, -8).join(' ')}C${at(side * 45, -4).join(' ')} ${at(side * 34, -40).join(' ')} ${at(side * 40, -48).join(' ')}`,
          stroke(fur, 5 * s),
        ) +
        (random.chance(0.7)
          ? [-1, 1]
              .map(
                (e) =>
                  ellipse(...at(e * 6, -61), 2.4 * s, 3 * s, { fill: '#b6d94c' }) +
                  repeat(2, (i) =>
                    polyline([at(e * 4, -54), at(e * 20, -57 + 5 * i)], stroke('#9a9a9a', 0.5)),
                  ),
              )
              .join('')
          : '')
      );
    },
  },
  {
    name: 'flowers',
    texts: [
      'flowers with round petals',
      'a bunch of flowers',
      'blossoms in a meadow',
      'a flower with a yellow middle',
      'a garden in bloom',
      'a greeting card with flowers',
    ],
    draw({ width, random }) {
      return (
        background({ width, random }, random.pick([pale(random), hsl(110, 0.35, 0.4), '#ffffff'])) +
        repeat(random.whole(1, 8), () => {
          const [x, y, size] = [
            width * random.between(0.12, 0.88),
            random.between(18, 70),
            random.between(5, 17),
          ];
          const petals = random.whole(5, 12);
          const colour = vivid(random);
          return (
            path(
              `M${x} ${y}q${random.normal() * 8} 25 ${random.normal() * 6} ${105 - y}`,
              stroke('#3f7a34', 1.6),
            ) +
            repeat(petals, (i) => {
              const angle = (360 * i) / petals;
              return `<g transform="rotate(${angle.toFixed(1)} ${x} ${y})">${ellipse(x, y - size * 0.75, size * 0.33, size * 0.6, { fill: mixed(colour, '#ffffff', (i % 2) * 0.15) })}</g>`;
            }) +
            ellipse(x, y, size * 0.35, size * 0.35, { fill: '#f2c530' })
          );
        })
      );
    },
  },
  {
    name: 'broad leaf',
    texts: [
      'a broad undivided leaf',
      'a leaf from a tree',
      'an autumn leaf',
      'a leaf with a pointed tip',
      'a single leaf of a beech',
      'a smooth oval leaf on its stalk',
    ],
    draw({ width, random }) {
      const green = hsl(
        random.pick([random.between(70, 140), random.between(10, 50)]),
        random.between(0.35, 0.8),
        random.between(0.25, 0.5),
      );
      const vein = mixed(green, '#ffffff', 0.4);
      const r = random.between(16, 30);
      return (
        background({ width, random }, random.pick([pale(random), '#ffffff', '#7a6247', '#33302c'])) +
        `<g transform="rotate(${random.between(-60, 60).toFixed(1)} ${width / 2} 50)">` +
        path(
          `M${width / 2} 8C${width / 2 + r * 1.5} 25 ${width / 2 + r * 1.3} 70 ${width / 2} 82C${width / 2 - r * 1.3} 70 ${width / 2 - r * 1.5} 25 ${width / 2} 8Z`,
          { fill: green },
        ) +
        polyline(
          [
            [width / 2, 10],
            [width / 2, 98],
          ],
          stroke(vein, 1.3),
        ) +
        repeat(7, (i) =>
          [-1, 1]
            .map((side) =>
              polyline(
                [
                  [width / 2, 74 - i * 9],
                  [width / 2 + side * r * (0.85 - 0.08 * i), 62 - i * 9],
                ],
                stroke(vein, 0.6),
              ),
            )
            .join(''),
        ) +
        '</g>'
      );
    },
  },
  {
    name: 'fruit',
    texts: [
      'fruit on a table',
      'apples and oranges',
      'a red apple',
      'a still life with fruit',
      'something to eat',
      'fresh fruit from the market',
    ],
    draw({ width, random }) {
      return (
        background({ width, random }, pale(random)) +
        path(`M-1 ${random.whole(60, 75)}H${width + 1}V101H-1Z`, {
          fill: random.pick(['#8a6a48', '#c9b59a', '#6d7a86', '#e8e0d0']),
        }) +
        repeat(random.whole(1, 6), () => {
          const [x, y, r] = [
            width * random.between(0.15, 0.85),
            random.between(50, 76),
            random.between(9, 19),
          ];
          const colour = hsl(random.pick([0, 8, 32, 52, 85, 280]), 0.75, random.between(0.4, 0.55));
          return (
            ellipse(x, y + r * 0.95, r * 0.9, r * 0.2, { fill: '#000000', 'fill-opacity': 0.25 }) +
            ellipse(x, y, r, r * random.between(0.88, 1.1), { fill: colour }) +
            ellipse(x - r * 0.35, y - r * 0.35, r * 0.25, r * 0.2, { fill: '#ffffff', 'fill-opacity': 0.5 }) +
            path(`M${x} ${y - r * 0.9}q1 -5 4 -6`, stroke('#4a3520', 1.2))
          );
        })
      );
    },
  },
];

import type { Point } from '../geometry.ts';
import { anyWord } from '../marks/inked.ts';
import {
  background,
  dark,
  type Other,
  pale,
  polyline,
  rectangle,
  repeat,
  stroke,
  vivid,
  words,
} from './canvas.ts';

/** Axes at the left and the bottom. */
const axes = (width: number, colour: string) =>
  polyline(
    [
      [12, 8],
      [12, 88],
      [width - 6, 88],
    ],
    stroke(colour, 0.8),
  );

/** Figures as charts and tables. */
export const charts: readonly Other[] = [
  {
    name: 'bar chart',
    texts: [
      'a bar chart',
      'columns of different heights',
      'sales by quarter',
      'a chart with coloured bars',
      'survey results as bars',
      'a diagram of yearly figures',
    ],
    draw({ width, random }) {
      const ink = dark(random);
      const count = random.whole(3, 12);
      const step = (width - 20) / count;
      const colours = random.chance(0.5) ? [vivid(random)] : [vivid(random), vivid(random), vivid(random)];
      return (
        background({ width, random }, random.pick(['#ffffff', pale(random)])) +
        (random.chance(0.5)
          ? repeat(4, (i) =>
              polyline(
                [
                  [12, 20 + i * 17],
                  [width - 6, 20 + i * 17],
                ],
                stroke('#cccccc', 0.4),
              ),
            )
          : '') +
        repeat(count, (i) => {
          const h = random.between(6, 76);
          return rectangle(14 + i * step, 88 - h, step * 0.7, h, { fill: colours[i % colours.length]! });
        }) +
        axes(width, ink) +
        words(anyWord(random), width * 0.3, 7, 4, ink, 0.6)
      );
    },
  },
  {
    name: 'line chart',
    texts: [
      'a line chart',
      'curves over time',
      'a graph with two axes',
      'share prices over a year',
      'a plot of measured values',
      'temperature through the day',
    ],
    draw({ width, random }) {
      const ink = dark(random);
      return (
        background({ width, random }, random.pick(['#ffffff', '#ffffff', '#101418', pale(random)])) +
        repeat(5, (i) =>
          polyline(
            [
              [12, 12 + i * 15],
              [width - 6, 12 + i * 15],
            ],
            stroke('#b9b9b9', 0.3),
          ),
        ) +
        axes(width, random.chance(0.8) ? ink : '#999999') +
        repeat(random.whole(1, 4), () => {
          let y = random.between(25, 75);
          const smooth = random.chance(0.5);
          const [k, phase] = [random.between(3, 12), random.between(0, 6)];
          const points = Array.from({ length: 40 }, (_, i): Point => {
            y = Math.min(85, Math.max(10, y + random.normal() * 4));
            return [12 + ((width - 18) * i) / 39, smooth ? 48 + 28 * Math.sin(phase + (k * i) / 39) : y];
          });
          return polyline(points, stroke(vivid(random), random.between(0.6, 1.6)));
        })
      );
    },
  },
  {
    name: 'pie chart',
    texts: [
      'a pie chart',
      'shares of a whole as slices',
      'a round chart in colours',
      'how the budget is spent',
      'market shares',
      'a chart cut like a cake',
    ],
    draw({ width, random }) {
      const [x, y, r] = [width / 2, 52, random.between(26, 38)];
      let from = random.between(0, 6);
      const whole = from + 2 * Math.PI;
      const count = random.whole(3, 8);
      return (
        background({ width, random }, pale(random)) +
        repeat(count, (i) => {
          const to = i === count - 1 ? whole : from + (whole - from) * random.between(0.15, 0.55);
          const arc = Array.from({ length: 13 }, (_, j): Point => {
            const angle = from + ((to - from) * j) / 12;
            return [x + r * Math.cos(angle), y + r * Math.sin(angle)];
          });
          from = to;
          return polyline(
            [[x, y], ...arc],
            { fill: vivid(random), stroke: '#ffffff', 'stroke-width': 0.7 },
            true,
          );
        })
      );
    },
  },
  {
    name: 'table',
    texts: [
      'a table of numbers',
      'rows and columns',
      'a timetable',
      'a spreadsheet',
      'a price list',
      'figures in a grid',
    ],
    draw({ width, random }) {
      const ink = dark(random);
      const [rows, columns] = [random.whole(4, 12), random.whole(2, 6)];
      const [h, w] = [90 / rows, (width - 8) / columns];
      return (
        background({ width, random }, '#ffffff') +
        rectangle(4, 5, width - 8, h, { fill: random.pick(['#d7dde6', '#e8e0c8', vivid(random)]) }) +
        repeat(rows + 1, (i) =>
          polyline(
            [
              [4, 5 + i * h],
              [width - 4, 5 + i * h],
            ],
            stroke(ink, 0.4),
          ),
        ) +
        repeat(columns + 1, (i) =>
          polyline(
            [
              [4 + i * w, 5],
              [4 + i * w, 5 + rows * h],
            ],
            stroke(ink, 0.4),
          ),
        ) +
        repeat(rows * columns, (i) => {
          const size = Math.min(h * 0.5, w * 0.2);
          const text =
            i < columns || i % columns === 0 ? anyWord(random).slice(0, 4) : `${random.whole(1, 999)}`;
          return words(
            text,
            5 + (i % columns) * w,
            5 + (Math.floor(i / columns) + 0.75) * h,
            size,
            ink,
            size * 0.12,
          );
        })
      );
    },
  },
];

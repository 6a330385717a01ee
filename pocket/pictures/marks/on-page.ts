import type { Random } from '../../random.ts';
import type { Hand } from '../font.ts';
import type { Point } from '../geometry.ts';
import type { Box } from '../placement.ts';
import { anyWord, type Inked, inkedText } from './inked.ts';

/** A line of text too small to be read, from `left` to `right`: one zigzag per word. */
function scribbledLine(left: number, right: number, y: number, size: number, random: Random): Inked[] {
  const words: Inked[] = [];
  let x = left;
  while (x < right) {
    const letters = Math.min(random.whole(1, 9), Math.floor((right - x) / (0.7 * size)));
    if (letters < 1) break;
    const points: Point[] = [];
    for (let i = 0; i < letters; i++) {
      const tall = random.chance(0.25) ? 1.6 : 1;
      points.push(
        [x, y],
        [x + 0.3 * size, y - size * tall],
        [x + 0.6 * size, y - random.between(0, 0.6) * size],
      );
      x += 0.7 * size;
    }
    words.push({ points, pen: 'text', fill: 'none', breadth: size * 0.17 });
    x += 0.75 * size;
  }
  return words;
}

/** The text of a page above and below the box of its figure, in one or two columns, in page units (height 1). */
export function paragraphs(box: Box, aspect: number, random: Random): Inked[] {
  const spacing = random.between(0.026, 0.05);
  const size = spacing * random.between(0.3, 0.42);
  const margin = random.between(0.03, 0.1) * aspect;
  const lines: Inked[] = [];
  const band = (top: number, bottom: number) => {
    for (let y = top + spacing; y < bottom; y += spacing) {
      const last = random.chance(0.15);
      if (last && random.chance(0.5)) y += spacing * 0.6;
      const right = last ? aspect * random.between(0.3, 0.8) : aspect - margin;
      lines.push(...scribbledLine(margin, right, y, size, random));
    }
  };
  band(random.between(0, 0.04), box[1] - spacing);
  band(box[3] + 2.2 * spacing, 1);
  return lines;
}

/** The line under a figure. */
export function caption(box: Box, aspect: number, hand: Hand | undefined, random: Random): Inked[] {
  const number = random.chance(0.5)
    ? `${random.whole(1, 14)}.${random.whole(1, 40)}`
    : `${random.whole(1, 99)}`;
  const text = `${random.pick(['Fig. ', 'Figure ', 'FIG. ', 'Abb. ', 'Bild ', 'FIGURE ', ''])}${number}`;
  const more = random.chance(0.5) ? ` ${anyWord(random)} ${anyWord(random)} ${anyWord(random)}` : '';
  const letters = (text.length + more.length) * (hand ? hand.width * hand.spacing : 1);
  const size = Math.min(random.between(0.022, 0.042), (0.92 * aspect) / letters);
  const width = letters * size;
  const x = Math.max(0.02, (box[0] + box[2]) / 2 - width / 2);
  const y = Math.min(0.97, box[3] + 1.6 * size);
  const breadth = size * random.between(0.09, 0.2);
  const label = inkedText([Math.min(x, aspect * 0.98 - width), y], text + more, size, hand);
  return label.map((stroke) => ({ ...stroke, breadth }));
}

/** A drawing sheet's frame with its zones, and a title block where that leaves the drawing alone. */
export function frame(box: Box, aspect: number, random: Random): Inked[] {
  const lines: Inked[] = [];
  const rectangle = (x0: number, y0: number, x1: number, y1: number) =>
    lines.push({
      points: [
        [x0, y0],
        [x1, y0],
        [x1, y1],
        [x0, y1],
        [x0, y0],
      ],
      pen: 'symbol',
      fill: 'none',
      width: 0.9,
    });
  const margin = random.between(0.01, 0.035);
  rectangle(margin, margin, aspect - margin, 1 - margin);
  const zones = random.chance(0.6);
  const inner = zones ? margin + random.between(0.015, 0.03) : margin;
  if (zones) {
    rectangle(inner, inner, aspect - inner, 1 - inner);
    const count = random.whole(2, 6);
    for (let i = 1; i < count; i++) {
      for (const [a, b] of [
        [margin, inner],
        [1 - margin, 1 - inner],
      ] as const) {
        lines.push({
          points: [
            [(aspect * i) / count, a],
            [(aspect * i) / count, b],
          ],
          pen: 'symbol',
          fill: 'none',
        });
        const across = (end: number) => (end > 0.5 ? aspect - 1 + end : end);
        lines.push({
          points: [
            [across(a), i / count],
            [across(b), i / count],
          ],
          pen: 'symbol',
          fill: 'none',
        });
      }
    }
  }
  const [w, h] = [random.between(0.2, 0.5) * aspect, random.between(0.05, 0.14)];
  const [x, y] = [aspect - inner - w, 1 - inner - h];
  if (box[3] < y || box[2] < x) {
    rectangle(x, y, aspect - inner, 1 - inner);
    const rows = random.whole(2, 3);
    for (let i = 0; i < rows; i++) {
      const low = y + (h * (i + 1)) / rows;
      lines.push({
        points: [
          [x, low],
          [x + w, low],
        ],
        pen: 'symbol',
        fill: 'none',
      });
      lines.push(
        ...scribbledLine(x + 0.01, x + w * random.between(0.3, 0.9), low - h * 0.1, h * 0.14, random),
      );
    }
    const split = x + w * random.between(0.4, 0.7);
    lines.push({
      points: [
        [split, y],
        [split, 1 - inner],
      ],
      pen: 'symbol',
      fill: 'none',
    });
  }
  return lines;
}

/** A faint word across the page, once or tiled. */
export function watermark(aspect: number, random: Random): Inked[] {
  const word = random.chance(0.5)
    ? random.pick(['SAMPLE', 'PREVIEW', 'COPY', 'DRAFT'])
    : anyWord(random).toUpperCase();
  const angle = random.between(-0.7, 0.7);
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const tiled = random.chance(0.4);
  const size = tiled ? 0.07 : Math.min(0.2, (0.9 * aspect) / word.length);
  const middles: Point[] = tiled
    ? [0.2, 0.5, 0.8].flatMap((y) => [0.2, 0.7].map((x): Point => [x * aspect, y]))
    : [[aspect / 2, 0.5]];
  return middles.flatMap(([mx, my]) =>
    inkedText([(-word.length * size) / 2, 0], word, size, undefined, 'faint').map((line) => ({
      ...line,
      points: line.points.map(([x, y]): Point => [mx + x * cos - y * sin, my + x * sin + y * cos]),
      width: tiled ? 1.5 : 3.5,
    })),
  );
}

import type { Random } from '../../random.ts';
import { hsl } from '../colours.ts';
import { lettering } from '../font.ts';
import type { Point } from '../geometry.ts';

/** What a picture of something else is drawn on: SVG over a frame `width` wide and 100 high. */
export interface Canvas {
  readonly width: number;
  readonly random: Random;
}

/** One kind of picture of something else, and what may be said of it. */
export interface Other {
  readonly name: string;
  readonly texts: readonly string[];
  /** SVG elements over the canvas, background included. */
  readonly draw: (canvas: Canvas) => string;
}

const number = (value: number) => `${Math.round(value * 100) / 100}`;

/** Attributes of an SVG element. */
function attributes(values: Readonly<Record<string, string | number>>): string {
  return Object.entries(values)
    .map(([name, value]) => ` ${name}="${typeof value === 'number' ? number(value) : value}"`)
    .join('');
}

/** A line's look. */
export const stroke = (colour: string, width: number) => ({
  fill: 'none',
  stroke: colour,
  'stroke-width': width,
  'stroke-linecap': 'round',
  'stroke-linejoin': 'round',
});

type Look = Readonly<Record<string, string | number>>;

/** A rectangle from its left top corner. */
export function rectangle(x: number, y: number, width: number, height: number, look: Look): string {
  return `<rect${attributes({ x, y, width: Math.max(0, width), height: Math.max(0, height), ...look })}/>`;
}

/** A whole background. */
export function background(canvas: Canvas, colour: string): string {
  return rectangle(-1, -1, canvas.width + 2, 102, { fill: colour });
}

/** An ellipse around its centre. */
export function ellipse(cx: number, cy: number, rx: number, ry: number, look: Look): string {
  return `<ellipse${attributes({ cx, cy, rx: Math.max(0.01, rx), ry: Math.max(0.01, ry), ...look })}/>`;
}

/** A path of straight pieces. */
export function polyline(points: readonly Point[], look: Look, closed = false): string {
  const d = `M${points.map(([x, y]) => `${number(x)} ${number(y)}`).join('L')}${closed ? 'Z' : ''}`;
  return `<path${attributes({ d, ...look })}/>`;
}

/** A path given as SVG has it. */
export function path(d: string, look: Look): string {
  return `<path${attributes({ d, ...look })}/>`;
}

/** `count` results in a row. */
export function repeat(count: number, draw: (i: number) => string): string {
  return Array.from({ length: count }, (_, i) => draw(i)).join('');
}

/** A light colour of any hue. */
export const pale = (random: Random) =>
  hsl(random.between(0, 360), random.between(0, 0.6), random.between(0.82, 1));

/** A strong colour of any hue. */
export const vivid = (random: Random) =>
  hsl(random.between(0, 360), random.between(0.45, 0.95), random.between(0.35, 0.6));

/** A dark, nearly grey colour. */
export const dark = (random: Random) =>
  hsl(random.between(0, 360), random.between(0, 0.4), random.between(0.03, 0.25));

/** Lettering as SVG, from its left end on a baseline. */
export function words(
  text: string,
  x: number,
  y: number,
  size: number,
  colour: string,
  weight: number,
): string {
  return lettering(text)
    .strokes.map((line) =>
      polyline(
        line.map(([gx, gy]): Point => [x + gx * size, y + (gy - 1) * size]),
        stroke(colour, weight),
      ),
    )
    .join('');
}

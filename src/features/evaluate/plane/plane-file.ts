import type { Plane } from '../../../engine';
import { points } from '../figures/numbers';
import type { Table } from '../report/html';
import { type PlaneValues, shareOf } from './plane-values';

/** Colours of the page, as CSS writes them. */
export interface PlaneColours {
  /** Of the places. */
  readonly places: string;
  readonly words: string;
  readonly ground: string;
}

const SIDE = 300;
const LEFT = 34;
const TOP = 26;
export const PLANE_WIDTH = LEFT + SIDE + 14;
export const PLANE_HEIGHT = TOP + SIDE + 56;

const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/**
 * The plane as an SVG file's text: α to the right, β upwards, the place in force marked.
 * @param title what it shows
 * @param range what the palest and the strongest place stand for
 */
export function planeSvg(
  { strength }: Pick<PlaneValues, 'strength'>,
  steps: number,
  inForce: { readonly alpha: number; readonly beta: number },
  { title, words, range }: { readonly title: string; readonly words: string; readonly range: string },
  colours: PlaneColours,
): string {
  const cell = SIDE / steps;
  const rects: string[] = [];
  for (let b = 0; b < steps; b++)
    for (let a = 0; a < steps; ) {
      // Places of one strength, side by side, are one rectangle.
      const own = strength[a * steps + b]!;
      let end = a + 1;
      while (end < steps && strength[end * steps + b] === own) end++;
      const [x, y, width] = [LEFT + a * cell, TOP + (steps - 1 - b) * cell, (end - a) * cell];
      if (own > 0)
        rects.push(
          `<rect x="${x.toFixed(2)}" y="${y.toFixed(2)}" width="${width.toFixed(2)}" height="${cell.toFixed(2)}" fill-opacity="${own.toFixed(3)}"/>`,
        );
      a = end;
    }
  const at = (share: number) => cell / 2 + share * (SIDE - cell);
  const text = (x: number, y: number, anchor: string, of: string) =>
    `<text x="${x}" y="${y}" text-anchor="${anchor}">${escaped(of)}</text>`;
  const bottom = TOP + SIDE;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${PLANE_WIDTH} ${PLANE_HEIGHT}" width="${PLANE_WIDTH}" height="${PLANE_HEIGHT}" font-family="sans-serif" font-size="11">`,
    `<title>${escaped(title)}</title><desc>${escaped(words)}</desc>`,
    `<rect width="100%" height="100%" fill="${escaped(colours.ground)}"/>`,
    `<g fill="${escaped(colours.places)}" shape-rendering="crispEdges">${rects.join('')}</g>`,
    `<rect x="${LEFT}" y="${TOP}" width="${SIDE}" height="${SIDE}" fill="none" stroke="${escaped(colours.words)}"/>`,
    `<circle cx="${(LEFT + at(inForce.alpha)).toFixed(2)}" cy="${(bottom - at(inForce.beta)).toFixed(2)}" r="5" fill="none" stroke="${escaped(colours.words)}" stroke-width="2"/>`,
    `<g fill="${escaped(colours.words)}">`,
    text(LEFT, 16, 'start', title),
    text(LEFT, bottom + 15, 'middle', '0'),
    text(LEFT + SIDE / 2, bottom + 15, 'middle', 'α'),
    text(LEFT + SIDE, bottom + 15, 'middle', '1'),
    text(LEFT - 6, bottom, 'end', '0'),
    text(LEFT - 6, TOP + SIDE / 2, 'end', 'β'),
    text(LEFT - 6, TOP + 9, 'end', '1'),
    text(LEFT, bottom + 34, 'start', range),
    '</g></svg>',
  ].join('');
}

/**
 * The plane as a table: a row for each α and β.
 * @param names of the classes that answers are places of
 */
export function planeTable(plane: Plane, names: readonly string[]): Table {
  const columns: Readonly<Record<Plane['kind'], readonly string[]>> = {
    accuracy: ['Acc@1', 'Balanced accuracy'],
    answers: ['Answer'],
    flips: ['Answers others than now'],
  };
  const cells = (place: number): readonly (string | number)[] => {
    if (plane.kind === 'accuracy') return [points(plane.acc1[place]!), points(plane.balanced[place]!)];
    if (plane.kind === 'flips') return [plane.changed[place]!];
    return [names[plane.answers[place]!] ?? ''];
  };
  return {
    caption: 'The α×β plane',
    header: ['alpha', 'beta', ...columns[plane.kind]],
    rows: Array.from({ length: plane.steps ** 2 }, (_, place) => {
      const { alpha, beta } = shareOf(plane.steps, place);
      return [Number(alpha.toFixed(4)), Number(beta.toFixed(4)), ...cells(place)];
    }),
  };
}

import { Resvg } from '@resvg/resvg-js';

/** A symbol as its library draws it: SVG elements in the library's own units, y downwards, without pen or colour but where these differ. */
export interface LibrarySymbol {
  /** Unique in its library: a path or a name. */
  readonly id: string;
  readonly markup: string;
}

/** Of a picture's side: what the symbol leaves free on each side, and how thick its pen is. */
const MARGIN = 0.14;
const PEN = 0.014;

/** The pen that a drawing is measured with, thin in every library's units. */
const HAIR = 1e-3;

/** @returns the markup of a line through points `[x, y]` */
export const polyline = (points: readonly (readonly [number, number])[], attributes = '') =>
  `<polyline points="${points.map((point) => point.join(',')).join(' ')}"${attributes}/>`;

/** @returns the markup of an ellipse's arc about `x`, `y`: degrees, counter-clockwise from three o'clock */
export function arc(
  x: number,
  y: number,
  rx: number,
  ry: number,
  start: number,
  sweep: number,
  attributes = '',
): string {
  const at = (degrees: number) => {
    const angle = (degrees * Math.PI) / 180;
    return `${x + rx * Math.cos(angle)} ${y - ry * Math.sin(angle)}`;
  };
  if (Math.abs(sweep) >= 360) return `<ellipse cx="${x}" cy="${y}" rx="${rx}" ry="${ry}"${attributes}/>`;
  const large = Math.abs(sweep) > 180 ? 1 : 0;
  return `<path d="M ${at(start)} A ${rx} ${ry} 0 ${large} ${sweep > 0 ? 0 : 1} ${at(start + sweep)}"${attributes}/>`;
}

/** @returns the markup of letters, `size` high, that begin at (or are centred on) `x` and stand on `y` */
export const letters = (text: string, x: number, y: number, size: number, anchor = 'start') =>
  `<text x="${x}" y="${y}" font-size="${size}" text-anchor="${anchor}" fill="black" stroke="none">${escaped(text)}</text>`;

const escaped = (text: string) =>
  text.replace(/[&<>]/gu, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[sign] as string);

/**
 * Draws a symbol in black on white, as large as fits, with one pen for all libraries.
 * @param side of the picture, in pixels
 * @param quarters by which it is turned clockwise
 * @returns a PNG, or null of what shows nothing
 */
export function drawSymbol({ markup }: LibrarySymbol, side: number, quarters = 0): Buffer | null {
  const measured = new Resvg(page(markup, '0 0 1 1', 1, HAIR), OPTIONS).getBBox();
  if (measured === undefined) return null;
  const extent = Math.max(measured.width, measured.height);
  if (!(extent > 10 * HAIR)) return null;
  const [x, y] = [measured.x + measured.width / 2, measured.y + measured.height / 2];
  const whole = extent / (1 - 2 * MARGIN);
  const turned = `<g transform="rotate(${90 * quarters} ${x} ${y})">${markup}</g>`;
  const box = `${x - whole / 2} ${y - whole / 2} ${whole} ${whole}`;
  return new Resvg(page(turned, box, side, whole * PEN), OPTIONS).render().asPng();
}

const OPTIONS = {
  background: 'white',
  font: { loadSystemFonts: true, defaultFontFamily: 'DejaVu Sans' },
} as const;

const page = (markup: string, viewBox: string, side: number, width: number) =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="${side}" height="${side}" viewBox="${viewBox}"><g fill="none" stroke="black" stroke-width="${width}" stroke-linecap="round" stroke-linejoin="round">${markup}</g></svg>`;

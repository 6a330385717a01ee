import type { Colour } from './growth/plant.ts';

/** Red, green and blue, 0 to 255. */
export type Rgb = readonly [number, number, number];

/** Hue in degrees, saturation and lightness in percent, as red, green and blue. */
export function toRgb([hue, saturation, lightness]: Colour): Rgb {
  const s = Math.min(100, Math.max(0, saturation)) / 100;
  const l = Math.min(100, Math.max(0, lightness)) / 100;
  const chroma = s * Math.min(l, 1 - l);
  const channel = (n: number) => {
    const k = (n + (((hue % 360) + 360) % 360) / 30) % 12;
    return Math.round(255 * (l - chroma * Math.max(-1, Math.min(k - 3, 9 - k, 1))));
  };
  return [channel(0), channel(8), channel(4)];
}

/** As SVG writes colours. */
export function css(colour: Colour): string {
  return `rgb(${toRgb(colour).join()})`;
}

/** Between two colours along the shorter way round the circle of hues. */
export function mix(from: Colour, to: Colour, share: number): Colour {
  const turn = ((to[0] - from[0] + 540) % 360) - 180;
  return [from[0] + turn * share, from[1] + (to[1] - from[1]) * share, from[2] + (to[2] - from[2]) * share];
}

/** The colour lighter (or darker) by percent of lightness. */
export function lighter([hue, saturation, lightness]: Colour, by: number): Colour {
  return [hue, saturation, Math.min(97, Math.max(3, lightness + by))];
}

import type { Random } from '../random.ts';
import type { Palette } from './style.ts';

/** Red, green and blue in [0, 255] of `#rrggbb`. */
function channels(colour: string): [red: number, green: number, blue: number] {
  const value = Number.parseInt(colour.slice(1), 16);
  return [value >> 16, (value >> 8) & 255, value & 255];
}

/** `#rrggbb` of channels in [0, 255]. */
function hex(...rgb: readonly [red: number, green: number, blue: number]): string {
  return `#${rgb
    .map((value) =>
      Math.round(Math.min(255, Math.max(0, value)))
        .toString(16)
        .padStart(2, '0'),
    )
    .join('')}`;
}

/** `#rrggbb` of a hue in degrees, saturation and lightness in [0, 1]. */
export function hsl(hue: number, saturation: number, lightness: number): string {
  const reach = saturation * Math.min(lightness, 1 - lightness);
  const channel = (n: number) => {
    const k = (n + hue / 30) % 12;
    return 255 * (lightness - reach * Math.max(-1, Math.min(k - 3, 9 - k, 1)));
  };
  return hex(channel(0), channel(8), channel(4));
}

/** The colour `share` of the way from `a` to `b`. */
export function mixed(a: string, b: string, share: number): string {
  const [from, to] = [channels(a), channels(b)];
  const at = (i: 0 | 1 | 2) => from[i] + (to[i] - from[i]) * share;
  return hex(at(0), at(1), at(2));
}

/** Luma in [0, 1] (ITU-R BT.601). */
export function luma(colour: string): number {
  const [red, green, blue] = channels(colour);
  return (0.299 * red + 0.587 * green + 0.114 * blue) / 255;
}

/** Any colours that can be told apart, light on dark in three cases of ten; no brown papers, which only the test set has. */
export function anyPalette(random: Random): Palette {
  const inverted = random.chance(0.3);
  const hueOf = (low: number, high: number) => (low + random.next() * (high - low) + 360) % 360;
  const paper = inverted
    ? hsl(random.between(0, 360), random.between(0, 0.7), random.between(0, 0.24))
    : hsl(hueOf(60, 375), random.next() ** 2 * 0.8, 1 - random.next() ** 2 * 0.3);
  const ink = () => {
    for (;;) {
      const colour = hsl(
        random.between(0, 360),
        random.next(),
        inverted ? random.between(0.6, 1) : random.between(0, 0.5),
      );
      if (Math.abs(luma(colour) - luma(paper)) > 0.45) return colour;
    }
  };
  const main = ink();
  const several = random.chance(0.5);
  return {
    paper,
    ink: { wire: main, symbol: several ? ink() : main, text: several ? ink() : main },
    surround: random.chance(0.6) ? paper : hsl(random.between(0, 360), random.between(0, 0.5), random.next()),
    ruling: mixed(paper, main, random.between(0.06, 0.22)),
    body: random.chance(0.5)
      ? paper
      : mixed(
          paper,
          hsl(random.between(0, 360), random.between(0.3, 1), inverted ? 0.35 : 0.65),
          random.between(0.3, 1),
        ),
  };
}

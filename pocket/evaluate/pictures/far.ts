import type { Picture } from '../../domain.ts';
import { moved, quarterTurned } from '../../pictures/wide/turns.ts';
import type { Random } from '../../random.ts';

type Pixels = Omit<Picture, 'content'>;

/** What a picture of a hand far from training's is: turned and mirrored as a whole, with other lines. */
interface FarHabits {
  /** Quarter turns to the right. */
  readonly turns: number;
  readonly mirrored: boolean;
  /** Pixels that lines grow on each side; below 0 they become finer. */
  readonly growth: number;
}

/** Sides of a picture that its lines grow by one pixel for, on each side of the line. */
const A_PIXEL_IN = 160;

/**
 * Habits that training has not: every picture stands on its head, lies on a side or is mirrored, and two of three have lines grown or
 * shrunk beyond what its style draws. Training turns a picture by some degrees, one drawing in ten by quarters, and mirrors circuits only.
 */
export function farHabits(random: Random, { width, height }: Pick<Pixels, 'width' | 'height'>): FarHabits {
  const turns = random.whole(0, 3);
  const pixel = Math.sqrt(width * height) / A_PIXEL_IN;
  return {
    turns,
    mirrored: turns === 0 || random.chance(0.3),
    growth: random.pick([0, Math.max(1, Math.round(pixel)), -Math.max(1, Math.round(pixel / 3))]),
  };
}

/** The picture by such a hand; the drawing itself is left as it is. */
export function byFarHand(picture: Pixels, { turns, mirrored, growth }: FarHabits): Pixels {
  let found = growth === 0 ? picture : grown(picture, growth);
  if (mirrored)
    found = moved(found, found.width, found.height, (x, y) => y * picture.width + picture.width - 1 - x);
  return quarterTurned(found, turns);
}

/**
 * Dilates (or erodes) what is drawn by a square, each colour by itself. Drawn is what lies on the rarer side of the ground's brightness:
 * dark on paper, light on a chalkboard.
 */
function grown({ rgb, width, height }: Pixels, growth: number): Pixels {
  const sorted = Uint8Array.from({ length: width * height }, (_, i) => rgb[3 * i + 1]!).sort();
  const ground = sorted[sorted.length >> 1]!;
  const strayed = sorted.reduce((sum, value) => sum + value - ground, 0);
  const darker = strayed < 0 === growth > 0;
  const pick = darker ? Math.min : Math.max;
  const reach = Math.abs(growth);
  let from = rgb;
  for (const [count, length, step, stride] of [
    [height, width, 3, 3 * width],
    [width, height, 3 * width, 3],
  ] as const) {
    const to = new Uint8Array(rgb.length);
    for (let line = 0; line < count; line++)
      for (let c = 0; c < 3; c++) {
        const start = line * stride + c;
        for (let at = 0; at < length; at++) {
          let found = from[start + at * step]!;
          for (let i = Math.max(0, at - reach); i <= Math.min(length - 1, at + reach); i++)
            found = pick(found, from[start + i * step]!);
          to[start + at * step] = found;
        }
      }
    from = to;
  }
  return { rgb: from, width, height };
}

import { type AxisForm, along, type FanForm, type Form, type LeafForm, type Spine } from '../growth/forms.ts';
import { stalked } from '../growth/habits.ts';
import type { Colour } from '../growth/plant.ts';
import type { Sketch } from '../sketch.ts';

/** A leaf-like segment; see `LeafForm` for what the numbers are. */
export const leaf = (
  ratio: number,
  widest: number,
  base: number,
  tip: number,
  more: Partial<LeafForm> = {},
): LeafForm => ({ form: 'leaf', ratio, widest, base, tip, ...more });

/** An axis with branches. */
export const axis = (more: Omit<AxisForm, 'form'>): AxisForm => ({ form: 'axis', ...more });

/** A fan-shaped segment; see `FanForm` for what the numbers are. */
export const fan = (opening: number, notches: number, depth: number, stalk: number): FanForm => ({
  form: 'fan',
  opening,
  notches,
  depth,
  stalk,
});

export const dark: Colour = [120, 42, 25];
export const black: Colour = [15, 35, 10];
export const straw: Colour = [65, 35, 45];
export const brown: Colour = [28, 45, 26];

/** How ferns with fronds far apart are shown. */
export const single = ['frond', 'frond', 'frond', 'fronds'] as const;
/** How ferns that grow in tufts are shown. */
export const tufted = ['frond', 'frond', 'fronds', 'rosette'] as const;

/** Builds a frond of one form on a stipe (a share of the whole length), with so many scales. */
export const plain =
  (form: Form, stipe: number, scaly = 0) =>
  (sketch: Sketch, bend: number): void => {
    stalked(sketch, form, stipe, bend, scaly);
  };

/** Place and heading at a distance along a stem. */
export function placeOn(stem: Spine, distance: number): Omit<Spine, 'length'> {
  const [x, y, heading] = along(stem, distance);
  return { x, y, heading, bend: 0 };
}

/** How a control's value lies on its slider: straight, or by its decimal logarithm. */
export type Scale = 'linear' | 'logarithmic';

/** Where a value lies on the slider. */
export const toPosition = (value: number, scale: Scale): number =>
  scale === 'logarithmic' ? Math.log10(value) : value;

/** The value at a slider's position, without the noise of floating point. */
export const fromPosition = (position: number, scale: Scale): number =>
  scale === 'logarithmic' ? Number((10 ** position).toPrecision(3)) : Number(position.toPrecision(6));

/** Holds a value to its limits; null when it is no number. */
export function held(value: number, { min, max }: { readonly min: number; readonly max: number }) {
  return Number.isFinite(value) ? Math.min(max, Math.max(min, value)) : null;
}

/** How near a pull must come to a mark to be caught, as a part of the slider's length. */
const CATCH = 0.015;

/**
 * The nearest mark if the position lies close to one, else the position: a pull comes to rest on values that mean
 * something and passes them without a jolt.
 * @param length the slider's whole length, in positions
 */
export function snap(position: number, marks: readonly number[], length: number): number {
  let best = position;
  let nearest = length * CATCH;
  for (const mark of marks) {
    const distance = Math.abs(position - mark);
    if (distance <= nearest) [best, nearest] = [mark, distance];
  }
  return best;
}

const keys: Readonly<Record<string, readonly ['small' | 'large', 1 | -1]>> = {
  ArrowRight: ['small', 1],
  ArrowUp: ['small', 1],
  ArrowLeft: ['small', -1],
  ArrowDown: ['small', -1],
  PageUp: ['large', 1],
  PageDown: ['large', -1],
};

/** Where a key moves the slider, or null for a key that is not ours: arrows a small step, page keys a large one. */
export function stepped(
  position: number,
  key: string,
  steps: { readonly small: number; readonly large: number },
): number | null {
  const move = keys[key];
  if (move === undefined) return null;
  const [size, direction] = move;
  const step = steps[size];
  // From the grid of small steps, so that a typed 0.123 goes to 0.13 and not to 0.133.
  const next = position + direction * step;
  return Number((Math.round(next / steps.small) * steps.small).toFixed(6));
}

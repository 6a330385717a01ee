import type { MethodChoice } from './tune';

/** What was chosen by labelled photos, and by which. */
export interface Tuned extends MethodChoice {
  /** Ids, or what else tells them apart as `reported` does. */
  readonly photos: readonly string[];
}

/**
 * How many of the photos that a figure reports the settings in force were tuned on: a figure over these flatters, and must say so.
 * 0 where other settings are in force than those that were tuned.
 */
export function tunedAmong(tuned: Tuned | null, inForce: MethodChoice, reported: Iterable<string>): number {
  if (tuned === null || tuned.method !== inForce.method) return 0;
  const names = Object.keys(inForce.parameters);
  if (!names.every((name) => tuned.parameters[name] === inForce.parameters[name])) return 0;
  const photos = new Set(tuned.photos);
  let count = 0;
  for (const id of reported) if (photos.has(id)) count++;
  return count;
}

/**
 * What captions are about that are not about our classes. A subject has things (countable, in the singular), what they are like, where
 * they are, and what goes on with them; the grammar joins any of these within one subject.
 */
export interface Subject {
  readonly things: readonly string[];
  readonly qualities: readonly string[];
  readonly places: readonly string[];
  readonly doings: readonly string[];
}

const words = (text: string): string[] => text.split(',').map((word) => word.trim());

/** A subject from four lists with commas between. */
export function subject(things: string, qualities: string, places: string, doings: string): Subject {
  return { things: words(things), qualities: words(qualities), places: words(places), doings: words(doings) };
}

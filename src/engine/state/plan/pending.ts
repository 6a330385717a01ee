import type { PhotoRecord } from '../records';

/** Photos, or classes, that lack something, the next ones first. */
export interface Pending<T = PhotoRecord> {
  next(most: number): readonly T[];
}

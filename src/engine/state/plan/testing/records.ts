import { photoView } from '../../../testing/photo-view';
import type { Basis } from '../../basis';
import type { ClassRecord, PhotoRecord } from '../../records';

/** Today's basis: whatever was found on another one is not shown. */
export const basis: Basis = { space: 'siglip', captions: 3 };

/** A photo that is embedded on today's basis. */
export const photoOf = (id: string, change: Partial<PhotoRecord> = {}): PhotoRecord => ({
  view: photoView(id),
  file: new File([], id),
  embedding: { key: 'siglip', value: Float32Array.of(1) },
  hits: null,
  kept: null,
  pairs: null,
  names: null,
  candidates: null,
  atoms: null,
  deaths: 0,
  ...change,
});

/** A class with one name that is embedded in a space, today's unless another is given. */
export function classOf(name: string, space = 'siglip'): ClassRecord {
  const vector = Float32Array.of(1);
  return {
    names: { name, names: [name], descriptions: [] },
    key: name,
    prototype: { key: space, value: { own: vector, query: vector, names: [vector] } },
    extras: null,
    hits: null,
    searched: null,
    counts: null,
    atoms: null,
  };
}

import type { Shot } from '../../../core';
import type { Photo } from '../state/types';

/** A photo as bursts see it, by the camera's own clock: photos of one burst are of one camera, whose distance from UTC is the same. */
export function shotOf({ facts }: Pick<Photo, 'facts'>): Shot {
  const taken = facts?.time == null ? Number.NaN : Date.parse(`${facts.time}Z`);
  return { taken: Number.isNaN(taken) ? null : taken, camera: facts?.camera ?? null };
}

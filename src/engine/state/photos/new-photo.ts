import type { PhotoRecord } from '../records';
import type { Photo } from '../types';

let photosMade = 0;

/** A photo that waits to be embedded, under an id of its own; its bytes stay in the file until then. */
export function newPhoto(file: File): PhotoRecord {
  const added = ++photosMade;
  const view: Photo = {
    id: `photo-${added}`,
    file: file.webkitRelativePath || file.name,
    bytes: file.size,
    added,
    status: 'queued',
    error: null,
    warnings: [],
    thumbnail: null,
    width: 0,
    height: 0,
    accepted: null,
  };
  return {
    view,
    file,
    embedding: null,
    hits: null,
    pairs: null,
    names: null,
    candidates: null,
    atoms: null,
    deaths: 0,
  };
}

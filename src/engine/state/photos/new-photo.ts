import type { PhotoRecord } from '../records';
import type { Photo, RestoredPhoto } from '../types';

let photosMade = 0;
let lastAdded = 0;

/** What was not computed yet. */
const NOTHING = {
  embedding: null,
  hits: null,
  kept: null,
  pairs: null,
  names: null,
  candidates: null,
  atoms: null,
  deaths: 0,
} satisfies Partial<PhotoRecord>;

/** A photo that waits to be embedded, under an id of its own; its bytes stay in the file until then. */
export function newPhoto(file: File): PhotoRecord {
  const view: Photo = {
    id: newId(),
    file: file.webkitRelativePath || file.name,
    bytes: file.size,
    modified: file.lastModified,
    type: file.type,
    added: ++lastAdded,
    status: 'queued',
    error: null,
    warnings: [],
    thumbnail: null,
    width: 0,
    height: 0,
    facts: null,
    label: null,
    note: '',
    group: null,
    boxes: null,
    classified: null,
    further: [],
    boxLabels: [],
    isFileGone: false,
    lacksCrops: false,
  };
  return { ...NOTHING, view, file };
}

/** A photo as an earlier visit kept it; it waits to be looked at: what was computed of it may still hold. */
export function restoredPhoto({ photo, work, thumbnail, isFileGone, open }: RestoredPhoto): PhotoRecord {
  const { file, bytes, modified, type, added, error, warnings, width, height, facts } = photo;
  const { label, note, group, boxes, boxLabels } = photo;
  lastAdded = Math.max(lastAdded, added);
  return {
    ...NOTHING,
    view: {
      id: newId(),
      ...{
        file,
        bytes,
        modified,
        type,
        added,
        error,
        warnings,
        thumbnail,
        width,
        height,
        facts,
        label,
        note,
        group,
        boxes,
        classified: null,
        further: [],
        boxLabels,
        isFileGone,
        lacksCrops: false,
      },
      status: error === null ? 'queued' : 'failed',
    },
    file: open,
    embedding: work?.embedding ?? null,
    kept: work?.hits ?? null,
    earlier: work?.others?.map(({ embedding, hits }) => ({ embedding, kept: hits })) ?? [],
  };
}

const newId = () => `photo-${++photosMade}`;

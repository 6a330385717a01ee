import type { KeptCaption, KeptPhoto, KeptWork, ProjectHead } from '../../protocol';
import { HEAD_VERSION, PHOTO_VERSION } from '../database/rows';

/** A project's head. */
export const headOf = (id: string, change: Partial<ProjectHead> = {}): ProjectHead => ({
  version: HEAD_VERSION,
  id,
  name: `Project ${id}`,
  notes: '',
  pictures: 'copies',
  copiesUpTo: null,
  isNamed: true,
  request: { classesText: 'fern\nmoss' },
  createdAt: 1,
  changedAt: 2,
  deletedAt: null,
  ...change,
});

/** A photo's row. */
export const photoOf = (added: number, change: Partial<KeptPhoto> = {}): KeptPhoto => ({
  version: PHOTO_VERSION,
  added,
  file: `site 4/${added}.png`,
  bytes: 10,
  type: 'image/png',
  modified: 3,
  width: 4,
  height: 5,
  error: null,
  warnings: [],
  facts: null,
  label: null,
  note: '',
  group: null,
  boxes: null,
  boxLabels: [],
  truth: null,
  ...change,
});

/** What was computed of a photo. */
export const workOf = (added: number): KeptWork => ({
  added,
  embedding: { key: 'model#fp32', value: Float32Array.of(added, 0.5) },
  hits: {
    key: 'index 1, all of it',
    index: 'index 1',
    ids: Int32Array.of(7, added),
    similarities: Float64Array.of(0.5, 0.25),
  },
});

/** A caption. */
export const captionOf = (id: number, index = 'index 1'): KeptCaption => ({
  index,
  id,
  text: `caption ${id}`,
  embedding: Float32Array.of(id, 1),
});

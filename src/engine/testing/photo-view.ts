import type { Photo } from '../state/types';

/** A photo that is done and of which nothing is said, as the page sees it. */
export const photoView = (id: string, change: Partial<Photo> = {}): Photo => ({
  id,
  file: id,
  bytes: 1,
  modified: 0,
  type: 'image/png',
  added: 1,
  status: 'done',
  error: null,
  warnings: [],
  thumbnail: null,
  width: 1,
  height: 1,
  facts: null,
  label: null,
  note: '',
  group: null,
  boxes: null,
  classified: null,
  further: [],
  isFileGone: false,
  lacksCrops: false,
  boxLabels: [],
  ...change,
});

import type { KeptPhoto, Unversioned } from '../../../../workers/protocol';
import type { Photo } from '../../../engine';

/** Whether something of a photo's row changed. */
export const isOther = (before: Photo, now: Photo): boolean =>
  before !== now &&
  (
    ['label', 'note', 'group', 'boxes', 'boxLabels', 'error', 'warnings', 'facts', 'width', 'height'] as const
  ).some((name) => before[name] !== now[name]);

/** What is kept of a photo. @param truth what it truly shows, where samples say so */
export function rowOf(photo: Photo, truth: string | null): Unversioned<KeptPhoto> {
  const { added, file, bytes, type, modified, width, height, error, warnings, facts } = photo;
  const { label, note, group, boxes, boxLabels } = photo;
  return {
    ...{ added, file, bytes, type, modified, width, height, error, warnings, facts },
    ...{ label, note, group, boxes, boxLabels, truth },
  };
}

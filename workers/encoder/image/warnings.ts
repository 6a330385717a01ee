import type { PhotoWarning } from '../../protocol';

const AGAIN = 'Copy it again from where it came from.';

/** The picture is whole, but a few bytes behind it are not. */
export const endMissing = (): PhotoWarning => ({
  code: 'image-incomplete',
  label: 'incomplete file',
  message: 'The file is incomplete: its very end is missing, though all of the picture could be read.',
});

/** @param part of the picture, or of its data, 0–1 */
export const partMissing = (part: number): PhotoWarning => ({
  code: 'image-incomplete',
  label: 'incomplete file',
  message: `The file is incomplete: about ${Math.min(99, Math.max(1, Math.round(part * 100)))} % of the picture could be read. ${AGAIN}`,
});

/** A progressive picture's last passes did not come. */
export const finePartMissing = (): PhotoWarning => ({
  code: 'image-incomplete',
  label: 'incomplete file',
  message: `The file is incomplete: the picture could be read, but not in all its detail. ${AGAIN}`,
});

export const damagedInside = (): PhotoWarning => ({
  code: 'image-damaged',
  label: 'damaged inside',
  message: `The file is damaged inside: part of the picture may be wrong or missing. ${AGAIN}`,
});

/** @param frames how many there are, 2 or more */
export const firstOf = (frames: number): PhotoWarning => ({
  code: 'image-first-frame',
  label: `first of ${frames} frames`,
  message: `The picture is animated. What is said of it is said of the first of ${frames} frames.`,
});

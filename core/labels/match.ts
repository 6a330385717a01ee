import type { FileLabel } from './label';

/** Labels and pictures that belong together, and those that do not; pictures by their place in the paths. */
export interface LabelMatches {
  /** Each picture once. */
  readonly matched: readonly { readonly photo: number; readonly label: FileLabel }[];
  /** Pictures that no label names. */
  readonly photosWithout: readonly number[];
  /** Labels that name no picture. */
  readonly labelsWithout: readonly FileLabel[];
  /** Labels whose name fits several pictures in several folders: which one is meant cannot be told. */
  readonly ambiguous: readonly { readonly label: FileLabel; readonly photos: readonly number[] }[];
  /** Labels of pictures that another label, before them, has named already. */
  readonly taken: readonly { readonly label: FileLabel; readonly photo: number }[];
}

const segmentsOf = (path: string) => path.replaceAll('\\', '/').split('/').filter(Boolean);
const EXTENSION = /\.[a-z]\w{1,4}$/i;
const fold = (name: string) => name.normalize('NFC').toLowerCase();
const stemOf = (name: string) => fold(name.replace(EXTENSION, ''));

/** Whether the folders of one path are the innermost ones of the other, or one of them has none. */
function folderAgrees(a: readonly string[], b: readonly string[]): boolean {
  const least = Math.min(a.length, b.length);
  for (let back = 2; back <= least; back++)
    if (fold(a[a.length - back]!) !== fold(b[b.length - back]!)) return false;
  return true;
}

/**
 * Finds the picture that each label names: by its file name without case, with its extension where a picture has that, and by
 * as many folders as both of them say.
 * @param paths of the pictures, with the folders that they came in
 */
export function matchLabels(labels: readonly FileLabel[], paths: readonly string[]): LabelMatches {
  const segments = paths.map(segmentsOf);
  const byStem = new Map<string, number[]>();
  segments.forEach((own, photo) => {
    const stem = stemOf(own.at(-1) ?? '');
    const all = byStem.get(stem);
    if (all === undefined) byStem.set(stem, [photo]);
    else all.push(photo);
  });
  const matched: { photo: number; label: FileLabel }[] = [];
  const labelsWithout: FileLabel[] = [];
  const ambiguous: { label: FileLabel; photos: readonly number[] }[] = [];
  const taken: { label: FileLabel; photo: number }[] = [];
  const named = new Uint8Array(paths.length);
  for (const label of labels) {
    const wanted = segmentsOf(label.file);
    const name = wanted.at(-1) ?? '';
    // A name without extension may hold a dot.
    const alike = byStem.get(stemOf(name)) ?? byStem.get(fold(name)) ?? [];
    const photos = best(
      alike.filter((photo) => folderAgrees(segments[photo]!, wanted)),
      wanted,
      segments,
    );
    const [photo] = photos;
    if (photo === undefined) labelsWithout.push(label);
    else if (photos.length > 1) ambiguous.push({ label, photos });
    else if (named[photo]) taken.push({ label, photo });
    else {
      named[photo] = 1;
      matched.push({ photo, label });
    }
  }
  const photosWithout = [...paths.keys()].filter((photo) => !named[photo]);
  return { matched, photosWithout, labelsWithout, ambiguous, taken };
}

/** Of pictures that a label may name those that it names exactly, where there are some. */
function best(
  photos: readonly number[],
  wanted: readonly string[],
  segments: readonly (readonly string[])[],
): readonly number[] {
  if (photos.length < 2) return photos;
  const isExact = (photo: number) => fold(segments[photo]!.at(-1)!) === fold(wanted.at(-1)!);
  const exact = photos.some(isExact) ? photos.filter(isExact) : photos;
  const whole = exact.filter((photo) => segments[photo]!.length === wanted.length);
  return whole.length > 0 ? whole : exact;
}

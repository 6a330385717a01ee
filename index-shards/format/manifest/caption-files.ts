import { LIMITS } from '../limits';
import type { CaptionFile, Manifest } from './manifest';
import { array, object, refuse, text, whole } from './parse-fields';

/**
 * The files that captions came from, of a manifest that says so.
 * @throws FernglassError `manifest-invalid` where they do not account for every caption
 */
export function captionFiles(value: unknown, captions: number): Pick<Manifest, 'captionFiles'> {
  if (value === undefined) return {};
  const files = array(value, 'captionFiles', LIMITS.captionFiles).map((item, i): CaptionFile => {
    const where = `captionFiles[${i}]`;
    const fields = object(item, where);
    return {
      name: text(fields, 'name', `${where}.`, LIMITS.titleLength),
      source: text(fields, 'source', `${where}.`),
      licence: text(fields, 'licence', `${where}.`),
      captions: whole(fields, 'captions', `${where}.`, 1, captions),
    };
  });
  if (files.reduce((sum, file) => sum + file.captions, 0) !== captions)
    refuse(`captionFiles do not account for ${captions} captions together`);
  return { captionFiles: files };
}

/**
 * The files that an index's captions came from, in the order of their ids. One that does not say, as all did that were made
 * before it could be said, is taken as one file of its own source and licence.
 */
export function captionFilesOf({
  captionFiles,
  captions,
  provenance,
  title,
}: Pick<Manifest, 'captionFiles' | 'captions' | 'provenance' | 'title'>): readonly CaptionFile[] {
  return captionFiles ?? [{ name: title, ...provenance, captions }];
}

/** The file that the caption of an id came from. @param files in the order of the ids */
export function captionFileAt<T extends Pick<CaptionFile, 'captions'>>(
  files: readonly T[],
  id: number,
): T | undefined {
  let end = 0;
  return files.find((file) => {
    end += file.captions;
    return id < end;
  });
}

/** The files of the captions `start` up to `end`. @param files in the order of the captions */
export function captionFilesWithin(files: readonly CaptionFile[], start: number, end: number): CaptionFile[] {
  let from = 0;
  return files.flatMap((file) => {
    const captions = Math.min(end, from + file.captions) - Math.max(start, from);
    from += file.captions;
    return captions > 0 ? [{ ...file, captions }] : [];
  });
}

/** The same files, each as few times as its captions lie in one piece. */
export function joinedCaptionFiles(files: readonly CaptionFile[]): CaptionFile[] {
  const joined: CaptionFile[] = [];
  for (const file of files) {
    const last = joined.at(-1);
    const isSame = last?.name === file.name && last.source === file.source && last.licence === file.licence;
    if (isSame) joined[joined.length - 1] = { ...last, captions: last.captions + file.captions };
    else joined.push(file);
  }
  return joined;
}

/** Source and licence of an index as a whole: those of all its files, each once, for readers that look at no single file. */
export function provenanceOf(files: readonly CaptionFile[]): Manifest['provenance'] {
  return {
    source: listed(files.map(({ source }) => source)),
    licence: listed(files.map(({ licence }) => licence)),
  };
}

function listed(values: readonly string[]): string {
  const unique = [...new Set(values)];
  const words = unique.join('; ');
  if (words.length <= LIMITS.textLength) return words;
  const end = '; and others, named with each file';
  return `${words.slice(0, LIMITS.textLength - end.length)}${end}`;
}

import type { CaptionFile } from '../../../../index-shards/format';

/** A file of an index, with all of its captions. */
export type NamedFile = CaptionFile;

/** Files of an index, each once: the captions of one may lie apart. */
export function filesByName(pieces: readonly CaptionFile[]): NamedFile[] {
  const files = new Map<string, CaptionFile>();
  for (const piece of pieces) {
    const before = files.get(piece.name);
    files.set(
      piece.name,
      before === undefined ? piece : { ...before, captions: before.captions + piece.captions },
    );
  }
  return [...files.values()];
}

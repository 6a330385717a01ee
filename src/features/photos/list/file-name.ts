/** A photo's path as a tile shows it. `start` and `end` together are the name. */
export interface FileNameParts {
  /** With the last slash; empty where no folder is known. */
  readonly folder: string;
  /** May be cut short where there is no room. */
  readonly start: string;
  /** Is always shown: names from a camera differ there. */
  readonly end: string;
}

/** Columns of the end; letters of Chinese, Japanese and Korean take two. */
const END = 12;

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** Parts the path of a photo for a narrow place. */
export function fileNameParts(path: string): FileNameParts {
  const slash = path.lastIndexOf('/') + 1;
  const [folder, name] = [path.slice(0, slash), path.slice(slash)];
  if (name.length <= END) return { folder, start: '', end: name };
  const letters = [...graphemes.segment(name)].map(({ segment }) => segment);
  let [at, columns] = [letters.length, 0];
  while (at > 0) {
    columns += letters[at - 1]!.codePointAt(0)! >= 0x1100 ? 2 : 1;
    if (columns > END) break;
    at--;
  }
  return { folder, start: letters.slice(0, at).join(''), end: letters.slice(at).join('') };
}

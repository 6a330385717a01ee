/** Names that Windows keeps for itself, with any ending (Microsoft, “Naming Files, Paths, and Namespaces”). */
const RESERVED = /^(?:con|prn|aux|nul|com[\d¹²³]|lpt[\d¹²³]|conin\$|conout\$) *(?:\.|$)/i;

/** Bytes of a name in UTF-8 at most: file systems take 255, and Windows 260 characters of a whole path. */
const LONGEST_NAME = 120;
/** What an ending takes of them at most; a longer one is none. */
const LONGEST_ENDING = 16;

/** A class's name as a folder's, on every system: no path, no dots at its ends, no letters that some system forbids. */
export const folderName = (name: string): string => safeName(name, '');

/** A file's name, likewise; one that is too long keeps its ending. */
export function fileName(name: string): string {
  const ending = /\.[^.]+$/.exec(name)?.[0] ?? '';
  return ending.length > LONGEST_ENDING || ending.length === name.length
    ? safeName(name, '')
    : safeName(name.slice(0, -ending.length), allowed(ending).replace(/[. ]+$/, ''));
}

function safeName(stem: string, ending: string): string {
  const room = LONGEST_NAME - bytesOf(ending);
  const trimmed = (text: string) => text.replace(/^[. ]+|[. ]+$/g, '');
  const safe = trimmed(cut(trimmed(allowed(stem)), room)) + ending;
  return safe === ending || RESERVED.test(safe) ? `_${safe}` : safe;
}

const allowed = (text: string) => text.replace(/\p{Cc}|\p{Surrogate}|[<>:"/\\|?*]/gu, '_');

/** The beginning of a text, by whole characters. */
function cut(text: string, bytes: number): string {
  if (bytesOf(text) <= bytes) return text;
  let kept = '';
  let room = bytes;
  for (const { segment } of new Intl.Segmenter().segment(text)) {
    room -= bytesOf(segment);
    if (room < 0) break;
    kept += segment;
  }
  return kept;
}

const bytesOf = (text: string) => new TextEncoder().encode(text).length;

/** Whether two names are one to some system: letters of both cases, and of both ways to write an accent. */
const keyOf = (path: string) => path.normalize('NFC').toLowerCase();

/** Gives out paths, none of them twice on any system. */
export class FreePaths {
  readonly #taken = new Set<string>();
  readonly #folders = new Map<string | null, string>();

  /** @param taken paths that are not given out */
  constructor(taken: Iterable<string> = []) {
    for (const path of taken) this.#taken.add(keyOf(path));
  }

  /** The folder of a class, which no other class has; null stands for none. */
  folder(name: string | null, noClass: string): string {
    const known = this.#folders.get(name);
    if (known !== undefined) return known;
    const folder = this.#free(name === null ? noClass : folderName(name), '');
    this.#folders.set(name, folder);
    return folder;
  }

  /** `folder/name`, with a number before its ending where that is taken. */
  file(folder: string, name: string): string {
    const dot = name.lastIndexOf('.');
    const [stem, ending] = dot > 0 ? [name.slice(0, dot), name.slice(dot)] : [name, ''];
    return this.#free(`${folder}/${stem}`, ending);
  }

  #free(stem: string, ending: string): string {
    for (let number = 1; ; number++) {
      const path = `${stem}${number === 1 ? '' : `-${number}`}${ending}`;
      const key = keyOf(path);
      if (this.#taken.has(key)) continue;
      this.#taken.add(key);
      return path;
    }
  }
}

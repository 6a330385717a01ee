import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { FernglassError } from '../../src/core';

/** The captions of a corpus, cleaned, and what was left out. */
export interface Corpus {
  readonly captions: readonly string[];
  readonly lines: number;
  /** Lines without a caption: no tab, nothing after it, or no letter in it. */
  readonly empty: number;
  readonly duplicates: number;
}

/** One caption as it is indexed: composed characters, single spaces, no control characters. */
export function normaliseCaption(text: string): string {
  return text
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Zs}\u2028\u2029\s]+/gu, ' ')
    .trim();
}

/** Cleans captions and drops empty ones and exact repetitions; the first of each stays. */
export async function cleanCaptions(lines: AsyncIterable<string> | Iterable<string>): Promise<Corpus> {
  const captions = new Set<string>();
  let count = 0;
  let empty = 0;
  for await (const line of lines) {
    count++;
    const tab = line.indexOf('\t');
    const caption = tab < 0 ? '' : normaliseCaption(line.slice(tab + 1));
    if (/\p{L}/u.test(caption)) captions.add(caption);
    else empty++;
  }
  return { captions: [...captions], lines: count, empty, duplicates: count - empty - captions.size };
}

/**
 * Reads a file of lines `url<TAB>caption`, as CC12M's.
 * @throws FernglassError `input-invalid` when it cannot be read or holds no caption.
 */
export async function readCaptions(file: string): Promise<Corpus> {
  const lines = createInterface({ input: createReadStream(file, 'utf8'), crlfDelay: Infinity });
  let corpus: Corpus;
  try {
    corpus = await cleanCaptions(lines);
  } catch (cause) {
    throw new FernglassError('input-invalid', `The captions in ${file} cannot be read (${cause}).`, {
      cause,
    });
  }
  if (corpus.captions.length === 0)
    throw new FernglassError(
      'input-invalid',
      `${file} holds no captions. Each line must be an address, a tab and a caption.`,
    );
  return corpus;
}

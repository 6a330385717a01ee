import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { FernglassError, foldCaption } from '../../../core';

/** The list that is used where the user gives none. */
export const OWN_BLOCK_LIST = fileURLToPath(new URL('block-list.txt', import.meta.url));

/** Words and phrases that no caption of the index may hold. */
export interface BlockList {
  readonly entries: number;
  /** Whether a caption, folded by `foldCaption`, holds an entry as whole words. */
  blocks(folded: string): boolean;
}

/** A block-list from its lines: one word or phrase a line, `word*` for every word that starts so, `#` for remarks. */
export function createBlockList(lines: readonly string[]): BlockList {
  const words = new Set<string>();
  const starts: string[] = [];
  const phrases = new Map<string, string[]>();
  let entries = 0;
  for (const line of lines) {
    const plain = line.replace(/#.*/, '').trim();
    const folded = foldCaption(plain);
    if (folded === '') continue;
    entries++;
    const [first, ...others] = folded.split(' ') as [string, ...string[]];
    if (others.length > 0) phrases.set(first, [...(phrases.get(first) ?? []), folded]);
    else if (plain.endsWith('*')) starts.push(folded);
    else words.add(folded);
  }
  return {
    entries,
    blocks(folded) {
      let bounded: string | undefined;
      for (const word of folded.split(' ')) {
        if (words.has(word) || starts.some((start) => word.startsWith(start))) return true;
        const its = phrases.get(word);
        if (its === undefined) continue;
        bounded ??= ` ${folded} `;
        if (its.some((phrase) => bounded?.includes(` ${phrase} `))) return true;
      }
      return false;
    },
  };
}

/**
 * Reads a block-list from a file.
 * @throws FernglassError `input-invalid` when it cannot be read.
 */
export async function readBlockList(file: string): Promise<BlockList> {
  const text = await readFile(file, 'utf8').catch((cause) => {
    throw new FernglassError('input-invalid', `The block-list ${file} cannot be read; check its name.`, {
      cause,
    });
  });
  return createBlockList(text.split(/\r?\n/));
}

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Captions, Embeddings } from '../../../core';
import { usableSpace, verifyBytes } from '../../../index-shards/format';
import type { SearchResult } from '../../../workers/protocol';
import { kernelsInNode } from '../../../workers/retrieval/kernels/node';
import { countNames } from '../../../workers/retrieval/methods/count-names.ts';
import { IndexWords } from '../../../workers/retrieval/methods/index-words.ts';
import { searchPairs } from '../../../workers/retrieval/methods/pair-search.ts';
import { SpaceVectors } from '../../../workers/retrieval/methods/space-vectors.ts';
import { searchTexts } from '../../../workers/retrieval/methods/text-search.ts';
import type { CaptionSource } from '../../../workers/retrieval/search/caption-source.ts';
import type { SearchableIndex } from '../../../workers/retrieval/search/searchable-index.ts';
import { captionsOf } from '../ranking/classify.ts';

/** What methods ask of an index in a folder, answered by the page's own code. */
export class MethodRetrieval {
  readonly #words: IndexWords;

  private constructor(
    private readonly source: CaptionSource,
    private readonly pictures: SpaceVectors | null,
  ) {
    this.#words = new IndexWords(source);
  }

  static async open(index: SearchableIndex, folder: string): Promise<MethodRetrieval> {
    const read: CaptionSource['read'] = async (entry) => {
      const bytes = new Uint8Array(await readFile(join(folder, entry.name)));
      await verifyBytes(bytes, entry);
      return bytes;
    };
    const source: CaptionSource = {
      index,
      read,
      partsAreQuick: false,
      readParts: async (entry, parts) => {
        const bytes = await read(entry);
        return bytes && parts.map(({ start, end }) => bytes.subarray(start, end));
      },
    };
    const space = usableSpace(index.manifest, 'image');
    if (space === undefined) return new MethodRetrieval(source, null);
    const pictures = new SpaceVectors(source, space, await kernelsInNode(space.encoder.width));
    for (const { name } of space.files) pictures.noteStored(name);
    return new MethodRetrieval(source, pictures);
  }

  /** Whether captions have vectors of pictures. */
  get hasPairs(): boolean {
    return this.pictures !== null;
  }

  /** X-MoRe's two steps for each photo `[n, d]`; null where the index has no pairs. */
  async pairs(photos: Embeddings, pairs: number, k: number): Promise<Captions[] | null> {
    if (this.pictures === null) return null;
    return captionsOf(await searchPairs(this.source, this.pictures, photos, pairs, k));
  }

  /** The k captions that hold the names of each class. */
  byName(names: readonly string[], k: number): Promise<Captions[]> {
    return this.#texts({ mode: 'name', names, meaning: null, second: null }, k);
  }

  /** The k captions that are best by name and by meaning together; `meaning` are the retrieval prompts, `[n, d]`. */
  hybrid(names: readonly string[], meaning: Embeddings, k: number): Promise<Captions[]> {
    return this.#texts({ mode: 'hybrid', names, meaning, second: null }, k);
  }

  /** Captions that hold each name, `[names]`. */
  async counts(names: readonly string[]): Promise<readonly number[]> {
    return (await countNames(this.source, names)).counts;
  }

  async #texts(queries: Parameters<typeof searchTexts>[1], k: number): Promise<Captions[]> {
    const sources = { source: this.source, words: this.#words, second: null };
    const result: SearchResult = await searchTexts(sources, queries, k);
    return captionsOf(result);
  }
}

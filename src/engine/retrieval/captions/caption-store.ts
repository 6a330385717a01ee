import type { FoundBy } from '../../../../core';
import { foldCaption, row } from '../../../../core';
import { type CaptionFile, captionFileAt } from '../../../../index-shards/format';
import type { FoundHit, Hit, SearchResult } from '../../../../workers/protocol';

/** A caption that some query retrieved, kept once however many queries retrieved it. */
interface StoredCaption {
  readonly text: string;
  /** `[d]`, normalised, as the index stores it. */
  readonly embedding: Float32Array;
  /** What the same caption in another index has in common with it; put together when it is first asked for. */
  identity?: string;
}

/** Where a caption comes from. */
export interface CaptionOrigin {
  readonly address: string;
  /** Of its index. */
  readonly title: string;
  readonly source: string;
  readonly licence: string;
  /** The file that it is from, where its index tells. */
  readonly file?: string;
}

/** An opened index's numbers for its captions: they begin at `base`, so that several indexes share none. */
export interface CaptionNumbers {
  readonly base: number;
  /** Numbers that are taken, as many as the index has captions. */
  readonly count: number;
  /** Another with each. */
  readonly serial: number;
  readonly origin: CaptionOrigin;
  /** The files that they came from, in their order, where the index tells. */
  readonly files?: readonly CaptionFile[];
}

/** What a photo retrieved, best first, as numbers: thousands of photos share their captions' texts and vectors. */
export interface RetrievedCaptions {
  readonly ids: Int32Array;
  /** `[ids.length]`, cosine of each caption to the query. */
  readonly similarities: Float64Array;
  /** Cosines as they are, where a person pinned captions, which count for more. */
  readonly cosines?: Float64Array;
  /** So many of the first are pinned. */
  readonly pinned?: number;
}

/** Hits as numbers. @param base of their index's captions */
export function retrievedCaptions(hits: readonly Hit[], base = 0): RetrievedCaptions {
  return {
    ids: Int32Array.from(hits, ({ id }) => base + id),
    similarities: Float64Array.from(hits, ({ similarity }) => similarity),
  };
}

/** What a class retrieved, likewise. */
export interface CaptionsOfClass extends RetrievedCaptions {
  /** By which searches each was found, `[ids.length]`; of the few answers there are, each is one object. */
  readonly foundBy: readonly (readonly FoundBy[])[];
}

/** Hits for a text as numbers, likewise. */
export function captionsForClass(hits: readonly FoundHit[], base = 0): CaptionsOfClass {
  return { ...retrievedCaptions(hits, base), foundBy: hits.map(({ foundBy }) => shared(foundBy)) };
}

const foundBySets = new Map<string, readonly FoundBy[]>();

/** Ten thousand classes have hundreds of thousands of hits, and each came with an array of its own. */
function shared(foundBy: readonly FoundBy[]): readonly FoundBy[] {
  const key = foundBy.join();
  const known = foundBySets.get(key) ?? foundBy;
  foundBySets.set(key, known);
  return known;
}

/** Captions retrieved so far from the opened indexes. Photos of one domain share most of their captions. */
export class CaptionStore {
  readonly #captions = new Map<number, StoredCaption>();
  /** By text; made when a caption is first sought by it. */
  #byText: Map<string, number> | null = null;
  /** By base. */
  #taken: readonly CaptionNumbers[] = [];
  #generation = 0;
  #serial = 0;

  /** Another number after each `drop`: numbers mean nothing beyond it. */
  get generation(): number {
    return this.#generation;
  }

  /** Gives the captions of an index numbers that no other has; the lowest that are free. */
  take(count: number, origin: CaptionOrigin, files?: readonly CaptionFile[]): CaptionNumbers {
    let base = 0;
    for (const taken of this.#taken) {
      if (base + count <= taken.base) break;
      base = taken.base + taken.count;
    }
    const numbers: CaptionNumbers = {
      base,
      count,
      origin,
      serial: ++this.#serial,
      ...(files === undefined ? {} : { files }),
    };
    this.#taken = [...this.#taken, numbers].sort((a, b) => a.base - b.base);
    return numbers;
  }

  /** Forgets the captions of an index; whatever points at captions has to be found anew. */
  drop(numbers: CaptionNumbers): void {
    this.#generation++;
    this.#taken = this.#taken.filter((taken) => taken !== numbers);
    const end = numbers.base + numbers.count;
    for (const id of this.#captions.keys()) if (id >= numbers.base && id < end) this.#captions.delete(id);
    this.#byText = null;
  }

  /** Takes what a search found. @param base of its index's captions */
  add(result: Pick<SearchResult, 'hits' | 'vectors'>, base = 0): void {
    const { ids, embeddings } = result.vectors;
    const rows = new Map<number, number>();
    ids.forEach((id, i) => {
      if (!this.#captions.has(base + id)) rows.set(id, i);
    });
    for (const hits of result.hits)
      for (const { id, text } of hits) {
        const place = rows.get(id);
        // A copy: a view would keep the vectors of the whole search in memory for one new caption.
        if (place !== undefined) this.keep(base + id, { text, embedding: row(embeddings, place).slice() });
        rows.delete(id);
      }
  }

  /** Whether an earlier `add` or `keep` brought the caption. */
  has(id: number): boolean {
    return this.#captions.has(id);
  }

  /** Takes one caption, as an earlier visit found it. */
  keep(id: number, caption: Pick<StoredCaption, 'text' | 'embedding'>): void {
    this.#captions.set(id, { ...caption });
    if (this.#byText?.has(caption.text) === false) this.#byText.set(caption.text, id);
  }

  /** The number of a caption that is kept, by its text; undefined where none is. Of several indexes' the first found. */
  find(text: string): number | undefined {
    if (this.#byText === null) {
      this.#byText = new Map();
      for (const [id, caption] of this.#captions)
        if (!this.#byText.has(caption.text)) this.#byText.set(caption.text, id);
    }
    return this.#byText.get(text);
  }

  /** Text of a caption that an earlier `add` brought. */
  text(id: number): string {
    return this.#captions.get(id)!.text;
  }

  /** Vector of a caption that an earlier `add` brought, `[d]`; the same object every time. */
  embedding(id: number): Float32Array {
    return this.#captions.get(id)!.embedding;
  }

  /** What is the same for the same caption in any index. */
  identity(id: number): string {
    const caption = this.#captions.get(id)!;
    caption.identity ??= foldCaption(caption.text) || caption.text;
    return caption.identity;
  }

  /** Where a caption comes from; null where its index is not open any more. */
  origin(id: number): CaptionOrigin | null {
    const taken = this.#taken.find(({ base, count }) => id >= base && id < base + count);
    if (taken === undefined) return null;
    const file = captionFileAt(taken.files ?? [], id - taken.base);
    if (file === undefined) return taken.origin;
    const { licence, name, source } = file;
    return { ...taken.origin, source, licence, file: name };
  }
}

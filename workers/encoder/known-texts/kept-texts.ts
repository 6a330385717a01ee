import { clear, get, promisifyRequest, type UseStore } from 'idb-keyval';
import { Database } from '../../storage/database';
import { STORES } from '../../storage/names';

/** How much is kept between visits; the oldest goes first. */
export interface KeptLimits {
  readonly texts: number;
  readonly bytes: number;
}

const LIMITS: KeptLimits = { texts: 50_000, bytes: 64e6 };

/** Another number with each form of what is kept. */
const VERSION = 1;

/** Storage that does not answer for so long is taken as refused, as some private windows do. */
const ANSWER_WITHIN = 1000;
/** Rest after the last embedded text before what is new is written. */
const PAUSE = 500;

/**
 * What lies in the database: the ledger under this key; under numbers, the batches in which texts were written, oldest
 * first; under `[space, text]`, embeddings.
 */
const LEDGER = 'ledger';

interface Ledger {
  readonly version: number;
  readonly texts: number;
  readonly bytes: number;
  /** Numbers of the oldest batch and of the next to be written. */
  readonly first: number;
  readonly next: number;
  /** When the last batch was written, in milliseconds since 1970; version 0.1.0 did not note it. */
  readonly at?: number;
}

interface Batch {
  readonly keys: readonly [space: string, text: string][];
  readonly bytes: number;
}

/**
 * Text embeddings of one vector space kept in IndexedDB between visits. Nothing it does throws: where the browser refuses
 * storage, texts are embedded again.
 */
export class KeptTexts {
  readonly #database: Database;
  readonly #new = new Map<string, Float32Array>();
  /** Texts that were read here, or are to be: what goes where nothing of this visit is to be kept. */
  readonly #seen = new Set<string>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #writing: Promise<unknown> = Promise.resolve();
  #isKept = true;
  #refused = false;

  /** @param space identifies the checkpoint, its precision included; texts of different spaces never meet */
  constructor(
    private readonly space: string,
    private readonly limits = LIMITS,
    private readonly answerWithin = ANSWER_WITHIN,
  ) {
    this.#database = new Database(STORES.texts);
  }

  /** The embeddings of those texts that are kept, read at once; `[d]` each. */
  async read(texts: readonly string[]): Promise<Map<string, Float32Array>> {
    const rows = await this.#tried((use) => readRows(use, this.space, texts));
    const found = new Map<string, Float32Array>();
    rows?.forEach((row, i) => {
      if (row instanceof Float32Array) found.set(texts[i]!, row);
    });
    for (const text of found.keys()) this.#seen.add(text);
    return found;
  }

  /** Keeps an embedding, `[d]`, together with others that come soon after. */
  add(text: string, embedding: Float32Array): void {
    if (this.#refused || !this.#isKept) return;
    this.#seen.add(text);
    this.#new.set(text, embedding);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.flush(), PAUSE);
  }

  /**
   * Says whether texts are kept at all. Where they are not, nothing is written any more, and those that were read or
   * written through this go from the store: they are words that somebody typed.
   */
  async setKept(isKept: boolean): Promise<void> {
    this.#isKept = isKept;
    if (isKept) return;
    clearTimeout(this.#timer);
    this.#new.clear();
    const seen = new Set(this.#seen);
    this.#seen.clear();
    await this.#writing;
    if (seen.size > 0) await this.#tried((use) => dropRows(use, this.space, seen));
  }

  /** Writes what is new without waiting any longer. */
  async flush(): Promise<void> {
    clearTimeout(this.#timer);
    const rows = new Map(this.#new);
    this.#new.clear();
    if (rows.size === 0) return;
    this.#writing = this.#tried((use) => writeRows(use, this.space, rows, this.limits));
    await this.#writing;
  }

  /** The result of `work`, or null where storage fails or does not answer; then it is not asked again. */
  async #tried<T>(work: (use: UseStore) => Promise<T>): Promise<T | null> {
    if (this.#refused) return null;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error('Storage does not answer.')), this.answerWithin);
    });
    try {
      return await Promise.race([this.#database.run(work), late]);
    } catch {
      this.#refused = true;
      return null;
    } finally {
      clearTimeout(timer);
    }
  }
}

function readRows(use: UseStore, space: string, texts: readonly string[]): Promise<unknown[]> {
  return use('readonly', async (store) => {
    // All are asked for at once: a transaction ends while it has nothing to do.
    const ledger = promisifyRequest<Ledger | undefined>(store.get(LEDGER));
    const rows = texts.map((text) => promisifyRequest<unknown>(store.get([space, text])));
    const found = await Promise.all(rows);
    return (await ledger)?.version === VERSION ? found : [];
  });
}

/** Writes rows as one batch and drops the oldest batches above the limits, all or nothing. */
function writeRows(
  use: UseStore,
  space: string,
  rows: ReadonlyMap<string, Float32Array>,
  limits: KeptLimits,
): Promise<void> {
  return use('readwrite', async (store) => {
    let ledger = await promisifyRequest<Ledger | undefined>(store.get(LEDGER));
    // A newer version of the app, open in another tab or taken back since, keeps what it has.
    if (ledger !== undefined && ledger.version > VERSION) return;
    if (ledger?.version !== VERSION) {
      store.clear();
      ledger = { version: VERSION, texts: 0, bytes: 0, first: 0, next: 0 };
    }
    const batch: Batch = {
      keys: [...rows.keys()].map((text) => [space, text]),
      bytes: [...rows].reduce((sum, [text, { byteLength }]) => sum + byteLength + 2 * text.length, 0),
    };
    for (const [text, embedding] of rows) store.put(embedding, [space, text]);
    store.put(batch, ledger.next);
    let { texts, bytes, first } = ledger;
    texts += batch.keys.length;
    bytes += batch.bytes;
    const next = ledger.next + 1;
    for (; first < next && (texts > limits.texts || bytes > limits.bytes); first++) {
      const oldest = await promisifyRequest<Batch>(store.get(first));
      for (const key of oldest.keys) store.delete(key);
      store.delete(first);
      texts -= oldest.keys.length;
      bytes -= oldest.bytes;
    }
    store.put({ version: VERSION, texts, bytes, first, next, at: Date.now() } satisfies Ledger, LEDGER);
    await promisifyRequest(store.transaction);
  });
}

/** Takes texts out of the store, and out of the batches that name them. */
function dropRows(use: UseStore, space: string, gone: ReadonlySet<string>): Promise<void> {
  return use('readwrite', async (store) => {
    const ledger = await promisifyRequest<Ledger | undefined>(store.get(LEDGER));
    if (ledger?.version !== VERSION) return;
    const found = new Map<string, number>();
    for (const text of gone) {
      const row = await promisifyRequest<unknown>(store.get([space, text]));
      if (row instanceof Float32Array) found.set(text, row.byteLength + 2 * text.length);
      store.delete([space, text]);
    }
    let { texts, bytes } = ledger;
    for (let number = ledger.first; number < ledger.next; number++) {
      const batch = await promisifyRequest<Batch>(store.get(number));
      const lost = batch.keys.filter(([its, text]) => its === space && gone.has(text));
      if (lost.length === 0) continue;
      const lostBytes = lost.reduce((sum, [, text]) => sum + (found.get(text) ?? 0), 0);
      const keys = batch.keys.filter((key) => !lost.includes(key));
      store.put({ keys, bytes: batch.bytes - lostBytes } satisfies Batch, number);
      texts -= lost.length;
      bytes -= lostBytes;
    }
    store.put({ ...ledger, texts, bytes } satisfies Ledger, LEDGER);
    await promisifyRequest(store.transaction);
  });
}

/** How many texts of all spaces are kept, and since when; null where none ever were. Rejects where storage refuses. */
export async function keptTextsFacts(): Promise<{
  readonly texts: number;
  readonly bytes: number;
  readonly keptAt: number | null;
} | null> {
  const ledger = await new Database(STORES.texts).run((use) => get<Ledger>(LEDGER, use));
  if (ledger === undefined) return null;
  const { texts, bytes, at } = ledger;
  return { texts, bytes, keptAt: at ?? null };
}

/** Forgets the texts of all spaces; a worker that keeps some goes on with what it keeps from now on. */
export function clearKeptTexts(): Promise<void> {
  return new Database(STORES.texts).run((use) => clear(use));
}

import { createStore, del, delMany, entries, get, set, type UseStore } from 'idb-keyval';

/** Where files and manifests of indexes are kept. A file exists once it is named in `names()`, never before. */
export interface ShardStore {
  readonly kind: 'indexeddb' | 'memory';
  /** Names of the files that are complete. */
  names(): Promise<Set<string>>;
  /** Bytes of the files that are complete, by name. */
  sizes(): Promise<Map<string, number>>;
  read(name: string): Promise<Uint8Array<ArrayBuffer> | undefined>;
  /** @throws DOMException `QuotaExceededError` when the browser gives no more room. */
  write(name: string, bytes: Uint8Array<ArrayBuffer>): Promise<void>;
  drop(names: Iterable<string>): Promise<void>;
  /** Drops every file but these, those that were never completed included. */
  dropAllBut(names: ReadonlySet<string>): Promise<void>;
  /** Manifests by their URL, as text. */
  manifests(): Promise<Map<string, string>>;
  writeManifest(url: string, text: string): Promise<void>;
  dropManifest(url: string): Promise<void>;
}

/** A store, and why it is only memory, for the user. */
export interface OpenedStore {
  readonly store: ShardStore;
  readonly notice: string | null;
}

/** Opening IndexedDB neither succeeds nor fails in some private windows; after so long memory is used. */
const OPEN_WITHIN = 5000;

/** IndexedDB where it can be used, memory elsewhere. */
export async function openStore(openWithin = OPEN_WITHIN): Promise<OpenedStore> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  try {
    const store = new IndexedDbStore();
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error('it does not answer')), openWithin);
    });
    await Promise.race([store.names(), late]);
    return { store, notice: null };
  } catch (error) {
    const reason = error instanceof Error && error.message !== '' ? ` (${error.message})` : '';
    return {
      store: new MemoryStore(),
      notice: `This browser keeps no data for this page${reason}, as in a private window. Captions work, but are fetched again after a reload.`,
    };
  } finally {
    clearTimeout(timer);
  }
}

/** For as long as the worker lives. */
export class MemoryStore implements ShardStore {
  readonly kind = 'memory';
  readonly #files = new Map<string, Uint8Array<ArrayBuffer>>();
  readonly #manifests = new Map<string, string>();

  async names(): Promise<Set<string>> {
    return new Set(this.#files.keys());
  }
  async sizes(): Promise<Map<string, number>> {
    return new Map([...this.#files].map(([name, { length }]) => [name, length]));
  }
  async read(name: string): Promise<Uint8Array<ArrayBuffer> | undefined> {
    return this.#files.get(name);
  }
  async write(name: string, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
    this.#files.set(name, bytes);
  }
  async drop(names: Iterable<string>): Promise<void> {
    for (const name of names) this.#files.delete(name);
  }
  async dropAllBut(names: ReadonlySet<string>): Promise<void> {
    await this.drop([...this.#files.keys()].filter((name) => !names.has(name)));
  }
  async manifests(): Promise<Map<string, string>> {
    return new Map(this.#manifests);
  }
  async writeManifest(url: string, text: string): Promise<void> {
    this.#manifests.set(url, text);
  }
  async dropManifest(url: string): Promise<void> {
    this.#manifests.delete(url);
  }
}

/**
 * A row of the ledger. It is written unfinished before the bytes it stands for, so that bytes whose write was cut off
 * can be found and dropped, and again after them; it is removed before them.
 */
interface LedgerRow {
  readonly bytes: number;
  readonly unfinished?: true;
}

/** One database of an IndexedDB store, reopened once where the browser has closed it behind our back. */
class Database {
  #use: UseStore;

  constructor(private readonly name: string) {
    this.#use = createStore(name, 'entries');
  }

  async run<T>(work: (store: UseStore) => Promise<T>): Promise<T> {
    try {
      return await work(this.#use);
    } catch (error) {
      if (!(error instanceof DOMException) || error.name !== 'InvalidStateError') throw error;
      this.#use = createStore(this.name, 'entries');
      return work(this.#use);
    }
  }
}

/** Three databases, because idb-keyval keeps one store in each: bytes, ledger, manifests. */
export class IndexedDbStore implements ShardStore {
  readonly kind = 'indexeddb';
  readonly #bytes = new Database('fernglass-shard-bytes');
  readonly #ledger = new Database('fernglass-shard-ledger');
  readonly #manifests = new Database('fernglass-manifests');

  async names(): Promise<Set<string>> {
    return new Set((await this.sizes()).keys());
  }

  async sizes(): Promise<Map<string, number>> {
    const rows = await this.#rows();
    return new Map(rows.filter(([, row]) => !row.unfinished).map(([name, { bytes }]) => [name, bytes]));
  }

  async read(name: string): Promise<Uint8Array<ArrayBuffer> | undefined> {
    const row = await this.#ledger.run((store) => get<LedgerRow>(name, store));
    if (row === undefined || row.unfinished) return undefined;
    return this.#bytes.run((store) => get<Uint8Array<ArrayBuffer>>(name, store));
  }

  async write(name: string, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
    const row: LedgerRow = { bytes: bytes.length };
    await this.#ledger.run((store) => set(name, { ...row, unfinished: true }, store));
    try {
      await this.#bytes.run((store) => set(name, bytes, store));
    } catch (error) {
      await this.drop([name]).catch(() => {});
      throw error;
    }
    await this.#ledger.run((store) => set(name, row, store));
  }

  async drop(names: Iterable<string>): Promise<void> {
    const list = [...names];
    await this.#ledger.run((store) => delMany(list, store));
    await this.#bytes.run((store) => delMany(list, store));
  }

  async dropAllBut(names: ReadonlySet<string>): Promise<void> {
    const rows = await this.#rows();
    await this.drop(rows.map(([name]) => name).filter((name) => !names.has(name)));
  }

  async manifests(): Promise<Map<string, string>> {
    return new Map(await this.#manifests.run((store) => entries<string, string>(store)));
  }

  async writeManifest(url: string, text: string): Promise<void> {
    await this.#manifests.run((store) => set(url, text, store));
  }

  async dropManifest(url: string): Promise<void> {
    await this.#manifests.run((store) => del(url, store));
  }

  #rows(): Promise<[string, LedgerRow][]> {
    return this.#ledger.run((store) => entries<string, LedgerRow>(store));
  }
}

import { delMany, entries, get, set } from 'idb-keyval';
import type { Part } from '../../index-shards/format';
import type { ByteStore } from './bytes/byte-store';
import { Database } from './database';
import type { FileStore, StoredFile } from './file-store';

/**
 * A row of the ledger. It is written unfinished before the bytes it stands for, so that bytes whose write was cut off
 * can be found and dropped, and again after them; it is removed before them.
 */
interface LedgerRow {
  readonly bytes: number;
  readonly unfinished?: true;
  /** When it was written, in milliseconds since 1970; version 0.1.0 did not note it. */
  readonly at?: number;
}

/** Files that stay on the device: a ledger in IndexedDB, the bytes where `bytes` keeps them. */
export class LedgerFiles implements FileStore {
  readonly #ledger: Database;

  /** @param ledger name of its database */
  constructor(
    ledger: string,
    private readonly bytes: ByteStore,
  ) {
    this.#ledger = new Database(ledger);
  }

  get partsAreQuick(): boolean {
    return this.bytes.partsAreQuick;
  }

  async names(): Promise<Set<string>> {
    return new Set((await this.sizes()).keys());
  }

  async sizes(): Promise<Map<string, number>> {
    const rows = await this.#rows();
    return new Map(rows.filter(([, row]) => !row.unfinished).map(([name, { bytes }]) => [name, bytes]));
  }

  /** When the files that are complete were written, in milliseconds since 1970, as far as that was noted. */
  async dates(): Promise<Map<string, number>> {
    const rows = await this.#rows();
    return new Map(rows.flatMap(([name, { at, unfinished }]) => (at && !unfinished ? [[name, at]] : [])));
  }

  async has(name: string): Promise<boolean> {
    return (await this.#row(name)) !== undefined;
  }

  async read(name: string): Promise<Uint8Array<ArrayBuffer> | undefined> {
    const row = await this.#row(name);
    return row && this.bytes.read({ name, bytes: row.bytes });
  }

  async readParts(
    file: StoredFile,
    parts: readonly Part[],
  ): Promise<readonly Uint8Array<ArrayBuffer>[] | undefined> {
    if (!this.bytes.isOpen(file.name)) {
      const row = await this.#row(file.name);
      if (row?.bytes !== file.bytes) return undefined;
    }
    return this.bytes.readParts(file, parts);
  }

  async write(name: string, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
    const row: LedgerRow = { bytes: bytes.length, at: Date.now() };
    await this.#ledger.run((store) => set(name, { ...row, unfinished: true }, store));
    try {
      await this.bytes.write(name, bytes);
    } catch (error) {
      await this.drop([name]).catch(() => {});
      throw error;
    }
    await this.#ledger.run((store) => set(name, row, store));
  }

  async drop(names: Iterable<string>): Promise<void> {
    const list = [...names];
    await this.#ledger.run((store) => delMany(list, store));
    await this.bytes.drop(list);
  }

  /** Drops every file but these, those that were never completed included. */
  async dropAllBut(names: ReadonlySet<string>): Promise<void> {
    const rows = await this.#rows();
    const all = new Set([...rows.map(([name]) => name), ...(await this.bytes.names())]);
    await this.drop([...all].filter((name) => !names.has(name)));
  }

  #rows(): Promise<[string, LedgerRow][]> {
    return this.#ledger.run((store) => entries<string, LedgerRow>(store));
  }

  /** The row of a file that is complete. */
  async #row(name: string): Promise<LedgerRow | undefined> {
    const row = await this.#ledger.run((store) => get<LedgerRow>(name, store));
    return row?.unfinished ? undefined : row;
  }
}

import { del, entries, set } from 'idb-keyval';
import type { ByteStore } from './bytes/byte-store';
import { DatabaseBytes } from './bytes/database-bytes';
import { Database } from './database';
import { LedgerFiles } from './ledger-files';
import { MemoryFiles } from './memory-files';
import { STORES } from './names';
import type { ShardStore } from './shard-store';

/** Shards and manifests that stay on the device, the manifests in IndexedDB. */
export class KeptStore extends LedgerFiles implements ShardStore {
  readonly kind = 'device';
  readonly #manifests = new Database(STORES.manifests);

  constructor(bytes: ByteStore = new DatabaseBytes(STORES.shardBytes)) {
    super(STORES.shardLedger, bytes);
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
}

/** Shards and manifests for as long as the worker lives. */
export class MemoryStore extends MemoryFiles implements ShardStore {
  readonly kind = 'memory';
  readonly #manifests = new Map<string, string>();

  async dropAllBut(names: ReadonlySet<string>): Promise<void> {
    await this.drop([...(await this.names())].filter((name) => !names.has(name)));
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

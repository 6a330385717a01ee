import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { test as base, type Page } from '@playwright/test';
import type { Remote } from 'comlink';
import type { Result } from '../../core';
import { type Host, startHost } from '../../workers/net/testing/host';
import type { DownloadProgress, IndexInfo, RetrievalApi } from '../../workers/protocol';
import { type IndexFixture, makeIndex } from '../../workers/retrieval/testing/index-fixture';
import { openEmptyPage } from '../support/empty-page';
import { findWorker } from '../support/find-worker';

/** Eight shards of 300 captions, each large enough that the browser keeps it in a file of its own. */
export const INDEX = { captions: 2400, width: 256, lists: 24, shards: 8, seed: 7 } as const;
/** Captions in one shard. */
export const PER_SHARD = INDEX.captions / INDEX.shards;

/** Lets pages of any origin read a host. */
export const CORS = { 'Access-Control-Allow-Origin': '*' };

declare global {
  var Comlink: typeof import('comlink');
  var retrieval: Remote<RetrievalApi>;
  var retrievalWorker: Worker;
  var downloading: Promise<Result<IndexInfo>>;
}

const DIST = fileURLToPath(new URL('../../dist', import.meta.url));

/** What a search found. */
export interface Found {
  readonly captionsSearched: number;
  /** Caption texts, at the places of their ids. */
  readonly texts: readonly (string | null)[];
}

/** The built app's retrieval worker, alone on an empty page of the app's origin, spoken to through its own door. */
export class Tab {
  /** Captions that were there when the index was opened. */
  private present = 0;

  private constructor(readonly page: Page) {}

  /** Turns a page into such a tab. */
  static async start(page: Page): Promise<Tab> {
    const worker = findWorker(DIST, 'No caption index is open. Open one first.');
    await openEmptyPage(page);
    await page.addScriptTag({
      path: join(createRequire(import.meta.url).resolve('comlink'), '../comlink.js'),
    });
    await page.evaluate((path) => {
      globalThis.retrievalWorker = new Worker(path, { type: 'module' });
      globalThis.retrieval = Comlink.wrap<RetrievalApi>(globalThis.retrievalWorker);
    }, worker);
    return new Tab(page);
  }

  async open(manifestUrl: string): Promise<Result<IndexInfo>> {
    const result = await this.page.evaluate(async (url) => await retrieval.open(url), manifestUrl);
    this.present = result.ok ? result.value.captionsPresent : 0;
    return result;
  }

  /** Begins to fetch what is missing; `downloaded` awaits it. */
  async download(): Promise<void> {
    await this.page.evaluate(() => {
      globalThis.downloading = retrieval.download(Comlink.proxy(() => {}));
    });
  }

  downloaded(): Promise<Result<IndexInfo>> {
    return this.page.evaluate(() => downloading);
  }

  /** Opens and fetches all. */
  async fetchAll(manifestUrl: string): Promise<Result<IndexInfo>> {
    const opened = await this.open(manifestUrl);
    if (!opened.ok) return opened;
    await this.download();
    return this.downloaded();
  }

  /** Every caption that can be found. */
  search(): Promise<Found> {
    return this.page.evaluate(
      async ({ width, captions }) => {
        const query = { data: new Float32Array(width).fill(1 / Math.sqrt(width)), count: 1, width };
        const result = await retrieval.search(query, captions);
        if (!result.ok) throw new Error(result.error.message);
        const { hits, captionsSearched } = result.value;
        const texts = new Array<string | null>(captions).fill(null);
        for (const { id, text } of hits[0]!) texts[id] = text;
        return { captionsSearched, texts };
      },
      { width: INDEX.width, captions: INDEX.captions },
    );
  }

  /** Begins to fetch what is missing and ends the worker so many milliseconds after it has taken a shard. */
  async killAfterShard(milliseconds: number): Promise<void> {
    await this.page.evaluate(
      ({ present, milliseconds }) =>
        new Promise<void>((resolve) => {
          const kill = () => {
            retrievalWorker.terminate();
            resolve();
          };
          const onProgress = ({ info }: DownloadProgress) => {
            if (info.captionsPresent > present) setTimeout(kill, milliseconds);
          };
          void retrieval.download(Comlink.proxy(onProgress));
        }),
      { present: this.present, milliseconds },
    );
  }

  /** Changes a stored file; null removes it. */
  async change(name: string, to: (bytes: Uint8Array) => Uint8Array | null): Promise<void> {
    await this.page.evaluate(
      async ({ name, source }) => {
        const root = await navigator.storage.getDirectory();
        const directory = await root.getDirectoryHandle('fernglass-shards');
        const handle = await directory.getFileHandle(name);
        const change = new Function(`return (${source})`)() as typeof to;
        const changed = change(new Uint8Array(await (await handle.getFile()).arrayBuffer()));
        if (changed === null) return directory.removeEntry(name);
        const writable = await handle.createWritable();
        await writable.write(changed as Uint8Array<ArrayBuffer>);
        await writable.close();
      },
      { name, source: String(to) },
    );
  }

  /** Names in the ledger of complete files, and of those whose bytes are stored. */
  stored(): Promise<{ readonly complete: string[]; readonly bytes: string[] }> {
    return this.page.evaluate(async () => {
      const read = <T>(database: string, use: (store: IDBObjectStore) => IDBRequest<T>) =>
        new Promise<T>((resolve, reject) => {
          const opening = indexedDB.open(database);
          opening.onupgradeneeded = () => opening.result.createObjectStore('entries');
          opening.onerror = () => reject(opening.error);
          opening.onsuccess = () => {
            const request = use(opening.result.transaction('entries').objectStore('entries'));
            request.onsuccess = () => {
              opening.result.close();
              resolve(request.result);
            };
            request.onerror = () => reject(request.error);
          };
        });
      const names = (await read('fernglass-shard-ledger', (store) => store.getAllKeys())) as string[];
      const rows = await read<{ unfinished?: true }[]>('fernglass-shard-ledger', (store) => store.getAll());
      const root = await navigator.storage.getDirectory();
      const bytes: string[] = [];
      for await (const name of (await root.getDirectoryHandle('fernglass-shards')).keys()) bytes.push(name);
      return { complete: names.filter((_, i) => !rows[i]!.unfinished), bytes };
    });
  }
}

interface Fixtures {
  /** A host on another origin than the page's, which lets it read its files. */
  readonly host: Host;
  readonly manifestUrl: string;
  /** Opens another tab of the same browser. */
  readonly newTab: () => Promise<Tab>;
}

interface WorkerFixtures {
  readonly index: IndexFixture;
}

/** Playwright's test with a small index on a host of its own, and tabs with the retrieval worker alone. */
export const test = base.extend<Fixtures, WorkerFixtures>({
  index: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads a fixture's needs from this pattern.
    async ({}, use) => use(await makeIndex(INDEX)),
    { scope: 'worker' },
  ],
  host: async ({ index }, use) => {
    const host = await startHost(index.files, CORS);
    await use(host);
    await host.close();
  },
  manifestUrl: ({ host }, use) => use(`${host.url}manifest.json`),
  newTab: ({ context }, use) => use(async () => Tab.start(await context.newPage())),
});

export { expect } from '@playwright/test';

/** The app's build names its chunks by hash; the retrieval worker is the one that keeps shards. */

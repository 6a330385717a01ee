import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { afterEach, beforeAll, beforeEach, vi } from 'vitest';
import { type Embeddings, row, stack, unwrap } from '../../../core';
import { type Host, startHost } from '../../net/testing/host';
import { openShardStore, webLock } from '../../storage';
import { kernelsInNode } from '../kernels/node';
import { Retrieval, type RetrievalParts } from '../retrieval';
import { type IndexFixture, makeIndex } from './index-fixture';

/** The index that these tests serve: 40 captions and two lists in each shard. */
export const FIXTURE = { captions: 240, width: 24, lists: 12, shards: 6, seed: 1 } as const;

/** What `open` and `download` say of it once it is there and kept. */
export const WHOLE = { captionsPresent: 240, storage: 'device', storageNotice: null };

/** A tab without a network. */
export const noNetwork: typeof fetch = async () => {
  throw new TypeError('Failed to fetch');
};

/** The retrieval worker of a new tab: what is stored is there, nothing is in memory. `parts` replace its surroundings. */
export const newTab = (parts: Partial<RetrievalParts> = {}) =>
  new Retrieval({ fetch, openShardStore, startKernels: kernelsInNode, lock: webLock, pause: 1, ...parts });

/** A host of `FIXTURE` and an empty IndexedDB, anew for each test of the file. */
export interface Bench {
  readonly fixture: IndexFixture;
  readonly host: Host;
  readonly manifestUrl: string;
  /** The embedding of caption 7. */
  oneQuery(): Embeddings;
  /** A new tab that has opened the index. */
  opened(parts?: Partial<RetrievalParts>): Promise<Retrieval>;
  /** A new tab that has fetched all of the index. */
  downloaded(parts?: Partial<RetrievalParts>): Promise<Retrieval>;
  /** Names of the files asked for so far, without manifests. */
  filesAskedFor(): string[];
}

/** Prepares a bench before each test and ends its host afterwards. */
export function setUpBench(): Bench {
  let fixture: IndexFixture;
  let host: Host;
  beforeAll(async () => {
    fixture = await makeIndex(FIXTURE);
  });
  beforeEach(async () => {
    globalThis.indexedDB = new IDBFactory();
    host = await startHost(fixture.files);
  });
  afterEach(async () => {
    vi.restoreAllMocks();
    vi.unstubAllGlobals();
    await host.close();
  });
  const bench: Bench = {
    get fixture() {
      return fixture;
    },
    get host() {
      return host;
    },
    get manifestUrl() {
      return `${host.url}manifest.json`;
    },
    oneQuery: () => stack([row(fixture.embeddings, 7)]),
    async opened(parts) {
      const tab = newTab(parts);
      unwrap(await tab.open(bench.manifestUrl));
      return tab;
    },
    async downloaded(parts) {
      const tab = await bench.opened(parts);
      unwrap(await tab.download(() => {}));
      return tab;
    },
    filesAskedFor: () => host.requests.map(({ name }) => name).filter((name) => name.endsWith('.bin')),
  };
  return bench;
}

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Manifest } from '../../index-shards/format';
import { type Host, startHost } from '../../workers/net/testing/host';
import {
  type FixtureOptions,
  type IndexFixture,
  makeIndex,
} from '../../workers/retrieval/testing/index-fixture';
import type { App } from './app';
import { samplePaths } from './samples';
import { BUILD } from './site';
import { expect, test as withApp } from './test';

/** Lets pages of any origin read a host. */
export const CORS = { 'Access-Control-Allow-Origin': '*' };

/** 240 captions in six shards, which the pocket model embedded as far as the manifest says. */
export async function indexForPocket(options: Partial<FixtureOptions> = {}): Promise<IndexFixture> {
  const path = join(BUILD, 'indexes', 'pocket', 'manifest.json');
  const { model } = JSON.parse(readFileSync(path, 'utf8')) as Manifest;
  return makeIndex({
    captions: 240,
    width: model.width,
    lists: 12,
    shards: 6,
    seed: 3,
    title: 'Other captions',
    model,
    ...options,
  });
}

interface Fixtures {
  /** Serves an index on an origin of its own until the test ends. */
  readonly indexHost: (index: IndexFixture, headers?: Readonly<Record<string, string>>) => Promise<Host>;
}

/** The page's test, with hosts of indexes on other origins. */
export const test = withApp.extend<Fixtures>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads a fixture's needs from this pattern.
  indexHost: async ({}, use) => {
    const hosts: Host[] = [];
    await use(async (index, headers = CORS) => {
      const host = await startHost(index.files, headers);
      hosts.push(host);
      return host;
    });
    await Promise.all(hosts.map((host) => host.close()));
  },
});

/** Opens the index menu, if it is closed. */
export async function indexMenu(app: App) {
  const menu = app.page.getByRole('dialog', { name: 'Index', exact: true });
  if (!(await menu.isVisible())) await app.page.getByRole('button', { name: /^Index/ }).click();
  return menu;
}

/** Asks for the index at an address, as a user does. */
export async function openIndex(app: App, address: string): Promise<void> {
  const menu = await indexMenu(app);
  await menu.getByRole('textbox', { name: 'Index address' }).fill(address);
  await menu.getByRole('button', { name: 'Open', exact: true }).click();
}

/** A visit with two photos that opens the index of a host, until all of its captions are there and used. */
export async function visitIndex(
  app: App,
  host: Host,
  { texts }: Pick<IndexFixture, 'texts'>,
): Promise<void> {
  await app.open();
  await app.addPhotos(samplePaths(2));
  await app.settledWith(2);
  await openIndex(app, `${host.url}manifest.json`);
  const captions = texts.length.toLocaleString('en');
  await expect(app.status).toContainText(`${captions} of ${captions} captions`);
  await app.settled();
}

/** Every caption that the exported photos were enriched with. */
export async function captionsUsed(app: App): Promise<string[]> {
  const { photos } = await app.exportJson();
  return photos.flatMap(({ captions }) => captions.map(({ text }) => text));
}

/** Names in the ledger of the files that this browser keeps of indexes. */
export function storedFiles(app: App): Promise<string[]> {
  return app.page.evaluate(
    () =>
      new Promise<string[]>((resolve, reject) => {
        const opening = indexedDB.open('fernglass-shard-ledger');
        opening.onerror = () => reject(opening.error);
        opening.onsuccess = () => {
          const request = opening.result.transaction('entries').objectStore('entries').getAllKeys();
          request.onerror = () => reject(request.error);
          request.onsuccess = () => {
            opening.result.close();
            resolve(request.result as string[]);
          };
        };
      }),
  );
}

export { expect };

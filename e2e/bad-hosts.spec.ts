import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { App } from './support/app';
import { samplePaths } from './support/samples';
import { type Altered, BUILD } from './support/site';
import { expect, test } from './support/test';

const HTML: Altered = {
  status: 200,
  type: 'text/html',
  body: '<!doctype html><title>Welcome</title><p>Hello.',
};
const NOT_FOUND: Altered = { status: 404, type: 'text/html', body: '<!doctype html><title>404</title>' };

const retry = (app: App) =>
  app.page.getByRole('alert').getByRole('button', { name: 'Try again', exact: true }).first();

// Fault: file missing × model; page in its place × model; damaged on the way × model
test('a model file that does not come is said where it matters, photos wait, and a retry goes on with them', async ({
  app,
  host,
}) => {
  let answer: ((file: Uint8Array) => Altered) | null = null;
  let answered = false;
  const site = await host({
    alter: (path, file) => {
      if (answer === null || !file || !/^models\/.*vision_model.*\.onnx$/.test(path)) return null;
      answered = true;
      return answer(file);
    },
  });
  for (const [i, fault] of [
    { name: 'it is missing (404)', answer: () => NOT_FOUND, says: /not found|missing|404/i },
    { name: 'a page comes in its place', answer: () => HTML, says: /page|HTML|not (a|the) model/i },
    {
      name: 'it is cut short',
      answer: (file: Uint8Array) => ({ body: file.subarray(0, file.length >> 1) }),
      says: /incomplete|cut short|damaged|not whole|bytes|checksum|sha/i,
    },
  ].entries())
    await test.step(fault.name, async () => {
      answer = fault.answer;
      answered = false;
      if (i === 0) {
        await app.page.goto(`${site.url}?backend=wasm`);
        await app.addPhotos(samplePaths(2));
      } else await retry(app).click();
      // What is said must be of this fault, not of the one before.
      await expect.poll(() => answered).toBe(true);
      await expect(app.status).toHaveText(/Stopped: no model\s*$/);
      await expect(app.page.getByRole('alert').filter({ hasText: fault.says }).first()).toBeVisible();
      await expect(app.items()).toHaveCount(2);
    });
  answer = null;
  await retry(app).click();
  await app.settledWith(2);
  const { photos } = await app.exportJson();
  for (const photo of photos) expect(photo.enriched.length).toBeGreaterThan(1);
});

test.describe('a shard', () => {
  const faults = [
    { name: 'is missing (404)', answer: () => NOT_FOUND, says: /not found|missing|404/i },
    { name: 'is a page instead', answer: () => HTML, says: /page|HTML|not (a|the)|damaged|differ|bytes/i },
    {
      name: 'is cut short',
      answer: (file: Uint8Array) => ({ body: file.subarray(0, file.length >> 1) }),
      says: /incomplete|cut short|damaged|bytes|differ/i,
    },
    {
      name: 'has flipped bytes',
      answer: (file: Uint8Array) => ({ body: file.map((byte, i) => (i % 997 === 500 ? byte ^ 0xff : byte)) }),
      says: /damaged|checksum|sha|differ|changed|corrupt/i,
    },
  ];
  for (const { name, answer, says } of faults) {
    // Fault: file missing × captions; page in its place × captions; damaged on the way × captions
    test(`${name}: said where it matters, zero-shot goes on, and a retry brings the captions`, async ({
      app,
      host,
    }) => {
      const [shard] = pocketShards();
      let broken = true;
      const site = await host({
        alter: (path, file) => (broken && file && path.endsWith(shard!) ? answer(file) : null),
      });
      await app.page.goto(`${site.url}?backend=wasm`);
      await app.addPhotos(samplePaths(2));
      await expect(app.page.getByRole('alert').filter({ hasText: says }).first()).toBeVisible();
      await app.settledWith(2);
      const without = await app.exportJson();
      for (const photo of without.photos) expect(photo.zeroShot.length).toBeGreaterThan(1);

      broken = false;
      await retry(app).click();
      await app.settled();
      await expect
        .poll(async () => (await app.exportJson()).photos.every(({ captions }) => captions.length > 0))
        .toBe(true);
      const all = manifest().captions.toLocaleString('en-GB');
      await expect(app.status).toContainText(all);
    });
  }
});

// Fault: file missing × index; file missing × answers
test('a missing manifest is said at the index, and zero-shot goes on', async ({ app, host }) => {
  const site = await host({
    alter: (path) => (path === 'indexes/pocket/manifest.json' ? NOT_FOUND : null),
  });
  await app.page.goto(`${site.url}?backend=wasm`);
  await app.addPhotos(samplePaths(1));
  await app.settledWith(1);
  await expect(
    app.page
      .getByRole('alert')
      .filter({ hasText: /index|captions/i })
      .first(),
  ).toBeVisible();
  // The answer does not look like one with captions.
  await expect(app.status).toHaveText(/Ready without captions\s*$/);
  await expect(app.items().first()).toContainText('no captions');
  const [photo] = (await app.exportJson()).photos;
  expect(photo!.zeroShot.length).toBeGreaterThan(1);
  expect(photo!.warning).toContain('Computed without captions');
});

interface PocketManifest {
  readonly captions: number;
  readonly shards: readonly { readonly name: string }[];
}

function manifest(): PocketManifest {
  const path = join(BUILD, 'indexes', 'pocket', 'manifest.json');
  if (!existsSync(path)) throw new Error('The build has no pocket index.');
  return JSON.parse(readFileSync(path, 'utf8')) as PocketManifest;
}

const pocketShards = () => manifest().shards.map(({ name }) => name);

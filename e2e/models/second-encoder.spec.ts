import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { dot, row } from '../../core';
import { runCli, TINY_MODEL } from '../../index-shards/builder/testing/cli';
import type { SentenceReading } from '../../index-shards/format';
import { directoryFiles } from '../../workers/encoder/node/directory';
import { type Hub, startHub } from '../../workers/encoder/testing/hub';
import { type Host, startHost } from '../../workers/net/testing/host';
import { loadSentenceEncoder } from '../../workers/sentences/load';
import { CORS, openIndex } from '../support/index-host';
import { samplePaths } from '../support/samples';
import { expect, test } from '../support/test';

const FIXTURES = fileURLToPath(new URL('../../workers/sentences/fixtures', import.meta.url));
const MODEL = 'Xenova/siglip-base-patch16-224';
const CLASSES = ['maidenhair spleenwort', 'bridge rectifier'];
const KINDS = ['fern', 'spleenwort', 'rectifier', 'bridge', 'capacitor', 'fuse'];
const PLACES = ['on a forest floor', 'beside a wall', 'in a drawing', 'with a label', 'on white paper'];
const CAPTIONS = KINDS.flatMap((kind) =>
  PLACES.flatMap((place) => ['a silver', 'a smoothing'].map((which) => `${which} ${kind} ${place}`)),
);

/** An encoder of either kind, how its own files say that it is run, and where the page gets it. */
const ENCODERS = [
  {
    name: 'tiny-bert',
    from: 'hub',
    reading: { pooling: 'mean', prefix: 'passage: ', queryPrefix: 'query: ' },
  },
  {
    name: 'tiny-decoder',
    from: 'folder',
    reading: {
      pooling: 'last_token',
      prefix: '',
      queryPrefix: 'Instruct: Find captions of the class\nQuery:',
    },
  },
] as const;

let folder: string;
let hub: Hub;
const hosts = new Map<string, Host>();

test.beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fernglass-second-'));
  const captions = join(folder, 'captions.txt');
  await writeFile(captions, CAPTIONS.join('\n'));
  for (const { name } of ENCODERS) {
    const out = join(folder, name);
    const { code, stderr } = await runCli(
      [
        ['build', '--captions', captions, '--model', TINY_MODEL, '--model-id', MODEL, '--out', out],
        ['--second-encoder', join(FIXTURES, name), '--second-id', `someone/${name}`],
        ['--id', name, '--title', `Captions by ${name}`, '--threads', '1'],
      ].flat(),
    );
    expect(code, stderr).toBe(0);
    const files = (await readdir(out)).map(
      async (file) => [file, new Uint8Array(await readFile(join(out, file)))] as const,
    );
    hosts.set(name, await startHost(new Map(await Promise.all(files)), CORS));
  }
  hub = await startHub(TINY_MODEL, MODEL, 0, { 'someone/tiny-bert': join(FIXTURES, 'tiny-bert') });
});
test.afterAll(async () => {
  await Promise.all([hub.close(), ...[...hosts.values()].map((host) => host.close())]);
  await rm(folder, { recursive: true });
});

test.use({ keptClasses: null, visit: 'first' });

test('captions of classes are found in the space of a second text encoder, from a hub or a folder, which loads when classes ask for it', async ({
  app,
  page,
}) => {
  await page.addInitScript(
    ([id, host, manifestUrl, classesText]) => {
      localStorage['fernglass.page'] ??= JSON.stringify({ state: { started: true }, version: 1 });
      localStorage['fernglass.request'] ??= JSON.stringify({
        version: 1,
        model: { id, revision: 'main', host, layout: 'hub' },
        manifestUrl,
        classesText,
      });
    },
    [MODEL, hub.url, `${hosts.get('tiny-bert')!.url}manifest.json`, CLASSES[0]!] as const,
  );
  const asked = (name: string) => hub.requests.filter((path) => path.includes(`someone/${name}/`));
  const found = page.getByRole('region', { name: 'Captions near the class', exact: true });
  await app.open();
  await app.addPhotos(samplePaths(1));
  await app.settledWith(1);
  await app.items().first().getByRole('button').first().click();
  await expect(found.getByRole('listitem')).not.toHaveCount(0);
  expect(asked('tiny-bert')).toEqual([]);

  await page
    .getByRole('combobox', { name: 'Class captions', exact: true })
    .selectOption('by meaning, second encoder');
  for (const { name, from, reading } of ENCODERS)
    await test.step(`${name}: the captions nearest in its space are those of the class`, async () => {
      if (name !== 'tiny-bert') {
        await openIndex(app, `${hosts.get(name)!.url}manifest.json`);
        await expect(
          page.getByRole('button', { name: new RegExp(`^Index.*Captions by ${name}`) }),
        ).toBeVisible();
        await page.keyboard.press('Escape');
      }
      if (from === 'folder') {
        await expect.poll(() => asked(name)).not.toEqual([]);
        await app.settled();
        await page.getByRole('button', { name: /^Model/ }).click();
        await page.getByRole('button', { name: 'All models…', exact: true }).click();
        await page.getByLabel('Open model folder', { exact: true }).setInputFiles(join(FIXTURES, name));
        await expect(page.getByText(`${name} is a text encoder.`)).toBeVisible();
        await expect(
          page.getByRole('list', { name: 'In this browser' }).getByRole('listitem').filter({ hasText: name }),
        ).toContainText('ready offline');
        await page.keyboard.press('Escape');
        await app.settled();
      }
      for (const title of CLASSES) {
        const nearest = await nearestIn(name, reading, title);
        await app.classes.fill(title);
        await expect(page.getByRole('combobox', { name: 'Captions of class' })).toContainText(title);
        await app.settled();
        const shown = await found.getByRole('listitem').allInnerTexts();
        expect(shown.length).toBeGreaterThan(2);
        const least = [...nearest.values()].sort((a, b) => b - a)[shown.length - 1]!;
        for (const text of shown) {
          const [, caption, similarity] = text.match(/^([^\n]+)\n[\s\S]*?similarity\s*([-−\d.]+)/)!;
          // The index keeps eight bits of each component.
          expect(nearest.get(caption!)).toBeGreaterThan(least - 0.01);
          expect(Math.abs(nearest.get(caption!)! - Number(similarity!.replace('−', '-')))).toBeLessThan(0.01);
        }
      }
      if (from === 'hub') expect(asked(name)).toContain(`someone/${name}/resolve/main/onnx/model.onnx`);
    });
});

/** Cosine of each caption to a class's prompt by an encoder, run in Node. */
async function nearestIn(
  name: string,
  reading: SentenceReading,
  title: string,
): Promise<ReadonlyMap<string, number>> {
  const options = { device: 'cpu', precision: 'fp32', reading, threads: 1 } as const;
  const encoder = await loadSentenceEncoder(directoryFiles(join(FIXTURES, name)), options);
  const captions = await encoder.embedCaptions(CAPTIONS);
  const query = row(await encoder.embedQueries([`a photo of a ${title}`]), 0);
  await encoder.dispose();
  return new Map(CAPTIONS.map((caption, i) => [caption, dot(row(captions, i), query)]));
}

import { readFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { FernglassError } from '../../../../core';
import { chooseNetwork } from '../../../net';
import { type Host, startHost } from '../../../net/testing/host';
import { answers } from '../../../net/testing/misbehaviour';
import type { ByteProgress, HubSource, ModelSource } from '../../../protocol';
import { MemoryFiles } from '../../../storage';
import { type Fault, type Hub, startHub } from '../../testing/hub';
import { readSettings } from '../settings';
import { hostFiles } from './host';
import { type ModelStore, modelStoreIn, NO_STORE } from './model-store';
import { pinRevision } from './revision';

const directory = new URL('../../fixtures/tiny-siglip', import.meta.url).pathname;
const id = 'someone/tiny-siglip';
const vision = 'onnx/vision_model_quantized.onnx';
const original = readFileSync(`${directory}/${vision}`);
/** Waits as short as they may be. */
const fetching = { pause: 1 };

let hub: Hub;
let source: HubSource;

beforeAll(async () => {
  hub = await startHub(directory, id);
});
afterAll(() => hub.close());
beforeEach(() => {
  hub.faults.clear();
  hub.requests.length = 0;
  hub.api = true;
  hub.checksums = true;
  source = { id, revision: 'main', host: hub.url, layout: 'hub' };
});

/** A store in memory. */
function memoryStore(): ModelStore & { files: MemoryFiles } {
  const files = new MemoryFiles();
  return { files, ...modelStoreIn(files) };
}

/** The checkpoint's files in a store; what the host said of them lies there too. */
const keptIn = async ({ files }: { files: MemoryFiles }) =>
  Promise.all(
    [...(await files.names())]
      .filter((key) => !key.includes('.fernglass-listing'))
      .map(async (key) => ({ key, bytes: (await files.read(key))! })),
  );

async function errorOf(work: Promise<unknown>): Promise<{ code: string; message: string }> {
  const thrown = await work.then(
    () => null,
    (error: unknown) => error,
  );
  if (!(thrown instanceof FernglassError)) throw new Error(`not a FernglassError: ${thrown}`);
  return thrown;
}

describe('a hub laid out like the real one', () => {
  test('gives settings and weights, with progress, from one commit', async () => {
    const pinned = await pinRevision(source, NO_STORE);
    expect(pinned.revision).toBe(hub.commit);
    const progress: ByteProgress[] = [];
    const files = hostFiles(pinned, { onProgress: (step) => progress.push(step) });
    const settings = await readSettings(files);
    expect(settings.preprocessor).toMatchObject({
      imageSize: 96,
      resample: 'bicubic',
      mean: [0.5, 0.5, 0.5],
    });
    expect(settings).toMatchObject({
      logits: { scale: 20, bias: -8, source: 'checkpoint' },
      text: { contextLength: 24, clean: 'none' },
    });
    expect(Buffer.from((await files.weights(vision)) as Uint8Array).equals(original)).toBe(true);
    expect(progress.at(-1)).toEqual({ file: vision, loaded: original.length, total: original.length });
    expect(hub.requests).toContain(`${id}/resolve/${hub.commit}/${vision}`);
  });

  test('keeps what it fetched, and then needs no network', async () => {
    const store = memoryStore();
    const pinned = await pinRevision(source, store);
    const first = hostFiles(pinned, { store });
    await readSettings(first);
    await first.weights(vision);
    expect(first.allStored()).toBe(true);
    hub.requests.length = 0;
    const again = hostFiles(await pinRevision(source, store), { store });
    await readSettings(again);
    await again.weights(vision);
    expect(hub.requests).toEqual([]);
  });

  test('sees to it that a file is kept, and reads none that is', async () => {
    const store = memoryStore();
    const files = hostFiles(source, { store });
    await files.keep(vision);
    hub.requests.length = 0;
    let reads = 0;
    const counting: ModelStore = {
      ...store,
      get: (key) => {
        reads++;
        return store.get(key);
      },
    };
    await hostFiles(source, { store: counting }).keep(vision);
    expect([hub.requests, reads]).toEqual([[], 0]);
    expect((await files.weights(vision)).length).toBe(original.length);
  });

  test('keeps revisions apart', async () => {
    const store = memoryStore();
    await hostFiles({ ...source, revision: hub.commit }, { store }).text('config.json');
    hub.requests.length = 0;
    await hostFiles(source, { store }).text('config.json');
    expect(hub.requests).toContain(`${id}/resolve/main/config.json`);
  });

  test('a mirror without the API serves as well', async () => {
    hub.api = false;
    hub.checksums = false;
    expect(await pinRevision(source, NO_STORE)).toEqual(source);
    expect(await hostFiles(source).weights(vision)).toHaveLength(original.length);
  });

  test('a plain folder serves as well, its files.json telling what is damaged', async () => {
    const folder = { ...source, layout: 'folder' as const };
    await readSettings(hostFiles(folder));
    expect(await hostFiles(folder).weights(vision)).toHaveLength(original.length);
    expect(hub.requests).toContain(`${id}/${vision}`);
    hub.faults.set(vision, 'flipped');
    const error = await errorOf(hostFiles(folder).weights(vision));
    expect(error).toMatchObject({ code: 'model-unreadable', message: expect.stringContaining('checksum') });
    hub.requests.length = 0;
    hub.faults.clear();
    await hostFiles(folder, { useListing: false }).weights(vision);
    expect(hub.requests).toEqual([`${id}/${vision}`]);
  });

  test('an absent optional file is null, and a full or forbidden store is no error', async () => {
    const full: ModelStore = { ...memoryStore(), put: async () => false };
    const files = hostFiles(source, { store: full });
    expect(await files.text('no-such.json')).toBeNull();
    await files.weights(vision);
    expect(files.allStored()).toBe(false);
    expect(hostFiles(source).allStored()).toBe(false);
  });
});

describe('a hub that is asked too often', () => {
  test('is waited for as it asks, and then gives commit, listing and weights', async () => {
    for (const what of ['api/revision', 'api/tree', vision]) {
      hub.faults.set(what, 'limited');
      const pinned = await pinRevision(source, NO_STORE);
      expect(pinned.revision).toBe(hub.commit);
      const files = hostFiles(pinned, { fetching });
      expect((await files.listing())?.get(vision)?.bytes).toBe(original.length);
      expect(await files.weights(vision)).toHaveLength(original.length);
      expect(hub.faults.size).toBe(0);
    }
  });

  test.each(['api/revision', 'api/tree', vision])(
    'says how long to wait, and that what came is kept, where %s asks for long',
    async (what) => {
      hub.faults.set(what, 'limited for long');
      const store = memoryStore();
      const load = async () => {
        const files = hostFiles(await pinRevision(source, store), { store, fetching });
        await files.text('tokenizer.json');
        await files.weights(vision);
      };
      expect(await errorOf(load())).toMatchObject({
        code: 'network-failed',
        message: expect.stringMatching(
          /asked too often \(429\) and asks to wait 10 min.*what is complete is kept/,
        ),
      });
      // Nothing lies there under a branch's name, to be fetched again once the commit is known.
      expect((await keptIn(store)).filter(({ key }) => key.includes('revision=main'))).toEqual([]);
      hub.faults.clear();
      hub.requests.length = 0;
      await load();
      if (what === vision) expect(hub.requests.filter((path) => path.endsWith('tokenizer.json'))).toEqual([]);
    },
  );
});

describe('a hub that sends on to another host for large files', () => {
  let other: Hub;
  beforeEach(async () => {
    other = await startHub(directory, id);
    hub.storage = other.url;
  });
  afterEach(async () => {
    hub.storage = '/';
    chooseNetwork(null);
    await other.close();
  });
  const originOf = ({ url }: Hub) => new URL(url).origin;

  test('is followed to one that was chosen with it; what comes is held against the hub’s checksum', async () => {
    chooseNetwork({ closed: false, origins: [originOf(hub), originOf(other)] });
    expect(await hostFiles(source, { fetching }).weights(vision)).toHaveLength(original.length);
    other.faults.set(vision, 'flipped');
    expect(await errorOf(hostFiles(source, { fetching }).weights(vision))).toMatchObject({
      code: 'model-unreadable',
      message: expect.stringContaining('checksum'),
    });
  });

  test('is not followed to any other, which is named', async () => {
    chooseNetwork({ closed: false, origins: [originOf(hub)] });
    expect(await errorOf(hostFiles(source, { fetching }).weights(vision))).toMatchObject({
      code: 'host-not-chosen',
      message: expect.stringContaining(new URL(other.url).host),
    });
  });
});

describe('weights that are long under way', () => {
  let host: Host;
  afterEach(() => host.close());

  test('survive a connection that breaks at 90 %: only the rest is fetched, and the whole is verified', async () => {
    host = await startHost(new Map([['model.onnx', original]]));
    const folder: ModelSource = { id: 'path', revision: 'main', host: `${host.url}../`, layout: 'folder' };
    const at = Math.floor(original.length * 0.9);
    host.misbehave('model.onnx', answers.breakAfter(at));
    const store = memoryStore();
    const progress: ByteProgress[] = [];
    const files = hostFiles(folder, { store, fetching, onProgress: (step) => progress.push(step) });
    expect(await files.weights('model.onnx')).toHaveLength(original.length);
    const asked = host.requests.filter(({ name }) => name === 'model.onnx');
    expect(asked.map(({ range }) => range)).toEqual([undefined, `bytes=${at}-`]);
    expect((await keptIn(store)).map(({ bytes }) => bytes)).toEqual([new Uint8Array(original)]);
    expect(progress.at(-1)).toEqual({ file: 'model.onnx', loaded: original.length, total: original.length });
  });

  test('that fall silent are asked for again, and given up in the end', async () => {
    host = await startHost(new Map([['model.onnx', original]]));
    const folder: ModelSource = { id: 'path', revision: 'main', host: `${host.url}../`, layout: 'folder' };
    const impatient = { ...fetching, stallAfter: 200 };
    host.misbehave('model.onnx', answers.stall);
    expect(await hostFiles(folder, { fetching: impatient }).weights('model.onnx')).toHaveLength(
      original.length,
    );
    host.misbehave('model.onnx', answers.stall, 9);
    expect(await errorOf(hostFiles(folder, { fetching: impatient }).weights('model.onnx'))).toMatchObject({
      code: 'network-failed',
      message: expect.stringMatching(/came in 0\.2 s/),
    });
  });
});

describe('what a host may send instead of weights', () => {
  const cases: [Fault, string, RegExp, { api: boolean; checksums: boolean }][] = [
    ['missing', 'model-not-found', /not found/, { api: true, checksums: true }],
    [
      'private',
      'model-not-found',
      /asks for a login \(401\).*Open model folder/,
      { api: true, checksums: true },
    ],
    ['gated', 'model-not-found', /\(403\).*terms.*Open model folder/, { api: true, checksums: true }],
    ['busy', 'network-failed', /503/, { api: true, checksums: true }],
    ['broken', 'network-failed', /connection broke/, { api: true, checksums: true }],
    ['page', 'model-unreadable', /web page/, { api: true, checksums: true }],
    ['page', 'model-unreadable', /web page/, { api: false, checksums: false }],
    ['short', 'model-unreadable', /bytes came instead of/, { api: true, checksums: true }],
    ['short', 'model-unreadable', /cut short/, { api: false, checksums: false }],
    ['flipped', 'model-unreadable', /checksum/, { api: true, checksums: true }],
    ['flipped', 'model-unreadable', /checksum/, { api: false, checksums: true }],
  ];
  test.each(cases)('%s is %s', async (fault, code, message, { api, checksums }) => {
    hub.api = api;
    hub.checksums = checksums;
    hub.faults.set(vision, fault);
    const store = memoryStore();
    const error = await errorOf(hostFiles(source, { store, fetching }).weights(vision));
    expect(error).toMatchObject({ code, message: expect.stringMatching(message) });
    expect(error.message).toContain(hub.url);
    expect(await keptIn(store)).toEqual([]);

    hub.faults.clear();
    await hostFiles(source, { store }).weights(vision);
    expect(await keptIn(store)).toHaveLength(1);
  });

  test.each(['page', 'short'] as const)('config.json: %s', async (fault) => {
    hub.faults.set('config.json', fault);
    hub.api = false;
    expect(await errorOf(readSettings(hostFiles(source)))).toMatchObject({ code: 'model-unreadable' });
  });

  test('no config.json: no such model', async () => {
    const error = await errorOf(readSettings(hostFiles({ ...source, id: 'someone/else' })));
    expect(error).toMatchObject({ code: 'model-not-found', message: expect.stringContaining('config.json') });
  });

  test('nobody answers', async () => {
    const error = await errorOf(hostFiles({ ...source, host: 'http://127.0.0.1:9/' }).text('config.json'));
    expect(error).toMatchObject({ code: 'network-failed', message: expect.stringContaining('127.0.0.1:9') });
  });

  test('what went bad in the store is fetched again', async () => {
    const store = memoryStore();
    await hostFiles(source, { store }).weights(vision);
    const { key, bytes } = (await keptIn(store))[0]!;
    await store.files.write(key, bytes.slice(0, 1000));
    expect(await hostFiles(source, { store }).weights(vision)).toHaveLength(original.length);
    expect(await store.files.read(key)).toHaveLength(original.length);
  });
});

describe('checkpoints that cannot be used say why', () => {
  const texts = Object.fromEntries(
    ['config.json', 'preprocessor_config.json', 'tokenizer.json', 'tokenizer_config.json'].map((file) => [
      file,
      readFileSync(`${directory}/${file}`, 'utf8'),
    ]),
  );
  const read = (file: string, change: Record<string, unknown>) =>
    readSettings({
      id,
      revision: 'main',
      text: async (name) =>
        name === file ? JSON.stringify({ ...JSON.parse(texts[name]!), ...change }) : texts[name]!,
      listing: async () => null,
      weights: () => Promise.reject(new Error('not asked for')),
    });

  test.each([
    ['config.json', { model_type: 'blip' }, /model_type is "blip"/],
    ['preprocessor_config.json', { resample: 0 }, /resample 0/],
    ['preprocessor_config.json', { size: { shortest_edge: 224 } }, /oblong/],
    ['preprocessor_config.json', { size: { height: 96, width: 64 } }, /square/],
    ['preprocessor_config.json', { do_center_crop: true, crop_size: 128 }, /cuts out more/],
    ['preprocessor_config.json', { max_num_patches: 256 }, /NaFlex/],
    ['preprocessor_config.json', { image_mean: [1] }, /three means/],
  ])('%s %j', async (file, change, message) => {
    expect(await errorOf(read(file, change))).toMatchObject({
      code: 'model-unsupported',
      message: expect.stringMatching(message),
    });
  });

  test('bilinear preprocessing, SigLIP 2 and defaults that configurations leave out', async () => {
    expect((await read('preprocessor_config.json', { resample: 2 })).preprocessor.resample).toBe('bilinear');
    expect((await read('tokenizer_config.json', { tokenizer_class: 'GemmaTokenizer' })).text.clean).toBe(
      'lower',
    );
    const { text } = await read('config.json', { text_config: { model_type: 'siglip_text_model' } });
    expect(text.contextLength).toBe(24);
    const unstated = await read('config.json', { logit_scale_exp: undefined, logit_bias: undefined });
    expect(unstated.logits).toEqual({ scale: null, bias: null, source: 'unknown' });
  });
});

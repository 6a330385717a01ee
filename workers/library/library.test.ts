import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { zipSync } from 'fflate';
import { beforeEach, describe, expect, test } from 'vitest';
import { unwrap } from '../../core';
import { hostFiles } from '../encoder/checkpoint/files/host';
import { type ModelStore, modelStoreIn } from '../encoder/checkpoint/files/model-store';
import { readSettings } from '../encoder/checkpoint/settings';
import type { OpeningProgress, PickedFile } from '../protocol';
import { keptEncoders } from '../sentences/kept-encoders';
import { loadSentenceEncoder } from '../sentences/load';
import { MemoryFiles } from '../storage';
import { Library } from './library';

type Files = Record<string, Uint8Array<ArrayBuffer>>;

/** A fixture's files by path. */
function fixture(name: string, among = '../encoder/fixtures'): Files {
  const folder = fileURLToPath(new URL(`${among}/${name}/`, import.meta.url));
  const paths = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => `${entry.parentPath}/${entry.name}`);
  return Object.fromEntries(
    paths.map((path) => [path.slice(folder.length).replace(/^\//, ''), new Uint8Array(readFileSync(path))]),
  );
}

const under = (folder: string, files: Files): Files =>
  Object.fromEntries(Object.entries(files).map(([path, bytes]) => [`${folder}/${path}`, bytes]));
const picked = (files: Files): PickedFile[] =>
  Object.entries(files).map(([path, bytes]) => ({ path, content: new Blob([bytes]) }));
const zipped = (files: Files) => new Blob([zipSync(files, { level: 1 }) as Uint8Array<ArrayBuffer>]);
const text = (value: unknown) => new TextEncoder().encode(JSON.stringify(value)) as Uint8Array<ArrayBuffer>;
const ignore = () => {};

let files: MemoryFiles;
let store: ModelStore;
let library: Library;
beforeEach(() => {
  files = new MemoryFiles();
  store = modelStoreIn(files);
  library = new Library({ store, freeBytes: async () => null, pieceBytes: 1 << 15 });
});

const kept = async () => [...(await files.names())];
const openFolder = (tree: Files, name = 'folder') => library.openFolder(picked(tree), name, ignore);

describe('a folder', () => {
  test.each(['tiny-siglip', 'tiny-siglip2', 'tiny-clip', 'tiny-mobileclip', 'tiny-open-clip'])(
    'with %s is kept, and read by the same loader as a hub’s',
    async (name) => {
      const original = fixture(name);
      const { source } = unwrap(await openFolder(under(name, original)));
      expect(source).toMatchObject({ layout: 'device', id: name });
      expect(source.revision).toMatch(/^[0-9a-f]{64}$/);
      const opened = hostFiles(source, { store });
      const settings = await readSettings(opened);
      expect(settings.family.name).toBe(name.replace(/tiny-(open-)?/, ''));
      for (const [path, bytes] of Object.entries(original))
        if (path.startsWith('onnx/'))
          expect(Buffer.compare((await opened.weights(path)) as Uint8Array, bytes)).toBe(0);
      expect(opened.allStored()).toBe(true);
      expect(await opened.text('no-such.json')).toBeNull();
    },
  );

  test.each(['tiny-bert', 'tiny-decoder'])(
    'with the text encoder %s is kept as one, and is found among those kept',
    async (name) => {
      const original = fixture(name, '../sentences/fixtures');
      const { source, kind } = unwrap(await openFolder(under(name, original)));
      expect(kind).toBe('text encoder');
      expect(await keptEncoders(files, `someone/${name}`)).toEqual([source]);
      const opened = hostFiles(source, { store });
      const encoder = await loadSentenceEncoder(opened, { device: 'cpu', precision: 'fp32', threads: 1 });
      expect((await encoder.embedQueries(['a fern'])).count).toBe(1);
      await encoder.dispose();
    },
  );

  test('with a dual encoder is no text encoder', async () => {
    expect(unwrap(await openFolder(fixture('tiny-mobileclip'))).kind).toBe('dual encoder');
    expect(await keptEncoders(files, 'someone/folder')).toEqual([]);
  });

  test('is called by its content: another one of the same name is another model, the same one in other order is not', async () => {
    const one = fixture('tiny-mobileclip');
    const other = { ...one, 'README.md': text('another') };
    const first = unwrap(await openFolder(under('model', one)));
    const { source: second } = unwrap(await openFolder(under('model', other)));
    expect(second.id).toBe(first.source.id);
    expect(second.revision).not.toBe(first.source.revision);
    const before = await kept();
    const again = Object.fromEntries(Object.entries(under('model', one)).toReversed());
    expect(unwrap(await openFolder(again))).toEqual(first);
    expect(await kept()).toEqual(before);
  });

  test('may lie deeper, with more beside it: of that nothing is kept', async () => {
    const tree = {
      ...under('work/models/ferns', fixture('tiny-mobileclip')),
      'work/models/ferns/pytorch_model.bin': new Uint8Array(10),
      'work/models/ferns/.git/config': new Uint8Array(10),
      'work/notes.txt': new Uint8Array(10),
    };
    const { source } = unwrap(await openFolder(tree));
    expect(source.id).toBe('ferns');
    expect((await kept()).filter((key) => /pytorch|git|notes/.test(key))).toEqual([]);
  });

  test('tells how far it is, step by step', async () => {
    const steps: OpeningProgress[] = [];
    const tree = under('model', fixture('tiny-mobileclip'));
    unwrap(await library.openFolder(picked(tree), 'x', (step) => steps.push(step)));
    expect([...new Set(steps.map(({ step }) => step))]).toEqual(['checking', 'keeping']);
    for (const step of ['checking', 'keeping'])
      expect(steps.findLast((one) => one.step === step)).toMatchObject({
        loaded: steps[0]!.total,
        total: steps[0]!.total,
      });
  });
});

describe('a ZIP archive', () => {
  test('of a folder is the same model as the folder', async () => {
    const tree = under('bioclip', fixture('tiny-clip'));
    const fromArchive = unwrap(await library.openArchive(zipped(tree), 'download.zip', ignore));
    expect(unwrap(await openFolder(tree))).toEqual(fromArchive);
  });

  test('without a folder in it is called by its own name', async () => {
    const { source } = unwrap(
      await library.openArchive(zipped(fixture('tiny-mobileclip')), 'my ferns.zip', ignore),
    );
    expect(source.id).toBe('my ferns');
    await readSettings(hostFiles(source, { store }));
  });

  const good = under('model', fixture('tiny-mobileclip'));
  test.each<[string, () => Blob, string, RegExp]>([
    [
      'leads out of itself',
      () => zipped({ ...good, '../evil.json': text({}) }),
      'input-invalid',
      /out of the archive/,
    ],
    [
      'holds a bomb',
      () => zipped({ ...good, 'model/onnx/text_model_fp16.onnx': new Uint8Array(70e6) }),
      'input-invalid',
      /far more than it takes/,
    ],
    ['is none', () => new Blob(['not a ZIP archive']), 'input-invalid', /no ZIP archive/],
    ['holds photos', () => zipped({ 'a/photo.jpg': new Uint8Array(100) }), 'model-unsupported', /no model/],
  ])('that %s is refused, and nothing of it is kept', async (_, archive, code, message) => {
    const refused = await library.openArchive(archive(), 'x.zip', ignore);
    expect(refused).toMatchObject({ ok: false, error: { code, message: expect.stringMatching(message) } });
    expect(await kept()).toEqual([]);
  });
});

describe('what is not a model that can be run is told with the reason', () => {
  const good = fixture('tiny-siglip');
  const without = (pattern: RegExp) =>
    Object.fromEntries(Object.entries(good).filter(([path]) => !pattern.test(path)));
  test.each<[string, Files, string, RegExp]>([
    ['photos', { 'a.jpg': new Uint8Array(9) }, 'model-unsupported', /neither a config.json nor ONNX/],
    ['no config.json', without(/^config/), 'model-unsupported', /no config.json/],
    ['no tokenizer', without(/^tokenizer/), 'model-not-found', /no tokenizer.json/],
    ['no preprocessor', without(/^preprocessor/), 'model-not-found', /no preprocessor_config.json/],
    [
      'one graph for both towers',
      { ...without(/^onnx/), 'onnx/model.onnx': new Uint8Array(9) },
      'model-unsupported',
      /both towers in one graph/,
    ],
    ['one tower', without(/text_model/), 'model-unsupported', /Export both towers/],
    [
      'PyTorch’s weights alone',
      { ...without(/^onnx/), 'model.safetensors': new Uint8Array(9) },
      'model-unsupported',
      /pocket\/convert/,
    ],
    ['no weights', without(/^onnx/), 'model-unsupported', /no folder “onnx”/],
    [
      'another kind of model',
      { ...good, 'config.json': text({ model_type: 'blip' }) },
      'model-unsupported',
      /model_type is "blip"/,
    ],
    [
      'a file that was cut short on the way',
      { ...good, 'onnx/text_model.onnx': good['onnx/text_model.onnx']!.slice(0, 1000) },
      'model-unreadable',
      /onnx\/text_model.onnx .*is not what its files.json says/,
    ],
    [
      'two models',
      { ...under('a', good), ...under('b', good) },
      'model-unsupported',
      /several models \(a, b\)/,
    ],
  ])('%s', async (_, tree, code, message) => {
    const refused = await openFolder(tree);
    expect(refused).toMatchObject({ ok: false, error: { code, message: expect.stringMatching(message) } });
    expect(await kept()).toEqual([]);
  });
});

describe('room', () => {
  const tree = under('model', fixture('tiny-siglip'));

  test('that is known to be too little is said before anything is written', async () => {
    library = new Library({ store, freeBytes: async () => 1000 });
    expect(await openFolder(tree)).toMatchObject({
      ok: false,
      error: { code: 'storage-full', message: expect.stringMatching(/has room for 1 MB/) },
    });
    expect(await kept()).toEqual([]);
  });

  test('that ends on the way leaves nothing behind', async () => {
    let room = 12;
    const full: ModelStore = { ...store, put: async (k, b) => (room-- > 0 ? store.put(k, b) : false) };
    library = new Library({ store: full, freeBytes: async () => null, pieceBytes: 1 << 15 });
    expect(await openFolder(tree)).toMatchObject({ ok: false, error: { code: 'storage-full' } });
    expect(room).toBeLessThan(0);
    expect(await kept()).toEqual([]);
  });
});

test('archives that hold a model are told from those of photos', async () => {
  const holds = async (blob: Blob) => unwrap(await library.holdsModel(blob));
  expect(await holds(zipped(under('model', fixture('tiny-mobileclip'))))).toBe(true);
  expect(await holds(zipped(fixture('tiny-open-clip')))).toBe(true);
  expect(await holds(zipped({ 'a/photo.jpg': new Uint8Array(9), 'a/config.json': text({}) }))).toBe(false);
  expect((await library.holdsModel(new Blob(['no archive']))).ok).toBe(false);
});

test('what is given up on the way leaves nothing behind', async () => {
  const tree = under('model', fixture('tiny-siglip'));
  let told = 0;
  const refused = await library.openFolder(picked(tree), 'x', ({ step }) => {
    if (step === 'keeping' && ++told === 20) void library.giveUp();
  });
  expect(told).toBe(20);
  expect(refused.ok).toBe(false);
  expect(await kept()).toEqual([]);
  expect((await openFolder(tree)).ok).toBe(true);
});

test('a model that was removed says so, and what to do', async () => {
  const { source } = unwrap(await openFolder(under('model', fixture('tiny-mobileclip'))));
  await files.drop(await kept());
  await expect(readSettings(hostFiles(source, { store }))).rejects.toMatchObject({
    code: 'model-not-found',
    message: expect.stringMatching(/Open its folder or archive again/),
  });
});

import { statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Fault, type Hub, startHub } from '../../workers/encoder/testing/hub';
import { expect, FIXTURES, test } from './harness';
import { ID, TINY } from './reference';

const POCKET = fileURLToPath(new URL('../../public/models/pocket-siglip', import.meta.url));

let hub: Hub;
test.beforeEach(async () => {
  hub = await startHub(TINY, ID);
});
test.afterEach(() => hub.close());

const rung = { backend: 'wasm', precision: 'q8', threads: 1 } as const;
const vision = 'onnx/vision_model_quantized.onnx';
const source = () => ({ id: ID, revision: 'main', host: hub.url, layout: 'hub' as const });

// Fault: host gone × model
test('once loaded, a hub model needs no network', async ({ encoder }) => {
  const online = await encoder.load(source(), rung);
  expect(online).toMatchObject({ ok: true, value: { stored: true } });
  const texts = await encoder.embedTexts(['a fern']);
  const gone = source();
  await hub.close();
  expect(await encoder.load(gone, rung)).toEqual(online);
  expect(await encoder.embedTexts(['a fern'])).toEqual(texts);
  // Of the first text the embedding may have been kept; this one takes the tower itself.
  expect(await encoder.embedTexts(['a moss'])).toMatchObject({ ok: true });
});

const faults: [Fault, string][] = [
  ['page', 'model-unreadable'],
  ['short', 'model-unreadable'],
  ['flipped', 'model-unreadable'],
  ['broken', 'network-failed'],
  ['busy', 'network-failed'],
];
for (const [fault, code] of faults) {
  // Fault: damaged on the way × model; connection breaks × model; page in its place × model
  test(`weights that come ${fault} are refused, and not kept`, async ({ encoder }) => {
    hub.faults.set(vision, fault);
    const refused = await encoder.load(source(), rung);
    expect(refused).toMatchObject({ ok: false, error: { code, message: expect.stringContaining(hub.url) } });
    hub.faults.clear();
    expect(await encoder.load(source(), rung)).toMatchObject({ ok: true });
  });
}

test('no such model', async ({ encoder }) => {
  const refused = await encoder.load({ ...source(), id: 'someone/else' }, rung);
  expect(refused).toMatchObject({ ok: false, error: { code: 'model-not-found' } });
});

test('a precision the model lacks leaves the other rungs open; no weights at all do not', async ({
  encoder,
}) => {
  hub.faults.set(vision, 'missing');
  expect(await encoder.load(source(), rung)).toMatchObject({
    ok: false,
    error: { code: 'backend-unavailable' },
  });
  expect(await encoder.load(source(), { ...rung, precision: 'fp32' })).toMatchObject({ ok: true });
});

test('no weights at all: no such model', async ({ encoder }) => {
  for (const suffix of ['', '_fp16', '_quantized'])
    hub.faults.set(`onnx/vision_model${suffix}.onnx`, 'missing');
  expect(await encoder.load(source(), rung)).toMatchObject({ ok: false, error: { code: 'model-not-found' } });
});

// Fault: storage refused × model
test('where storage is refused the model works from memory, and says that it is not kept', async ({
  encoder,
}) => {
  const refuse = 'caches.open = () => Promise.reject(new DOMException("denied", "SecurityError"));';
  const loaded = await encoder.load(source(), rung, refuse);
  expect(loaded).toMatchObject({ ok: true, value: { stored: false } });
  expect(await encoder.embedTexts(['a fern'])).toMatchObject({ ok: true });
});

// Fault: storage full × model
test('where storage is full the model works all the same', async ({ encoder }) => {
  const refuse =
    'Cache.prototype.put = () => Promise.reject(new DOMException("full", "QuotaExceededError"));';
  expect(await encoder.load(source(), rung, refuse)).toMatchObject({ ok: true, value: { stored: false } });
});

declare global {
  /** Bytes of every array that the encoder's worker made. */
  var rooms: number[];
}

/** Runs in the worker before its program. */
const TELL_ROOMS = `
  const rooms = new BroadcastChannel('rooms');
  self.Uint8Array = new Proxy(Uint8Array, {
    construct(target, given, made) {
      if (typeof given[0] === 'number') rooms.postMessage(given[0]);
      return Reflect.construct(target, given, made);
    },
  });`;

test('kept weights are never held whole, and give what those in memory give', async ({ encoder }) => {
  // Large enough to be kept in pieces.
  const large = await startHub(POCKET, 'a/b');
  const kept = { id: 'a/b', revision: 'main', host: large.url, layout: 'hub' as const };
  const full = { ...rung, precision: 'fp32' } as const;
  const photo = [join(FIXTURES, 'preprocess/landscape-420.jpg')];
  const embedded = async () => {
    const [outcome] = await encoder.embedPhotos(photo);
    if (!outcome?.ok) throw new Error(outcome?.error.message);
    return outcome.value.embedding;
  };
  const largest = () => encoder.page.evaluate(() => Math.max(...globalThis.rooms));
  await encoder.page.evaluate(() => {
    globalThis.rooms = [];
    new BroadcastChannel('rooms').onmessage = ({ data }) => globalThis.rooms.push(data as number);
  });
  const { size } = statSync(join(POCKET, 'onnx/vision_model.onnx'));

  // A download is held whole while it comes: so the worker's arrays are seen.
  const refuse = 'caches.open = () => Promise.reject(new DOMException("denied", "SecurityError"));';
  expect(await encoder.load(kept, full, TELL_ROOMS + refuse)).toMatchObject({
    ok: true,
    value: { stored: false },
  });
  const fromMemory = await embedded();
  await expect.poll(largest).toBeGreaterThanOrEqual(size);

  expect(await encoder.load(kept, full)).toMatchObject({ ok: true, value: { stored: true } });
  await large.close();
  await encoder.page.evaluate(() => globalThis.rooms.splice(0));
  expect(await encoder.load(kept, full, TELL_ROOMS)).toMatchObject({ ok: true, value: { stored: true } });
  expect(await embedded()).toEqual(fromMemory);
  expect(await largest()).toBeLessThan(size / 2);
});

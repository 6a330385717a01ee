import { type Fault, type Hub, startHub } from '../../workers/encoder/testing/hub';
import { expect, test } from './harness';
import { ID, TINY } from './reference';

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

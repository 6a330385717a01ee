import { type Hub, startHub } from '../../workers/encoder/testing/hub';
import type { Precision } from '../../workers/protocol';
import { expect, test } from './harness';
import { expectReference, ID, TINY } from './reference';

let hub: Hub;
test.beforeEach(async () => {
  hub = await startHub(TINY, ID);
});
test.afterEach(() => hub.close());
const source = () => ({ id: ID, revision: 'main', host: hub.url, layout: 'hub' as const });

const rungs: [Precision, number][] = [
  ['fp32', 1],
  ['fp32', 2],
  ['q8', 1],
  ['q8', 2],
  ['fp16', 1],
];
for (const [precision, threads] of rungs)
  test(`WASM ${precision} with ${threads} thread(s) agrees with PyTorch`, async ({ encoder }) => {
    const loaded = await encoder.load(source(), { backend: 'wasm', precision, threads });
    expect(loaded).toMatchObject({
      ok: true,
      value: {
        id: ID,
        revision: hub.commit,
        width: 64,
        imageSize: 96,
        logitScale: 20,
        logitBias: -8,
        stored: true,
      },
    });
    if (loaded.ok) expect(loaded.value.selfTestCosine).toBeGreaterThan(0.999);
    await expectReference(encoder, precision);
  });

test('texts that are named with the model come out as those that are not', async ({ encoder }) => {
  const rung = { backend: 'wasm', precision: 'q8', threads: 1 } as const;
  await encoder.start();
  const named = await encoder.page.evaluate(
    async ([source, rung]) => {
      const loaded = await globalThis.encoder.load(
        source,
        rung,
        Comlink.proxy(() => {}),
        ['a fern', 'a moss'],
      );
      return loaded.ok;
    },
    [source(), rung] as const,
  );
  expect(named).toBe(true);
  const together = await encoder.embedTexts(['a fern', 'a cat', 'a fern', 'a moss']);
  expect(together).toMatchObject({ ok: true });
  // What was at hand is not spent by being asked for.
  expect(await encoder.embedTexts(['a fern', 'a cat', 'a fern', 'a moss'])).toEqual(together);
});

test('progress tells the bytes of every file', async ({ encoder }) => {
  await encoder.load(source(), { backend: 'wasm', precision: 'q8', threads: 1 });
  const progress = await encoder.progress();
  for (const file of ['config.json', 'tokenizer.json', 'onnx/vision_model_quantized.onnx']) {
    const last = progress.filter((step) => step.file === file).at(-1);
    expect(last?.loaded).toBeGreaterThan(0);
    expect(last?.loaded).toBe(last?.total);
  }
});

test('a back end that computes wrongly is found by the self-test', async ({ encoder }) => {
  // Without the hub's list of sizes and checksums, or the changed file would be refused before it is used.
  hub.api = false;
  await encoder.page.context().route('**/self-test.json', async (route) => {
    const selfTest = await (await route.fetch()).json();
    selfTest.vision.embedding.reverse();
    await route.fulfill({ headers: { 'Access-Control-Allow-Origin': '*' }, json: selfTest });
  });
  const loaded = await encoder.load(source(), { backend: 'wasm', precision: 'q8', threads: 1 });
  expect(loaded).toMatchObject({ ok: false, error: { code: 'self-test-failed' } });
});

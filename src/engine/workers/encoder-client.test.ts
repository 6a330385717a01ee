import { expect, test } from 'vitest';
import type { PlainError } from '../../../core';
import type { Inspection, ModelSource, PrecisionFacts, Rung } from '../../../workers/protocol';
import { EncoderClient } from './encoder-client';
import { startWorker } from './testing/start-worker';

const GB = 1e9;
const source: ModelSource = {
  id: 'tiny',
  revision: 'main',
  host: 'https://models.example/',
  layout: 'hub',
};

const facts = (precision: PrecisionFacts['precision'], need: number): PrecisionFacts => {
  const memory = { heapBytes: need * GB, peakBytes: need * GB };
  return { precision, visionBytes: GB, textBytes: GB, memory: { webgpu: memory, wasm: memory } };
};

const inspection: Inspection = {
  id: 'someone/tiny',
  revision: 'main',
  family: 'siglip',
  imageSize: 224,
  licence: null,
  distrusts8Bit: false,
  precisions: [facts('fp32', 5), facts('q8', 1)],
};

/** A client on a page of so much memory, and the rungs that its workers were asked for. */
function clientWith(
  memoryBytes: number,
  inspect = async () => ({ ok: true, value: inspection }) as unknown,
  failure: PlainError | null = null,
) {
  const asked: Rung[] = [];
  const client = new EncoderClient(
    () =>
      startWorker({
        chooseNetwork: async () => {},
        capabilities: async () => ({ webgpu: null, threads: 1 }),
        inspect,
        load: async (_: ModelSource, rung: Rung) => {
          asked.push(rung);
          if (failure !== null) return { ok: false, error: failure };
          return { ok: true, value: { id: 'tiny', rung } };
        },
      }).worker,
    null,
    () => ({ closed: false, origins: [] }),
    memoryBytes,
  );
  return { client, asked };
}

test('loads the best that fits, and says what was left out and why', async () => {
  const { client, asked } = clientWith(2 * GB);
  const reasons: string[] = [];
  await client.load(source, {
    onExpected: () => {},
    onProgress: () => {},
    onSkipped: (_, reason) => reasons.push(reason),
  });
  expect(asked).toEqual([{ backend: 'wasm', precision: 'q8', threads: 1 }]);
  expect(reasons).toEqual([
    'WASM (32-bit floats, one thread) was left out before the download: it needs about 5.0 GB within WebAssembly, which gives no more than 3.9 GB.',
  ]);
  client.dispose();
});

test('refuses what cannot fit before anything is loaded, with the least it needs', async () => {
  const { client, asked } = clientWith(0.5 * GB);
  const loading = client.load(source, { onExpected: () => {}, onProgress: () => {}, onSkipped: () => {} });
  await expect(loading).rejects.toMatchObject({
    code: 'model-too-large',
    message: expect.stringMatching(
      /someone\/tiny is too large.*nothing was downloaded.*WASM \(8-bit integers, one thread\) it needs about 1\.0 GB of memory, and a page has about 0\.5 GB/,
    ),
  });
  expect(asked).toEqual([]);
});

test('says all that the last failure says', async () => {
  const failure: PlainError = {
    code: 'host-not-chosen',
    message: 'It sends on.',
    sentOn: { from: 'https://a.example', to: 'https://b.example' },
  };
  const { client } = clientWith(20 * GB, undefined, failure);
  const loading = client.load(source, { onExpected: () => {}, onProgress: () => {}, onSkipped: () => {} });
  await expect(loading).rejects.toMatchObject(failure);
});

test('an inspection tells what would be tried here, and leaves what is loaded alone', async () => {
  const { client, asked } = clientWith(2 * GB);
  const { plan, family, leftOut } = await client.inspect(source);
  expect(leftOut).toEqual([expect.stringMatching(/32-bit floats.*left out.*about \d\.\d GB/)]);
  expect(family).toBe('siglip');
  expect(plan.rungs.map(({ precision }) => precision)).toEqual(['q8']);
  expect(plan.tooLarge.map(({ precision }) => precision)).toEqual(['fp32']);
  expect(asked).toEqual([]);
});

test('an inspection of what fits nowhere says what the least of it needs', async () => {
  const { client } = clientWith(0.5 * GB);
  const { plan, leftOut } = await client.inspect(source);
  expect(plan.rungs).toEqual([]);
  expect(leftOut).toEqual([expect.stringMatching(/too large for this device.*8-bit integers.*0\.5 GB/)]);
});

test('a checkpoint that cannot be inspected is not loaded', async () => {
  const error = { code: 'model-unsupported', message: 'It is of no family.' };
  const { client, asked } = clientWith(GB, async () => ({ ok: false, error }));
  const loading = client.load(source, { onExpected: () => {}, onProgress: () => {}, onSkipped: () => {} });
  await expect(loading).rejects.toMatchObject(error);
  expect(asked).toEqual([]);
});

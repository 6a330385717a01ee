import { describe, expect, test } from 'vitest';
import { type Embeddings, FernglassError, normalise, stack } from '../../core';
import { readSettings } from './checkpoint/settings';
import { directoryFiles } from './node/directory';
import { gradientPixels, readSelfTest, testTextTower, testVisionTower } from './self-test';
import { createTokenize } from './towers/tokens';
import { loadTextTower, loadVisionTower, type Pixels, type Tower } from './towers/tower';

const files = directoryFiles(new URL('./fixtures/tiny-siglip', import.meta.url).pathname);

/** The real tower, its results changed on the way out as a broken back end would. */
async function brokenTower(change: (embeddings: Embeddings) => void): Promise<Tower<Pixels>> {
  const settings = await readSettings(files);
  const tower = await loadVisionTower(files, settings, { device: 'cpu', precision: 'fp32', threads: 1 });
  return {
    ...tower,
    embed: async (pixels) => {
      const embeddings = await tower.embed(pixels);
      change(embeddings);
      return embeddings;
    },
  };
}

async function failure(change: (embeddings: Embeddings) => void, withTest = true): Promise<FernglassError> {
  const selfTest = withTest ? await readSelfTest(files) : null;
  const thrown = await testVisionTower(await brokenTower(change), 96, selfTest).catch(
    (error: unknown) => error,
  );
  if (!(thrown instanceof FernglassError)) throw new Error('the self-test passed');
  return thrown;
}

test.each(['fp32', 'fp16', 'q8'] as const)('%s towers pass', async (precision) => {
  const settings = await readSettings(files);
  const selfTest = await readSelfTest(files);
  const options = { device: 'cpu', precision, threads: 1 } as const;
  const vision = await testVisionTower(await loadVisionTower(files, settings, options), 96, selfTest);
  const tokenize = createTokenize(settings);
  const text = await testTextTower(await loadTextTower(files, settings, options), tokenize, selfTest);
  for (const { width, cosine } of [vision, text]) {
    expect(width).toBe(64);
    expect(cosine).toBeGreaterThan(0.999);
  }
});

describe('a broken back end fails', () => {
  test('by results that are not numbers', async () => {
    const error = await failure(({ data }) => void data.fill(Number.NaN, 3, 4));
    expect(error).toMatchObject({
      code: 'self-test-failed',
      message: expect.stringContaining('not numbers'),
    });
  });

  test('by another direction than the stored one', async () => {
    const error = await failure(({ data }) => void data.reverse());
    expect(error.message).toContain('cosine');
  });

  test('by one result for everything, where none is stored', async () => {
    const same = normalise(Float32Array.from({ length: 64 }, (_, i) => i));
    const error = await failure(({ data }) => void data.set(stack([same, same]).data), false);
    expect(error.message).toContain('same result');
  });
});

test('without a stored result the cosine is unknown', async () => {
  const outcome = await testVisionTower(await brokenTower(() => {}), 96, null);
  expect(outcome).toEqual({ width: 64, cosine: null });
  expect(gradientPixels(96).data.every(Number.isFinite)).toBe(true);
});

test('a checkpoint may ship no self-test, but none of an unknown form', async () => {
  expect(await readSelfTest({ ...files, text: async () => null })).toBeNull();
  await expect(readSelfTest({ ...files, text: async () => '{}' })).rejects.toMatchObject({
    code: 'model-unreadable',
  });
  const offline = async () => Promise.reject(new FernglassError('network-failed', 'offline'));
  expect(await readSelfTest({ ...files, text: offline })).toBeNull();
});

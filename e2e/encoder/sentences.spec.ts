import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Result } from '../../core';
import type { VectorSpace } from '../../index-shards/format';
import { type Hub, startHub } from '../../workers/encoder/testing/hub';
import type { SentenceEncoderApi } from '../../workers/protocol';
import { ENCODERS, type Reference } from '../../workers/sentences/testing/encoders';
import { findWorker } from '../support/find-worker';
import { expect, test } from './harness';

const FIXTURES = fileURLToPath(new URL('../../workers/sentences/fixtures', import.meta.url));

let hub: Hub;
test.beforeAll(async () => {
  hub = await startHub(join(FIXTURES, 'tiny-bert'), 'someone/tiny-bert', 0, {
    'someone/tiny-decoder': join(FIXTURES, 'tiny-decoder'),
  });
});
test.afterAll(() => hub.close());

for (const { name, reading } of ENCODERS)
  for (const layout of ['hub', 'folder'] as const)
    test(`${name} from a ${layout} embeds in WASM as PyTorch does`, async ({ encoder: { page }, dist }) => {
      const reference = JSON.parse(readFileSync(join(FIXTURES, name, 'reference.json'), 'utf8')) as Reference;
      const id = `someone/${name}`;
      const space: VectorSpace['encoder'] = {
        id,
        revision: 'main',
        width: reference.captions[0]!.length,
        // The worker compares what it makes of a caption with this one before it takes the encoder.
        fingerprint: { sentence: reference.texts[0]!, embedding: reference.captions[0]! },
        reading,
      };
      const { loaded, embedded } = await page.evaluate(
        async ([path, source, space, texts]) => {
          const worker = new Worker(new URL(path, location.href).href, { type: 'module' });
          const sentences = Comlink.wrap<SentenceEncoderApi>(worker);
          try {
            const loaded = await sentences.load(
              source,
              space,
              Comlink.proxy(() => {}),
            );
            const embedded = await sentences.embedTexts([...texts]);
            return {
              loaded,
              embedded: (embedded.ok
                ? { ok: true, value: Array.from(embedded.value.data) }
                : embedded) as Result<number[]>,
            };
          } finally {
            worker.terminate();
          }
        },
        [
          findWorker(dist, 'No second text encoder is loaded.'),
          { id, revision: 'main', host: hub.url, layout },
          space,
          reference.texts,
        ] as const,
      );
      expect(loaded).toMatchObject({ ok: true });
      expect(loaded.ok && loaded.value.fingerprintCosine).toBeCloseTo(1, 5);
      expect(embedded).toMatchObject({ ok: true });
      const expected = reference.queries.flat();
      const found = embedded.ok ? embedded.value : [];
      expect(found).toHaveLength(expected.length);
      for (const [i, value] of expected.entries()) expect(Math.abs(found[i]! - value)).toBeLessThan(1e-4);
    });

import { expect, test } from './harness';
import { expectPocketReference, pocketSource } from './reference';

for (const precision of ['fp32', 'fp16', 'q8'] as const)
  test(`the pocket model on WASM ${precision} agrees with PyTorch`, async ({ encoder }) => {
    const loaded = await encoder.load(pocketSource(encoder.page), { backend: 'wasm', precision, threads: 1 });
    expect(loaded).toMatchObject({ ok: true, value: { id: 'pocket-siglip' } });
    if (loaded.ok) expect(loaded.value.selfTestCosine).toBeGreaterThan(0.999);
    await expectPocketReference(encoder, precision);
  });

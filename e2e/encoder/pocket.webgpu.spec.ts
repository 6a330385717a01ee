import { expect, test } from './harness';
import { expectPocketReference, pocketSource, withoutTextsBeside } from './reference';

for (const precision of ['fp32', 'fp16'] as const)
  test(`the pocket model on WebGPU ${precision} agrees with PyTorch`, async ({ encoder }) => {
    await encoder.start();
    const { webgpu } = await encoder.capabilities();
    expect(webgpu).not.toBeNull();
    test.skip(precision === 'fp16' && !webgpu?.shaderF16, 'this adapter has no half floats');
    const rung = { backend: 'webgpu', precision, threads: 1 } as const;
    await withoutTextsBeside(encoder, async () => {
      const loaded = await encoder.load(pocketSource(encoder.page), rung);
      expect(loaded).toMatchObject({ ok: true, value: { rung } });
      if (loaded.ok) expect(loaded.value.selfTestCosine).toBeGreaterThan(0.999);
      await expectPocketReference(encoder, precision);
    });
  });

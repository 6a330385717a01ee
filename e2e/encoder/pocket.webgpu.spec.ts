import { expect, test } from './harness';
import { expectPocketReference, pocketSource, withoutTextsBeside } from './reference';

// That it agrees in fp32 is seen where its answers are compared with Node's, on one load.
test('the pocket model on WebGPU fp16 agrees with PyTorch', async ({ encoder }) => {
  await encoder.start();
  const { webgpu } = await encoder.capabilities();
  expect(webgpu).not.toBeNull();
  test.skip(!webgpu?.shaderF16, 'this adapter has no half floats');
  const rung = { backend: 'webgpu', precision: 'fp16', threads: 1 } as const;
  await withoutTextsBeside(encoder, async () => {
    const loaded = await encoder.load(pocketSource(encoder.page), rung);
    expect(loaded).toMatchObject({ ok: true, value: { rung } });
    if (loaded.ok) expect(loaded.value.selfTestCosine).toBeGreaterThan(0.999);
    await expectPocketReference(encoder, 'fp16');
  });
});

import { type Hub, startHub } from '../../workers/encoder/testing/hub';
import { expect, test } from './harness';
import { expectReference, ID, TINY } from './reference';

let hub: Hub;
test.beforeAll(async () => {
  hub = await startHub(TINY, ID);
});
test.afterAll(() => hub.close());
const source = () => ({ id: ID, revision: 'main', host: hub.url, layout: 'hub' as const });

for (const precision of ['fp32', 'fp16'] as const)
  test(`WebGPU ${precision} agrees with PyTorch`, async ({ encoder }) => {
    await encoder.start();
    const { webgpu } = await encoder.capabilities();
    expect(webgpu).not.toBeNull();
    test.skip(precision === 'fp16' && !webgpu?.shaderF16, 'this adapter has no half floats');
    const loaded = await encoder.load(source(), { backend: 'webgpu', precision, threads: 1 });
    expect(loaded).toMatchObject({ ok: true, value: { width: 64, rung: { backend: 'webgpu', precision } } });
    if (loaded.ok) expect(loaded.value.selfTestCosine).toBeGreaterThan(0.999);
    await expectReference(encoder, precision);
  });

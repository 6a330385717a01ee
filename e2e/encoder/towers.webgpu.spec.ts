import { type Hub, startHub } from '../../workers/encoder/testing/hub';
import { expect, FIXTURES, test } from './harness';
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

test('a lost device is told as such, and not waited for', async ({ encoder }) => {
  const keepDevice = `
    const { requestDevice } = GPUAdapter.prototype;
    GPUAdapter.prototype.requestDevice = async function (...options) {
      const device = await requestDevice.apply(this, options);
      addEventListener('message', ({ data }) => data === 'lose the device' && device.destroy());
      return device;
    };`;
  const rung = { backend: 'webgpu', precision: 'fp32', threads: 1 } as const;
  expect(await encoder.load(source(), rung, keepDevice)).toMatchObject({ ok: true });
  await encoder.page.evaluate(() => encoderWorker.postMessage('lose the device'));
  const [photo] = await encoder.embedPhotos([`${FIXTURES}/preprocess/tiny.png`]);
  expect(photo).toMatchObject({ ok: false, error: { code: 'backend-unavailable' } });
  expect(await encoder.embedTexts(['a fern'])).toMatchObject({
    ok: false,
    error: { code: 'backend-unavailable' },
  });
});

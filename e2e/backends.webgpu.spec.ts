import { bestClasses } from './support/app';
import { sampleLabels } from './support/samples';
import { expect, test } from './support/test';

test('WebGPU and WASM give every sample the same best class', async ({ app, page }) => {
  test.setTimeout(480_000);
  await page.goto('./?backend=webgpu');
  const adapter = await page.evaluate(async () => (await navigator.gpu?.requestAdapter())?.info.architecture);
  expect(adapter, 'the software adapter').toBe('swiftshader');
  const count = sampleLabels().size;

  await app.settled();
  await expect(app.status).toContainText('WebGPU');
  await app.button('Load samples').click();
  await app.settledWith(count);
  const onWebGpu = await app.exportJson();

  await app.open('./?backend=wasm');
  await expect(app.status).toContainText('WASM');
  await app.button('Load samples').click();
  await app.settledWith(count);
  const onWasm = await app.exportJson();

  expect(onWebGpu.backend).not.toEqual(onWasm.backend);
  expect(bestClasses(onWebGpu)).toEqual(bestClasses(onWasm));
  // 8-bit weights move a cosine in its third decimal: before enrichment, two classes that close may change places.
  for (const [i, { file, zeroShot }] of onWebGpu.photos.entries()) {
    const other = onWasm.photos[i]!.zeroShot[0]!.class;
    const behind = zeroShot[0]!.score - zeroShot.find((scored) => scored.class === other)!.score;
    expect(behind, `${file}: WASM says ${other}`).toBeLessThan(0.003);
  }
});

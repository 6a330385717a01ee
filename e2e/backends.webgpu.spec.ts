import { bestClasses } from './support/app';
import { sampleLabels } from './support/samples';
import { expect, test } from './support/test';

test('WebGPU and WASM give every sample the same best class', async ({ app, page }) => {
  test.setTimeout(900_000);
  await page.goto('./?backend=webgpu');
  const adapter = await page.evaluate(async () => (await navigator.gpu?.requestAdapter())?.info.architecture);
  expect(adapter, 'the software adapter').toBe('swiftshader');
  const labels = sampleLabels();
  const count = labels.size;

  // The software adapter takes long for a text: a name of each sample's class, instead of all names of all classes.
  await app.classes.fill([...new Set([...labels.values()].map(([name]) => name))].join('\n'));
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
  for (const ranking of ['zeroShot', 'enriched'] as const)
    expect(bestClasses(onWebGpu, ranking)).toEqual(bestClasses(onWasm, ranking));
});

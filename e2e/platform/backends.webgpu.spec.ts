import { bestClasses } from '../support/app';
import { sampleLabels, samplePaths } from '../support/samples';
import { expect, test } from '../support/test';

/** The software adapter takes seconds for a picture and for a text: some samples, and a name of each one's class. */
const EVERY = 3;

test('WebGPU and WASM give samples the same best class', async ({ app, page }) => {
  test.setTimeout(900_000);
  await page.goto('../?backend=webgpu');
  const adapter = await page.evaluate(async () => (await navigator.gpu?.requestAdapter())?.info.architecture);
  expect(adapter, 'the software adapter').toBe('swiftshader');
  const chosen = <T>(values: readonly T[]) => values.filter((_, i) => i % EVERY === 0);
  const photos = chosen(samplePaths(sampleLabels().size));
  const names = chosen([...sampleLabels().values()]).map(([name]) => name);

  await app.classes.fill([...new Set(names)].join('\n'));
  await app.settled();
  await expect(app.status).toContainText('WebGPU');
  await app.addPhotos(photos);
  await app.settledWith(photos.length);
  const onWebGpu = await app.exportJson();

  await app.open('../?backend=wasm');
  await expect(app.status).toContainText('WASM');
  await app.addPhotos(photos);
  await app.settledWith(photos.length);
  const onWasm = await app.exportJson();

  expect(onWebGpu.backend).not.toEqual(onWasm.backend);
  for (const ranking of ['zeroShot', 'enriched'] as const)
    expect(bestClasses(onWebGpu, ranking)).toEqual(bestClasses(onWasm, ranking));
});

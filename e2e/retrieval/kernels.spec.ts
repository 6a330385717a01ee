import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { dot, row } from '../../core';
import type { Build } from '../../workers/retrieval/kernels';
import { residualLists } from '../../workers/retrieval/testing/residual-lists';
import { bundle, expect, test } from '../encoder/harness';
import type { cosines } from './kernels';

declare global {
  var kernels: { cosines: typeof cosines };
}

/** The built app's own file. */
function built(start: string): string {
  const files = readdirSync(fileURLToPath(new URL('../../dist/assets/', import.meta.url)));
  return `/assets/${files.find((name) => name.startsWith(start) && name.endsWith('.wasm'))}`;
}

test('relaxed SIMD gives the same cosines as the baseline, in both codecs, and both those of plain arithmetic', async ({
  bare,
}) => {
  await bare.addScriptTag({ content: await bundle('e2e/retrieval/kernels.ts', 'kernels') });
  const urls: Record<Build, string> = {
    'relaxed-simd': built('usearch-relaxed'),
    baseline: built('usearch-baseline'),
  };
  const run = (build: Build) =>
    bare.evaluate(([build, urls]) => kernels.cosines(build, urls), [build, urls] as const);
  const relaxed = await run('relaxed-simd');
  const baseline = await run('baseline');
  expect([relaxed.build, baseline.build]).toEqual(['relaxed-simd', 'baseline']);
  expect(relaxed.i8).toEqual(baseline.i8);
  // Relaxed SIMD may round a product and a sum once.
  relaxed.residual.forEach((x, i) => {
    expect(Math.abs(x - baseline.residual[i]!)).toBeLessThan(1e-5);
  });

  const { decoded, queries } = residualLists();
  const plain = Array.from({ length: queries.count }, (_, q) =>
    Array.from({ length: decoded.count }, (_, i) => dot(row(queries, q), row(decoded, i))),
  ).flat();
  const worst = (values: readonly number[]) => Math.max(...values.map((x, i) => Math.abs(x - plain[i]!)));
  expect(plain).toHaveLength(12_000);
  expect(worst(relaxed.i8)).toBeLessThan(0.01);
  expect(worst(relaxed.residual)).toBeLessThan(0.01);
});

import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { endToEndTestsOf } from './changed-tests';

const SPECS = readdirSync(fileURLToPath(new URL('../../e2e', import.meta.url)), { recursive: true })
  .map((path) => `e2e/${String(path).replaceAll('\\', '/')}`)
  .filter((path) => path.endsWith('.spec.ts'));

test('a change of a method runs what shows methods', () => {
  expect(endToEndTestsOf(['core/methods/zlap/zlap.ts'])).toEqual(['e2e/controls', 'e2e/methods']);
});

test('a changed spec runs itself, a unit test and a page of documentation run none', () => {
  expect(endToEndTestsOf(['e2e/intake/intake.spec.ts', 'core/core.test.ts', 'docs/glossary.md'])).toEqual([
    'e2e/intake/intake.spec.ts',
  ]);
});

test('what everything stands on runs everything, once', () => {
  expect(endToEndTestsOf(['src/engine/engine.ts', 'src/features/photos/move.ts'])).toEqual(['e2e/']);
});

test('what no rule knows may matter to everything', () => {
  for (const path of ['package-lock.json', 'new/thing.ts', 'e2e/support/app.ts', 'core/ranking.ts'])
    expect(endToEndTestsOf(['README.md', path]), path).toEqual(['e2e/']);
  expect(endToEndTestsOf(['README.md', 'bench/cli.ts', 'index-shards/builder/cli.ts'])).toEqual([]);
});

test('every filter names a test that is there', () => {
  const folders = [
    ...['encoder', 'retrieval', 'storage', 'net', 'offline', 'scoring', 'export'].map(
      (it) => `workers/${it}/a.ts`,
    ),
    ...['photos', 'classes', 'controls', 'library', 'project', 'results'].map(
      (it) => `src/features/${it}/a.ts`,
    ),
    ...['index-shards/format/a.ts', 'src/engine/offline/a.ts', 'core/methods/a.ts'],
  ];
  for (const folder of folders) {
    const filters = endToEndTestsOf([folder]);
    expect(filters, folder).not.toEqual([]);
    for (const filter of filters)
      expect(
        SPECS.some((spec) => spec.startsWith(filter)),
        filter,
      ).toBe(true);
  }
});

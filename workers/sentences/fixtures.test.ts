import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { type Embeddings, row } from '../../core';
import { directoryFiles } from '../encoder/node/directory';
import { loadSentenceEncoder } from './load';
import { ENCODERS, type Reference } from './testing/encoders';

/** The largest difference between components. */
function difference(found: Embeddings, expected: readonly (readonly number[])[]): number {
  expect(found.count).toBe(expected.length);
  return Math.max(
    ...expected.flatMap((values, i) => values.map((value, at) => Math.abs(value - row(found, i)[at]!))),
  );
}

test.each(ENCODERS)(
  '$name embeds as PyTorch does, texts of every length together',
  async ({ name, reading }) => {
    const folder = new URL(`./fixtures/${name}/`, import.meta.url).pathname;
    const reference = JSON.parse(readFileSync(`${folder}reference.json`, 'utf8')) as Reference;
    const encoder = await loadSentenceEncoder(directoryFiles(folder), {
      device: 'cpu',
      precision: 'fp32',
      reading,
    });
    expect(difference(await encoder.embedCaptions(reference.texts), reference.captions)).toBeLessThan(1e-4);
    expect(difference(await encoder.embedQueries(reference.texts), reference.queries)).toBeLessThan(1e-4);
    await encoder.dispose();
  },
);

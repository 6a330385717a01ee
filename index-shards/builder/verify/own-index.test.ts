import 'fake-indexeddb/auto';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { unzipSync } from 'fflate';
import { expect, test } from 'vitest';
import { normalise, row, stack, unwrap } from '../../../core';
import { newTab } from '../../../workers/retrieval/testing/tab';
import { FINGERPRINT_SENTENCE } from '../../format';
import { SILENT } from '../stages/progress';
import { checkFiles } from './files';
import { readManifest } from './verify';

test('an index that was made in a browser is, exported and unpacked, one that any host can serve', async () => {
  const width = 16;
  const vectors = (count: number) =>
    stack(
      Array.from({ length: count }, (_, i) =>
        normalise(Array.from({ length: width }, (_, j) => Math.sin(1 + i * width + j))),
      ),
    );
  const tab = newTab();
  for (const [after, count] of [
    [0, 600],
    [600, 10],
  ] as const) {
    const added = await tab.addOwn({
      address: 'own:flora',
      after,
      about: { title: 'My flora', source: 'a flora', licence: 'CC0', languages: [] },
      model: {
        id: 'a/model',
        revision: 'main',
        width,
        fingerprint: { sentence: FINGERPRINT_SENTENCE, embedding: Array.from(row(vectors(1), 0)) },
      },
      texts: Array.from({ length: count }, (_, i) => `caption ${i} of ${count}`),
      files: [{ name: `${count}.txt`, source: `flora ${count}`, licence: 'CC0', captions: count }],
      embeddings: vectors(count),
    });
    unwrap(added);
  }
  // Files of captions come and go.
  unwrap(await tab.removeOwnCaptions('own:flora', { file: '600.txt', texts: ['caption 5 of 600'] }));
  const zip = unwrap(await tab.exportOwn('own:flora'));
  const folder = mkdtempSync(join(tmpdir(), 'fernglass-own-'));
  for (const [name, bytes] of Object.entries(unzipSync(new Uint8Array(await zip.arrayBuffer())))) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), bytes);
  }
  const index = join(folder, 'flora');
  expect(readManifest(index)).toMatchObject({
    captions: 609,
    lists: 3,
    captionFiles: [
      { name: '600.txt', source: 'flora 600', licence: 'CC0', captions: 599 },
      { name: '10.txt', source: 'flora 10', licence: 'CC0', captions: 10 },
    ],
  });
  expect(await checkFiles(index, readManifest(index), () => {}, SILENT)).toBe(2);
});

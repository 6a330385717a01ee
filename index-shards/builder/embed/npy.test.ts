import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { LIMITS } from '../../format';
import { npyBytes, npyHeader, openNpy, readNpy } from './npy';

let path: string;
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'fernglass-npy-'));
  path = join(folder, 'a.npy');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const embeddings = { count: 3, width: 2, data: Float32Array.of(1, 2, 3, 4, 5, 6) };
const file = npyBytes(embeddings);

test('what is written is read back', () => {
  writeFileSync(path, file);
  expect(readNpy(path)).toEqual(embeddings);
});

test('a damaged file is read or refused, and nothing else happens', () => {
  const change = fc.record({ at: fc.nat(file.length - 1), byte: fc.nat(255) });
  fc.assert(
    fc.property(fc.array(change, { maxLength: 5 }), fc.nat(file.length), (changes, end) => {
      const damaged = Uint8Array.from(file.subarray(0, end));
      for (const { at, byte } of changes) if (at < end) damaged[at] = byte;
      writeFileSync(path, damaged);
      try {
        const { count, width, data } = readNpy(path);
        expect(data.length).toBe(count * width);
      } catch (error) {
        expect(error).toMatchObject({ code: 'input-invalid' });
      }
    }),
    { numRuns: 500 },
  );
});

test.each([
  ['no columns', 3, 0],
  ['more columns than a vector may have', 1, LIMITS.width + 1],
  ['more rows than there are bytes', 2 ** 40, 2],
])('%s are refused before anything is read', (_, count, width) => {
  const bytes = Math.min(4 * count * width, 2 ** 16);
  writeFileSync(path, Buffer.concat([npyHeader(count, width), Buffer.alloc(bytes)]));
  expect(() => openNpy(path)).toThrow(expect.objectContaining({ code: 'input-invalid' }));
});

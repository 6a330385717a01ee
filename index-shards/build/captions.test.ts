import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cleanCaptions, normaliseCaption, readCaptions } from './captions';

test('empty, letterless and repeated captions go, the first of each stays, and all are counted', async () => {
  const corpus = await cleanCaptions([
    'u1\tA  fern\u00a0on\tstone ',
    'u2\tA fern on stone',
    'u3\t',
    'u4',
    'u5\t12345 !!',
    'u6\tCafe\u0301 au lait',
    'u7\tCafé au lait',
    'u8\ta fern on stone',
  ]);
  expect(corpus).toEqual({
    captions: ['A fern on stone', 'Café au lait', 'a fern on stone'],
    lines: 8,
    empty: 3,
    duplicates: 2,
  });
});

test('normalising twice changes nothing more, and leaves no control characters or double spaces', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const once = normaliseCaption(text);
      expect(normaliseCaption(once)).toBe(once);
      expect(once).not.toMatch(/\p{Cc}| {2}|^ | $/u);
    }),
  );
});

test('a file is read whatever its line ends; one without captions and one that is missing are refused', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'fernglass-'));
  const file = join(directory, 'captions.tsv');
  await writeFile(file, 'a\tone fern\r\nb\ttwo ferns\n\n');
  expect((await readCaptions(file)).captions).toEqual(['one fern', 'two ferns']);
  await writeFile(file, 'no tab here\n');
  await expect(readCaptions(file)).rejects.toMatchObject({ code: 'input-invalid' });
  await expect(readCaptions(join(directory, 'missing.tsv'))).rejects.toMatchObject({ code: 'input-invalid' });
});

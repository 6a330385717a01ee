import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseManifest } from '..';
import { LIMITS } from '../limits';
import { fernsManifest } from '../testing/ferns-manifest';
import {
  captionFileAt,
  captionFilesOf,
  captionFilesWithin,
  joinedCaptionFiles,
  provenanceOf,
} from './caption-files';
import type { CaptionFile } from './manifest';

const flora: CaptionFile = { name: 'flora.txt', source: 'A flora', licence: 'CC0', captions: 18 };
const parts: CaptionFile = { name: 'parts.csv', source: 'A catalogue', licence: 'CC BY 4.0', captions: 12 };
const having = (captionFiles: unknown) => JSON.parse(JSON.stringify({ ...fernsManifest(), captionFiles }));

test('files come through a manifest; one without them is a file of its own terms', () => {
  expect(parseManifest(having([flora, { ...parts, later: 1 }])).captionFiles).toEqual([flora, parts]);
  const before = parseManifest(having(undefined));
  expect(before).not.toHaveProperty('captionFiles');
  expect(captionFilesOf(before)).toEqual([{ name: 'Ferns', source: 'own', licence: 'CC0', captions: 30 }]);
});

test.each<[unknown, RegExp]>([
  [[flora], /captionFiles do not account for 30 captions/],
  [[flora, parts, parts], /do not account/],
  [[], /do not account/],
  [{}, /captionFiles is not a list/],
  [[{ ...flora, captions: 31 }], /captionFiles\[0\]\.captions/],
  [[{ ...flora, name: 7 }, parts], /captionFiles\[0\]\.name/],
  [[{ ...flora, licence: 'x'.repeat(4097) }, parts], /captionFiles\[0\]\.licence/],
])('%j is refused by name', (value, message) => {
  expect(() => parseManifest(having(value))).toThrow(message);
});

test('files of a part of the captions are those of its captions, and joined again the same', () => {
  const anyFile = fc.record({
    name: fc.constantFrom('a', 'b'),
    source: fc.constant('s'),
    licence: fc.constant('l'),
    captions: fc.integer({ min: 1, max: 9 }),
  });
  fc.assert(
    fc.property(fc.array(anyFile, { minLength: 1 }), fc.nat(80), (files, cut) => {
      const total = files.reduce((sum, file) => sum + file.captions, 0);
      const names = (some: readonly CaptionFile[]) =>
        some.flatMap(({ name, captions }) => Array.from({ length: captions }, () => name));
      const before = captionFilesWithin(files, 0, Math.min(cut, total));
      const after = captionFilesWithin(files, Math.min(cut, total), total);
      expect([...names(before), ...names(after)]).toEqual(names(files));
      expect(joinedCaptionFiles([...before, ...after])).toEqual(joinedCaptionFiles(files));
      expect(captionFileAt(files, cut)?.name).toBe(names(files)[cut]);
    }),
  );
});

test('an index as a whole is under the terms of all its files', () => {
  expect(provenanceOf([flora, parts, flora])).toEqual({
    source: 'A flora; A catalogue',
    licence: 'CC0; CC BY 4.0',
  });
  const many = Array.from({ length: 500 }, (_, i) => ({ ...flora, source: `The flora number ${i}` }));
  expect(provenanceOf(many).source).toHaveLength(LIMITS.textLength);
  expect(provenanceOf(many).source).toMatch(/named with each file$/);
});

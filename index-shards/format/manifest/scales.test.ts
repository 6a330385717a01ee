import { expect, test } from 'vitest';
import { parseManifest } from '..';
import { fernsManifest } from '../testing/ferns-manifest';

const scales = {
  version: 1,
  fittedOn: '30 photos of ferns',
  methods: {
    core: { axes: [{ parameter: 'alpha', at: [0, 1] }], scales: [40, 80] },
    'zero-shot': { axes: [], scales: [37] },
  },
};
const parsed = (value: unknown) =>
  parseManifest(JSON.parse(JSON.stringify({ ...fernsManifest(), scales: value }))).scales;
const withCore = (core: unknown) => ({ ...scales, methods: { core } });

test('scales come through JSON unchanged; an index may have none', () => {
  expect(parsed(scales)).toEqual(scales);
  expect(parsed(undefined)).toBeUndefined();
});

test('what a set’s size does to a scale is read, as are scales from before there was any such thing', () => {
  const transclip = { axes: [], scales: [0.25] };
  for (const own of [transclip, { ...transclip, crowding: 0.9 }])
    expect(parsed({ ...scales, methods: { transclip: own } })?.methods.transclip).toEqual(own);
  for (const crowding of [-1, 'much', null])
    expect(() => parsed({ ...scales, methods: { transclip: { ...transclip, crowding } } })).toThrow(
      /crowding is/,
    );
});

test('scales in a later form are left out, and the index is read', () => {
  expect(parsed({ ...scales, version: 2, methods: 'otherwise' })).toBeUndefined();
});

test.each<[string, unknown, RegExp]>([
  ['no object', 7, /scales is not an object/],
  ['no version', { ...scales, version: undefined }, /scales\.version/],
  ['nobody says on what', { ...scales, fittedOn: 3 }, /scales\.fittedOn/],
  ['a scale of 0', withCore({ axes: [], scales: [0] }), /holds 0/],
  ['no number', withCore({ axes: [], scales: ['4'] }), /holds no number/],
  ['too few', withCore({ axes: [{ parameter: 'alpha', at: [0, 1] }], scales: [4] }), /1 entries, not 2/],
  ['falling axis', withCore({ axes: [{ parameter: 'alpha', at: [1, 0] }], scales: [4, 4] }), /does not rise/],
])('%s is refused', (_, value, message) => {
  expect(() => parsed(value)).toThrow(message);
});

import { expect, test } from 'vitest';
import { parseManifest } from '..';
import { fernsManifest } from '../testing/ferns-manifest';

const states = { version: 1, fittedOn: '30 photos of ferns', likeness: 0.6, margins: { core: 0.4, zlap: 1 } };
const parsed = (value: unknown) =>
  parseManifest(JSON.parse(JSON.stringify({ ...fernsManifest(), states: value }))).states;

test('what is known of states comes through JSON unchanged; an index may say nothing, or nothing of likeness', () => {
  expect(parsed(states)).toEqual(states);
  expect(parsed(undefined)).toBeUndefined();
  expect(parsed({ ...states, likeness: null })).toEqual({ ...states, likeness: null });
});

test('a later form is left out, and the index is read', () => {
  expect(parsed({ ...states, version: 2, margins: 'otherwise' })).toBeUndefined();
});

test.each<[string, unknown, RegExp]>([
  ['no object', 7, /states is not an object/],
  ['no version', { ...states, version: undefined }, /states\.version/],
  ['nobody says on what', { ...states, fittedOn: 3 }, /states\.fittedOn/],
  ['a margin above 1', { ...states, margins: { core: 1.1 } }, /states\.margins\[0\] holds 1\.1/],
  ['no margins', { ...states, margins: null }, /states\.margins/],
  ['no number', { ...states, likeness: '1' }, /states\.likeness holds/],
  ['a likeness below 0', { ...states, likeness: -0.1 }, /states\.likeness holds -0\.1/],
  ['likeness left out', { ...states, likeness: undefined }, /states\.likeness/],
])('%s is refused', (_, value, message) => {
  expect(() => parsed(value)).toThrow(message);
});

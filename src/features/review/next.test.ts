import { expect, it } from 'vitest';
import { beside, nextWhere } from './next';

const ids = ['a', 'b', 'c', 'd'];
const on = (id: string) => ({ at: ids.indexOf(id), isThere: true });
const before = (id: string) => ({ at: ids.indexOf(id), isThere: false });
const always = () => true;

it('finds the next one, and goes on at the beginning', () => {
  expect(nextWhere(ids, on('a'), (id) => id > 'b')).toBe('c');
  expect(nextWhere(ids, on('d'), always)).toBe('a');
  expect(nextWhere(ids, on('c'), (id) => id < 'c')).toBe('a');
});

it('never finds the one it begins at', () => {
  expect(nextWhere(ids, on('b'), (id) => id === 'b')).toBeNull();
  expect(nextWhere(['a'], on('a'), always)).toBeNull();
  expect(nextWhere([], { at: 0, isThere: false }, always)).toBeNull();
});

it('goes on where a photo left a gap, with what took its place', () => {
  expect(nextWhere(ids, before('c'), always)).toBe('c');
  expect(nextWhere(ids, { at: 4, isThere: false }, always)).toBe('a');
  expect([beside(ids, before('c'), -1), beside(ids, before('c'), 1)]).toEqual(['b', 'c']);
});

it('ends at both ends beside', () => {
  expect([beside(ids, on('b'), -1), beside(ids, on('b'), 1)]).toEqual(['a', 'c']);
  expect([beside(ids, on('a'), -1), beside(ids, on('d'), 1)]).toEqual([null, null]);
});

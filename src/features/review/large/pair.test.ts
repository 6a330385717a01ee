import { describe, expect, it } from 'vitest';
import { pairOf } from './pair';

const ids = [...'abcd'];
const none = new Set<string>();

describe('a pair to begin with', () => {
  it('is the selected photo and the one behind it, or before the last', () => {
    expect(pairOf(ids, none, 'b')).toEqual(['b', 'c']);
    expect(pairOf(ids, none, 'd')).toEqual(['d', 'c']);
  });

  it('is of the two that are selected together, in the order shown', () => {
    expect(pairOf(ids, new Set(['d', 'a']), 'd')).toEqual(['a', 'd']);
    expect(pairOf(ids, new Set(['a', 'b', 'd']), 'b')).toEqual(['b', 'c']);
    // One of them is not shown any more.
    expect(pairOf(ids, new Set(['a', 'z']), 'a')).toEqual(['a', 'b']);
  });

  it('is none without another photo', () => {
    expect(pairOf(['a'], none, 'a')).toBeNull();
    expect(pairOf(ids, none, null)).toBeNull();
    expect(pairOf(ids, none, 'z')).toBeNull();
    expect(pairOf([], none, null)).toBeNull();
  });
});

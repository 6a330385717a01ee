import { describe, expect, it } from 'vitest';
import { choiceOf, withChoice } from './choose';

const fern = { className: 'fern' };

describe('choosing captions', () => {
  it('has one choice of a caption for each place, the last', () => {
    const pinned = withChoice([], 'a frond', fern, 'pinned');
    expect(choiceOf(pinned, 'a frond', { className: 'fern' })?.kind).toBe('pinned');
    expect(choiceOf(pinned, 'a frond', null)).toBeUndefined();
    const left = withChoice(pinned, 'a frond', fern, 'left out');
    expect(left).toEqual([{ text: 'a frond', kind: 'left out', of: fern }]);
    const both = withChoice(left, 'a frond', null, 'left out');
    expect(both).toHaveLength(2);
    expect(withChoice(both, 'a frond', fern, null)).toEqual([
      { text: 'a frond', kind: 'left out', of: null },
    ]);
  });
});

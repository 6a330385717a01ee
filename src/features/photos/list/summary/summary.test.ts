import { describe, expect, it } from 'vitest';
import { sameSummary, shown, summarise } from './summary';

const classes = ['one', 'two'].map((name) => ({ name, names: [name] }));
const answer = {
  best: 0,
  zeroShotBest: 1,
  margin: 0.6,
  likeness: 0.9,
  changed: true,
  place: 3,
  lacksCaptions: false,
};
const thresholds = { margin: 0.5, likeness: 0.2 };

describe('summary', () => {
  it('names the answer and what it was before', () => {
    const summary = {
      answer: 'one',
      names: ['one'],
      was: 'two',
      margin: shown(0.6),
      likeness: shown(0.9),
      state: 'confident',
      place: 3,
      lacksCaptions: false,
    };
    expect(summarise(answer, classes, thresholds)).toEqual(summary);
    expect(summarise({ ...answer, changed: false }, classes, thresholds)?.was).toBeNull();
  });

  it('takes the name of a method that brings its own', () => {
    const own = { ...answer, best: 'fern', changed: false };
    expect(summarise(own, [], thresholds)).toMatchObject({ answer: 'fern', names: ['fern'], was: null });
  });

  it('has nothing to say without an answer or for a class that is gone', () => {
    expect(summarise(null, classes, thresholds)).toBeNull();
    expect(summarise(answer, [], thresholds)).toBeNull();
  });

  it('says how far the answer may be built on, by what is not rounded', () => {
    const stateOf = (change: Partial<typeof answer>) =>
      summarise({ ...answer, ...change }, classes, thresholds)?.state;
    expect(stateOf({ margin: 0.4999 })).toBe('unsure');
    expect(stateOf({ margin: 0.5 })).toBe('confident');
    expect(stateOf({ likeness: 0.1999 })).toBe('unlike');
    const close = { ...answer, margin: 0.4999 };
    // What the tile shows of both is the same.
    expect(
      sameSummary(
        summarise(close, classes, thresholds),
        summarise({ ...close, margin: 0.5 }, classes, thresholds),
      ),
    ).toBe(false);
  });

  it('is the same for a change that no tile can show, and another for one that it can', () => {
    const of = (change: Partial<typeof answer>) => summarise({ ...answer, ...change }, classes, thresholds);
    expect(sameSummary(of({}), of({ margin: 0.6001 }))).toBe(true);
    expect(sameSummary(of({}), of({ margin: 0.65 }))).toBe(false);
    expect(sameSummary(of({}), of({ likeness: 0.5 }))).toBe(false);
    expect(sameSummary(of({}), of({ best: 1 }))).toBe(false);
    expect(sameSummary(of({}), of({ place: 4 }))).toBe(false);
    expect(sameSummary(null, of({}))).toBe(false);
    expect(sameSummary(null, null)).toBe(true);
  });
});

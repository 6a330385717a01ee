import { describe, expect, it } from 'vitest';
import { sameSummary, summarise } from './summary';

const classes = ['one', 'two'].map((name) => ({ name, names: [name] }));
const answer = { best: 0, zeroShotBest: 1, margin: 0.6, changed: true, place: 3, lacksCaptions: false };

describe('summary', () => {
  it('names the answer and what it was before', () => {
    const summary = {
      answer: 'one',
      names: ['one'],
      was: 'two',
      margin: 0.6,
      place: 3,
      lacksCaptions: false,
    };
    expect(summarise(answer, classes)).toEqual(summary);
    expect(summarise({ ...answer, changed: false }, classes)?.was).toBeNull();
  });

  it('takes the name of a method that brings its own', () => {
    const own = { ...answer, best: 'fern', changed: false };
    expect(summarise(own, [])).toMatchObject({ answer: 'fern', names: ['fern'], was: null });
  });

  it('has nothing to say without an answer or for a class that is gone', () => {
    expect(summarise(null, classes)).toBeNull();
    expect(summarise(answer, [])).toBeNull();
  });

  it('is the same for a change that no tile can show, and another for one that it can', () => {
    const of = (change: Partial<typeof answer>) => summarise({ ...answer, ...change }, classes);
    expect(sameSummary(of({}), of({ margin: 0.6001 }))).toBe(true);
    expect(sameSummary(of({}), of({ margin: 0.65 }))).toBe(false);
    expect(sameSummary(of({}), of({ best: 1 }))).toBe(false);
    expect(sameSummary(of({}), of({ place: 4 }))).toBe(false);
    expect(sameSummary(null, of({}))).toBe(false);
    expect(sameSummary(null, null)).toBe(true);
  });
});

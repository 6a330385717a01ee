import { describe, expect, it, vi } from 'vitest';
import { type Atoms, METHODS, normalise } from '../../../../core';
import { always, atoms, classes, first, fullClasses, loaded, photo, scorerWith } from './testing/scorers';

describe('Scorer with every method', () => {
  const rich = (id: string, of: Atoms) =>
    photo(id, of, {
      paired: of,
      candidates: { names: ['one', 'two'], embeddings: [normalise([1, 0, 0]), normalise([0, 1, 1])] },
    });
  it.each(METHODS.map((method) => method.id))('%s answers, and says why', async (id) => {
    const scorer = scorerWith(id);
    scorer.setClasses(fullClasses, 10);
    scorer.setPhotos([rich('a', first)]);
    scorer.setPhotos([rich('b', loaded(atoms(0, 0.2, 1), [0, 0.1, 1]))]);
    scorer.setLabelled(() => [{ id: 'b', embedding: normalise([0, 0.2, 1]), label: 1 }]);
    scorer.step(always);
    await vi.waitFor(() => expect(scorer.hasWork).toBe(false), 20_000);
    const answer = scorer.answer('a')!;
    expect(answer.enriched).toHaveLength(answer.names?.length ?? 3);
    const [best] = answer.enriched;
    const { margin, ...summary } = scorer.summary('a')!;
    expect(margin).toBeCloseTo(answer.margin, 9);
    expect(summary).toEqual({
      best: answer.names?.[best!.index] ?? best!.index,
      changed: answer.changed,
      zeroShotBest: answer.zeroShot[0]!.index,
      place: answer.place,
      likeness: answer.likeness,
      lacksCaptions: answer.lacksCaptions,
    });
    expect(answer.shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 6);
    expect([...answer.shares].sort((x, y) => y - x)).toEqual(answer.shares);
    await vi.waitFor(() => expect(scorer.reasons('a')).not.toBeNull(), 20_000);
    expect(scorer.reasons('a')!.notes).toEqual([]);
  });

  it('lets accepted photos vote in Tip-Adapter, and takes their votes back', () => {
    const scorer = scorerWith('tip-adapter', { weight: 20, sharpness: 1 });
    const best = () => {
      scorer.step(always);
      return scorer.answer('a')!.enriched[0]!.index;
    };
    scorer.setClasses(classes, 1);
    scorer.setPhotos([photo('a', atoms(1, 0.4, 0.1))]);
    expect(best()).toBe(0);
    scorer.setLabelled(() => [{ id: 'b', embedding: normalise([1, 0.4, 0.1]), label: 2 }]);
    expect(best()).toBe(2);
    scorer.setLabelled(() => []);
    expect(best()).toBe(0);
  });

  it('names a photo only once its captions were read', () => {
    const scorer = scorerWith('cased');
    scorer.setClasses([], 100);
    scorer.setPhotos([photo('a', first)]);
    expect(scorer.answer('a')).toBeNull();
    scorer.setPhotos([rich('a', first)]);
    scorer.step(always);
    const answer = scorer.answer('a')!;
    expect(answer.names).toEqual(['one', 'two']);
    expect(answer).toMatchObject({ changed: false, zeroShot: [] });
  });

  it('hands out what the method remembers in order, and starts again in another', () => {
    const scorer = scorerWith('x-more');
    scorer.setClasses(fullClasses, 10);
    const others = [atoms(0.3, 1, 0.2), atoms(0.9, 0.2, 0.8)];
    const all = [first, ...others].map((of, i) => photo(`${i}`, loaded(of, [i, 1, 0.3])));
    scorer.setPhotos(all);
    scorer.step(always);
    const weights = (id: string) =>
      scorer.reasons(id)!.evidence.figures.filter(({ title }) => title.startsWith('Weight'));
    expect(weights('0').map(({ value }) => value)).toEqual([0.5, 0.5]);
    expect(weights('2').map(({ value }) => value)).not.toEqual([0.5, 0.5]);
    expect(scorer.answer('2')!.place).toBe(3);
    scorer.reorder(['2', '0']);
    expect(scorer.order).toEqual(['2', '0', '1']);
    expect(weights('2').map(({ value }) => value)).toEqual([0.5, 0.5]);
    expect(scorer.answer('2')!.place).toBe(1);
  });
});

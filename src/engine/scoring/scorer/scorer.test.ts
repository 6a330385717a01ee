import { describe, expect, it, vi } from 'vitest';
import {
  type Atoms,
  type ClassInput,
  FernglassError,
  METHODS,
  methodById,
  normalise,
  PAPER_SETTINGS,
  type ParameterValues,
  type PhotoInput,
  paperValues,
  rank,
  unwrap,
} from '../../../../core';
import { SetScoring } from '../../../../workers/scoring/set-scoring';
import type { ScoringClient } from '../../workers/clients';
import { Scorer } from './scorer';
import { SENT_AT_ONCE } from './sent-photos';

const atoms = (...own: number[]): Atoms => ({ own: normalise(own), captions: [], similarities: [] });
const always = () => true;

const loaded = (own: Atoms, ...captions: number[][]): Atoms => ({
  ...own,
  captions: captions.map((caption) => normalise(caption)),
  similarities: captions.map((_, i) => 0.5 - i / 10),
});

const photo = (id: string, of: Atoms, change: Partial<PhotoInput> = {}): PhotoInput => ({
  id,
  atoms: of,
  paired: null,
  candidates: null,
  ...change,
});

const cls = (of: Atoms, change: Partial<ClassInput> = {}): ClassInput => ({
  atoms: of,
  names: [of.own],
  templates: [],
  descriptions: [],
  counts: null,
  ...change,
});

/** The worker's work, without the worker. */
function clientInPlace(): ScoringClient {
  const scoring = new SetScoring();
  return {
    take: async (photos: readonly PhotoInput[]) => unwrap(await scoring.take(photos)),
    drop: async (ids: readonly string[]) => unwrap(await scoring.drop(ids)),
    begin: async (...task: Parameters<SetScoring['begin']>) => unwrap(await scoring.begin(...task)),
    prepare: async (ids: readonly string[]) => unwrap(await scoring.prepare(ids)),
    score: async (values: ParameterValues) => unwrap(await scoring.score(values)),
    explain: async (id: string) => unwrap(await scoring.explain(id)),
  };
}

function scorerWith(
  methodId = 'core',
  values?: ParameterValues,
  mostProducts?: number,
  client = clientInPlace(),
): Scorer {
  const scorer = new Scorer(
    () => client,
    () => {},
    mostProducts,
  );
  const method = methodById(methodId)!;
  scorer.setMethod(method, values ?? paperValues(method));
  return scorer;
}

const first = loaded(atoms(1, 0.4, 0.1), [0.2, 1, 0.3], [0.1, 0.9, 1]);
const classes = [
  cls(loaded(atoms(1, 0, 0), [1, 0.3, 0])),
  cls(loaded(atoms(0, 1, 0.2), [0, 1, 1], [0.3, 1, 0])),
  cls(atoms(0, 0.1, 1)),
];
const places = (ranking: readonly { index: number }[]) => ranking.map(({ index }) => index);

describe('Scorer with CoRE', () => {
  it('answers at once, and the same from cached inner products', () => {
    const scorer = scorerWith();
    scorer.setClasses(classes, 100);
    scorer.setPhotos([photo('a', first)]);
    const before = scorer.answer('a')!;
    expect(scorer.hasSteps).toBe(true);
    scorer.step(always);
    expect(scorer.hasWork).toBe(false);
    scorer.setParameters({ ...PAPER_SETTINGS });
    const after = scorer.answer('a')!;
    expect(after).not.toBe(before);
    for (const ranking of ['zeroShot', 'enriched'] as const) {
      expect(places(after[ranking])).toEqual(places(before[ranking]));
      after[ranking].forEach(({ score }, i) => {
        expect(score).toBeCloseTo(before[ranking][i]!.score, 6);
      });
    }
  });

  it('answers for photos that are back as before, without measuring them again', () => {
    const scorer = scorerWith();
    scorer.setClasses(classes, 100);
    const inputs = ['a', 'b', 'c'].map((id) => photo(id, loaded(atoms(1, 0.4, 0.1), [0.2, 1, 0.3])));
    scorer.setPhotos(inputs);
    scorer.step(always);
    const before = scorer.answer('b');
    const { kept } = scorer.products;
    const removed = scorer.removePhotos(['b', 'a', 'nobody']);
    expect(scorer.answer('b')).toBeNull();
    expect(removed.bytes).toBe((kept * 4 * 2) / 3);
    scorer.putBack(removed, [photo('a', inputs[0]!.atoms), photo('b', inputs[1]!.atoms)]);
    expect(scorer.order).toEqual(['a', 'b', 'c']);
    expect(scorer.answer('b')).toEqual(before);
    scorer.step(always);
    // Products would have been computed, and kept, again.
    expect(scorer.products.kept).toBe(kept / 3);
  });

  it('takes a photo that changed while it was away as it is now, and leaves out what has no embedding', () => {
    const scorer = scorerWith();
    scorer.setClasses(classes, 100);
    scorer.setPhotos([photo('a', first), photo('b', atoms(0, 0, 1)), photo('c', atoms(1, 0, 0))]);
    const removed = scorer.removePhotos(['a', 'b']);
    scorer.putBack(removed, [photo('a', atoms(0, 0.1, 1))]);
    expect(scorer.order).toEqual(['a', 'c']);
    expect(scorer.answer('a')!.zeroShot[0]).toMatchObject({ index: 2 });
  });

  it('stops when told to and goes on later', () => {
    const scorer = scorerWith();
    scorer.setClasses(classes, 100);
    scorer.setPhotos([photo('a', first)]);
    let budget = 1;
    scorer.step(() => budget-- > 0);
    expect(scorer.hasSteps).toBe(true);
    scorer.step(always);
    expect(scorer.hasSteps).toBe(false);
  });

  it('keeps no more inner products than it may, all of a photo or none, and answers all the same', () => {
    // The first photo has 3 atoms, the classes have 2, 3 and 1: 18 products.
    const few = scorerWith('core', undefined, 20);
    const many = scorerWith('core');
    for (const scorer of [few, many]) {
      scorer.setClasses(classes, 100);
      scorer.setPhotos([photo('a', first)]);
      scorer.setPhotos([photo('b', atoms(0, 0, 1))]);
      scorer.step(always);
      expect(scorer.hasWork).toBe(false);
    }
    expect(few.products.kept).toBe(18);
    expect(many.products.kept).toBe(18 + 6);
    expect(places(few.answer('b')!.enriched)).toEqual(places(many.answer('b')!.enriched));
    few.removePhotos(['a', 'b']);
    expect(few.products.kept).toBe(0);
  });

  it('never shows an answer of another class list', () => {
    const scorer = scorerWith();
    scorer.setClasses(classes, 100);
    scorer.setPhotos([photo('a', first)]);
    scorer.step(always);
    expect(scorer.answer('a')?.enriched).toHaveLength(3);
    scorer.setClasses(classes.slice(1), 100);
    expect(places(scorer.answer('a')!.enriched)).toEqual([0, 1]);
    scorer.setClasses([], 100);
    expect(scorer.answer('a')).toBeNull();
  });

  it('takes the captions of a photo in as they come', () => {
    const scorer = scorerWith();
    scorer.setClasses([cls(atoms(1, 0)), cls(atoms(0, 1))], 100);
    scorer.setPhotos([photo('a', atoms(1, 0.9))]);
    scorer.step(always);
    expect(scorer.answer('a')).toMatchObject({ changed: false });
    const before = scorer.revision;
    scorer.setPhotos([photo('a', loaded(atoms(1, 0.9), [0, 1]))]);
    expect(scorer.revision).toBe(before);
    expect(scorer.answer('a')).toMatchObject({ changed: true });
  });

  it('answers anew after parameters moved, and reuses the answer otherwise', () => {
    const scorer = scorerWith('core', { ...PAPER_SETTINGS, beta: 0 });
    scorer.setClasses([cls(atoms(1, 0)), cls(atoms(0, 1))], 100);
    scorer.setPhotos([photo('a', loaded(atoms(1, 0), [0, 1]))]);
    scorer.step(always);
    const before = scorer.answer('a');
    expect(scorer.answer('a')).toBe(before);
    scorer.setParameters({ ...PAPER_SETTINGS, beta: 1 });
    expect(before?.enriched[0]?.index).toBe(0);
    expect(scorer.answer('a')?.enriched[0]?.index).toBe(1);
  });
});

describe('Scorer with every method', () => {
  const rich = (id: string, of: Atoms) =>
    photo(id, of, {
      paired: of,
      candidates: { names: ['one', 'two'], embeddings: [normalise([1, 0, 0]), normalise([0, 1, 1])] },
    });
  const fullClasses = classes.map(({ atoms: of }, i) =>
    cls(of, {
      names: [of.own, normalise([0.2, i, 1])],
      templates: [of.own, normalise([0.4, i, 0.3])],
      descriptions: [normalise([i, 0.2, 1])],
      counts: [0, i],
    }),
  );

  it.each(METHODS.map((method) => method.id))('%s answers, and says why', async (id) => {
    const scorer = scorerWith(id);
    scorer.setClasses(fullClasses, 10);
    scorer.setPhotos([rich('a', first)]);
    scorer.setPhotos([rich('b', loaded(atoms(0, 0.2, 1), [0, 0.1, 1]))]);
    scorer.setLabelled([{ id: 'b', embedding: normalise([0, 0.2, 1]), label: 1 }]);
    scorer.step(always);
    await vi.waitFor(() => expect(scorer.hasWork).toBe(false));
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
      lacksCaptions: answer.lacksCaptions,
    });
    expect(answer.shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 6);
    expect([...answer.shares].sort((x, y) => y - x)).toEqual(answer.shares);
    await vi.waitFor(() => expect(scorer.reasons('a')).not.toBeNull());
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
    scorer.setLabelled([{ id: 'b', embedding: normalise([1, 0.4, 0.1]), label: 2 }]);
    expect(best()).toBe(2);
    scorer.setLabelled([]);
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

  it('shows the newest parameters of a method that has a worker, and answers for photos that come', async () => {
    const scorer = scorerWith('zlap');
    scorer.setClasses(fullClasses, 10);
    scorer.setPhotos([photo('a', first)]);
    expect(scorer.answer('a')).toBeNull();
    const settled = () => vi.waitFor(() => expect(scorer.hasWork).toBe(false));
    await settled();
    const alone = scorer.answer('a')!.enriched;
    scorer.setPhotos([photo('b', atoms(0.4, 1, 0.2))]);
    await settled();
    const together = scorer.answer('a')!.enriched;
    expect(together).not.toEqual(alone);
    for (const alpha of [0.5, 0.7, 0.9]) scorer.setParameters({ k: 5, gamma: 5, alpha });
    await settled();
    const fresh = scorerWith('zlap', { k: 5, gamma: 5, alpha: 0.9 });
    fresh.setClasses(fullClasses, 10);
    fresh.setPhotos([photo('a', first)]);
    fresh.setPhotos([photo('b', atoms(0.4, 1, 0.2))]);
    await vi.waitFor(() => expect(fresh.hasWork).toBe(false));
    expect(scorer.answer('a')!.enriched).toEqual(fresh.answer('a')!.enriched);
    expect(rank(scorer.answer('b')!.shares)[0]!.index).toBe(0);
  });

  it('gives a worker that took the place of a dead one the whole set, and goes on', async () => {
    const client = clientInPlace();
    const prepare = vi.spyOn(client, 'prepare');
    const stopped = new FernglassError('worker-failed', 'It stopped.');
    vi.spyOn(client, 'score').mockRejectedValueOnce(stopped).mockRejectedValueOnce(stopped);
    const scorer = scorerWith('zlap', undefined, undefined, client);
    scorer.setClasses(fullClasses, 10);
    scorer.setPhotos([photo('a', first)]);
    await vi.waitFor(() => expect(scorer.answer('a')).not.toBeNull());
    expect(scorer.error).toBeNull();
    expect(prepare).toHaveBeenCalledTimes(3);
  });

  it('sends each photo to the worker once, in slices, and again only where it is another', async () => {
    const client = clientInPlace();
    const take = vi.spyOn(client, 'take');
    const drop = vi.spyOn(client, 'drop');
    const scorer = scorerWith('zlap', undefined, undefined, client);
    const settled = () => vi.waitFor(() => expect(scorer.hasWork).toBe(false));
    const sent = () => {
      const slices = take.mock.calls.map(([photos]) => photos.map(({ id }) => id));
      take.mockClear();
      return slices;
    };
    const photos = Array.from({ length: 2 * SENT_AT_ONCE + 1 }, (_, i) =>
      photo(String(i), atoms(Math.sin(i), Math.cos(i), 0.3)),
    );
    scorer.setClasses(fullClasses, 10);
    scorer.setPhotos(photos);
    await settled();
    const slices = sent();
    expect(slices.flat()).toEqual(photos.map(({ id }) => id));
    expect(Math.max(...slices.map(({ length }) => length))).toBe(SENT_AT_ONCE);

    // Captions that ZLaP does not read, another class list and another setting send no photo.
    scorer.setPhotos([photo('0', loaded(photos[0]!.atoms, [1, 0, 0]))]);
    scorer.setClasses(fullClasses.slice(0, 2), 10);
    scorer.setParameters({ k: 5, gamma: 5, alpha: 0.5 });
    await settled();
    expect(sent()).toEqual([]);

    scorer.setPhotos([photo('3', atoms(1, 2, 3)), photo('new', atoms(3, 2, 1))]);
    scorer.removePhotos(['7', '8']);
    await settled();
    expect(sent()).toEqual([['3', 'new']]);
    expect(drop.mock.calls).toEqual([[['7', '8']]]);
    expect(scorer.answer('7')).toBeNull();
    expect(scorer.answer('new')).not.toBeNull();
  });

  it('sends all of them again to a worker that took the place of a dead one', async () => {
    let scoring = clientInPlace();
    const client: ScoringClient = {
      take: (photos) => scoring.take(photos),
      drop: (ids) => scoring.drop(ids),
      begin: (...task) => scoring.begin(...task),
      prepare: (ids) => scoring.prepare(ids),
      score: (values) => scoring.score(values),
      explain: (id) => scoring.explain(id),
    };
    const scorer = scorerWith('zlap', undefined, undefined, client);
    scorer.setClasses(fullClasses, 10);
    scorer.setPhotos([photo('a', first), photo('b', atoms(0.4, 1, 0.2))]);
    await vi.waitFor(() => expect(scorer.hasWork).toBe(false));
    scoring = clientInPlace();
    scorer.setPhotos([photo('c', atoms(1, 1, 0.2))]);
    await vi.waitFor(() => expect(scorer.hasWork).toBe(false));
    expect(scorer.error).toBeNull();
    for (const id of ['a', 'b', 'c']) expect(scorer.answer(id)).not.toBeNull();
  });

  it('leaves a set over which the worker died three times, and takes the error back once it works', async () => {
    const client = clientInPlace();
    const prepare = vi.spyOn(client, 'prepare');
    const stopped = new FernglassError('worker-failed', 'It stopped.');
    const score = vi.spyOn(client, 'score').mockRejectedValue(stopped);
    const scorer = scorerWith('zlap', undefined, undefined, client);
    scorer.setClasses(fullClasses, 10);
    scorer.setPhotos([photo('a', first)]);
    await vi.waitFor(() => expect(scorer.error).toMatchObject({ code: 'worker-failed' }));
    expect(prepare).toHaveBeenCalledTimes(3);
    score.mockRestore();
    scorer.setParameters({ k: 5, gamma: 5, alpha: 0.5 });
    await vi.waitFor(() => expect(scorer.answer('a')).not.toBeNull());
    expect(scorer.error).toBeNull();
  });
});

describe('Scorer with more classes than fit into a slice', () => {
  const many = Array.from({ length: 700 }, (_, i) =>
    cls(loaded(atoms(Math.sin(i), Math.cos(i), 0.3), [Math.cos(i), 1, i / 700], [0.2, Math.sin(2 * i), 1])),
  );
  const mine = loaded(atoms(1, 0.4, 0.1), [0.2, 1, 0.3], [0.1, 0.9, 1]);
  /** Goes on for one piece of work at a time. */
  const stepping = (scorer: Scorer) => {
    let asked = 0;
    scorer.step(() => ++asked < 3);
  };
  const scorerOf = () => {
    const news: string[][] = [];
    const scorer = new Scorer(
      () => clientInPlace(),
      (ids) => void news.push([...ids]),
    );
    scorer.setMethod(methodById('core')!, { ...PAPER_SETTINGS });
    scorer.setClasses(many, 100);
    return { scorer, news };
  };
  const settle = (scorer: Scorer) => {
    let steps = 0;
    for (; scorer.hasSteps && steps < 10_000; steps++) stepping(scorer);
    return steps;
  };

  it('keeps the answers of the setting before until those of the new one are ready, and then tells', () => {
    const { scorer, news } = scorerOf();
    scorer.setPhotos([photo('a', mine)]);
    settle(scorer);
    const before = scorer.summary('a')!;
    const clock = vi.spyOn(performance, 'now');
    let now = 0;
    // Every look at the clock finds that the time for it has gone by.
    clock.mockImplementation(() => (now += 1000));
    const { revision } = scorer;
    scorer.setParameters({ ...PAPER_SETTINGS, alpha: 1, k: 1 });
    expect(scorer.hasSteps).toBe(true);
    expect([scorer.summary('a'), scorer.revision]).toEqual([before, revision]);
    scorer.setParameters({ ...PAPER_SETTINGS, alpha: 0.5, k: 2 });
    expect(settle(scorer)).toBeGreaterThan(10);
    clock.mockRestore();
    expect(scorer.revision).toBeGreaterThan(revision);
    expect(news.at(-1)).toEqual([]);
    const fresh = scorerOf().scorer;
    fresh.setParameters({ ...PAPER_SETTINGS, alpha: 0.5, k: 2 });
    fresh.setPhotos([photo('a', mine)]);
    settle(fresh);
    expect(scorer.answer('a')!.enriched).toEqual(fresh.answer('a')!.enriched);
    expect(scorer.summary('a')).not.toEqual(before);
  });

  it('answers a photo that was asked for too early as soon as its list is ready', () => {
    const { scorer, news } = scorerOf();
    const clock = vi.spyOn(performance, 'now');
    let now = 0;
    clock.mockImplementation(() => (now += 1000));
    scorer.setPhotos([photo('a', mine)]);
    expect(scorer.summary('a')).toBeNull();
    settle(scorer);
    clock.mockRestore();
    expect(news.at(-1)).toEqual(['a']);
    expect(scorer.summary('a')).not.toBeNull();
  });
});

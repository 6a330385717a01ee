import { describe, expect, it, vi } from 'vitest';
import { FernglassError, rank } from '../../../../../core';
import type { ScoringClient } from '../../../workers/clients';
import { atoms, clientInPlace, first, fullClasses, loaded, photo, scorerWith } from '../testing/scorers';
import { SENT_AT_ONCE } from './sent-photos';

describe('Scorer with a method that has a worker', () => {
  it('shows the newest parameters of a method that has a worker, and answers for photos that come', async () => {
    const scorer = scorerWith('zlap');
    scorer.setClasses(fullClasses, 10);
    scorer.setPhotos([photo('a', first)]);
    expect(scorer.answer('a')).toBeNull();
    const settled = () => vi.waitFor(() => expect(scorer.hasWork).toBe(false), 20_000);
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
    await vi.waitFor(() => expect(fresh.hasWork).toBe(false), 20_000);
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
    await vi.waitFor(() => expect(scorer.answer('a')).not.toBeNull(), 20_000);
    expect(scorer.error).toBeNull();
    expect(prepare).toHaveBeenCalledTimes(3);
  });

  it('sends each photo to the worker once, in slices, and again only where it is another', async () => {
    const client = clientInPlace();
    const take = vi.spyOn(client, 'take');
    const drop = vi.spyOn(client, 'drop');
    const scorer = scorerWith('zlap', undefined, undefined, client);
    const settled = () => vi.waitFor(() => expect(scorer.hasWork).toBe(false), 20_000);
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

  it('sends captions to the worker only while the method’s parameters have it read some', async () => {
    const client = clientInPlace();
    const take = vi.spyOn(client, 'take');
    const begin = vi.spyOn(client, 'begin');
    const scorer = scorerWith('transclip', { start: 'zero-shot', alpha: 0.5, beta: 0.5 }, undefined, client);
    const settled = () => vi.waitFor(() => expect(scorer.hasWork).toBe(false), 20_000);
    scorer.setClasses(fullClasses, 10);
    const bare = atoms(0.4, 1, 0.2);
    scorer.setPhotos([photo('a', loaded(first, [1, 0, 0])), photo('b', loaded(bare, [0, 1, 0]))]);
    await settled();
    const captions = () => ({
      photos: take.mock.calls.at(-1)![0].map((sent) => sent.atoms.captions.length > 0),
      classes: begin.mock.calls.at(-1)![1].classes.some((cls) => cls.atoms.captions.length > 0),
    });
    expect(captions()).toEqual({ photos: [false, false], classes: false });
    scorer.setParameters({ start: 'core', alpha: 0.5, beta: 0.5 });
    await settled();
    expect(captions()).toEqual({ photos: [true, true], classes: true });
    const started = scorer.answer('a')!.shares;
    const fresh = scorerWith('transclip', { start: 'core', alpha: 0.5, beta: 0.5 });
    fresh.setClasses(fullClasses, 10);
    fresh.setPhotos([photo('a', loaded(first, [1, 0, 0])), photo('b', loaded(bare, [0, 1, 0]))]);
    await vi.waitFor(() => expect(fresh.hasWork).toBe(false), 20_000);
    expect(started).toEqual(fresh.answer('a')!.shares);
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
    await vi.waitFor(() => expect(scorer.hasWork).toBe(false), 20_000);
    scoring = clientInPlace();
    scorer.setPhotos([photo('c', atoms(1, 1, 0.2))]);
    await vi.waitFor(() => expect(scorer.hasWork).toBe(false), 20_000);
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
    await vi.waitFor(() => expect(scorer.error).toMatchObject({ code: 'worker-failed' }), 20_000);
    expect(prepare).toHaveBeenCalledTimes(3);
    score.mockRestore();
    scorer.setParameters({ k: 5, gamma: 5, alpha: 0.5 });
    await vi.waitFor(() => expect(scorer.answer('a')).not.toBeNull(), 20_000);
    expect(scorer.error).toBeNull();
  });
});

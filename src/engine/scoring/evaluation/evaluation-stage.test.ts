import { describe, expect, it, vi } from 'vitest';
import { PAPER_SETTINGS } from '../../../../core';
import { engineWith } from './testing/engine-with';

const STEPS = 6;

describe('the evaluation stage', () => {
  it('draws the plane of one photo, of labels and of flips as CoRE answers', async () => {
    const { stage, records, answer } = engineWith();
    const places = Array.from({ length: STEPS ** 2 }, (_, at) => ({
      alpha: Math.floor(at / STEPS) / (STEPS - 1),
      beta: (at % STEPS) / (STEPS - 1),
    }));
    const answers = await stage.plane({ steps: STEPS, about: { kind: 'answers', photo: 'photo 3' } });
    expect(answers.kind === 'answers' && [...answers.answers]).toEqual(
      places.map(({ alpha, beta }) => answer(records[3]!, alpha, beta)),
    );
    expect(answers.weighting.k).toBe(PAPER_SETTINGS.k);

    const labels = records.map(({ view }, i) => ({ photo: view.id, label: i % 4 }));
    const figures = await stage.plane({ steps: STEPS, about: { kind: 'accuracy', labels } });
    expect(figures.kind === 'accuracy' && [...figures.acc1]).toEqual(
      places.map(({ alpha, beta }) =>
        expect.closeTo(
          records.filter((record, i) => answer(record, alpha, beta) === i % 4).length / records.length,
          6,
        ),
      ),
    );

    const flips = await stage.plane({ steps: STEPS, about: { kind: 'flips' } });
    const { alpha, beta } = PAPER_SETTINGS;
    expect(flips.kind === 'flips' && [...flips.changed]).toEqual(
      places.map(
        (at) =>
          records.filter((record) => answer(record, at.alpha, at.beta) !== answer(record, alpha, beta))
            .length,
      ),
    );
  });

  it('sends photos, classes and captions once, and drops photos that are gone', async () => {
    const { stage, photos, records, evaluations } = engineWith();
    const about = { kind: 'flips' } as const;
    await stage.plane({ steps: 2, about });
    const [worker] = evaluations;
    const spies = (['keepCaptions', 'keepPhotos', 'keepClasses', 'dropPhotos'] as const).map((name) =>
      vi.spyOn(worker!, name),
    );
    const calls = () => spies.map(({ mock }) => mock.calls.length);
    await stage.plane({ steps: 3, about: { kind: 'answers', photo: 'photo 1' } });
    await stage.plane({ steps: 3, about });
    expect(calls()).toEqual([0, 0, 0, 0]);
    photos.remove([records[0]!]);
    const after = await stage.plane({ steps: 3, about });
    expect(calls()).toEqual([0, 0, 0, 1]);
    expect(after).toMatchObject({ kind: 'flips', photos: 8, left: 1 });
  });

  it('ends a question for a newer one and for its signal, and says so as an abort', async () => {
    const { stage } = engineWith();
    const about = { kind: 'flips' } as const;
    const first = stage.plane({ steps: 20, about });
    const second = stage.plane({ steps: 4, about });
    await expect(first).rejects.toThrow(expect.objectContaining({ name: 'AbortError' }));
    expect(await second).toMatchObject({ steps: 4 });
    const cancel = new AbortController();
    const third = stage.plane({ steps: 4, about }, { signal: cancel.signal });
    cancel.abort();
    await expect(third).rejects.toThrow(expect.objectContaining({ name: 'AbortError' }));
    expect(await stage.plane({ steps: 4, about })).toMatchObject({ steps: 4 });
  });

  it('sends everything anew to a worker that took the place of a dead one', async () => {
    const { stage, workers } = engineWith();
    const about = { kind: 'flips' } as const;
    const before = await stage.plane({ steps: 4, about });
    workers[0]!.die('out of memory');
    expect(await stage.plane({ steps: 4, about })).toEqual(before);
    expect(workers).toHaveLength(2);
  });

  it('tunes by labels, and says which photos the proposal was tuned on', async () => {
    const { stage, answers, records, answer } = engineWith(30);
    const target = { alpha: 0.9, beta: 0.9 };
    const labels = records.slice(0, 24).map((record, i) => ({
      photo: record.view.id,
      label: answer(record, target.alpha, target.beta),
      group: i < 4 ? 'one thing' : null,
    }));
    for (const [i, { photo }] of labels.entries()) answers.set(photo, i % 2 === 0 ? 'Class 0' : 3);
    const reply = await stage.tune({
      labels: [...labels, { photo: 'none', label: 0 }],
      measure: 'acc1',
    });
    expect(reply.figures.current).toBeCloseTo(
      labels.filter(({ label }, i) => label === (i % 2 === 0 ? 0 : 3)).length / 24,
      9,
    );
    expect(reply.figures.onTuned).toBe(1);
    expect(reply.proposal.method).toBe('core');
    expect(reply).toMatchObject({ photos: 24, groups: 21, folds: 5, left: 1 });
    expect(reply.tuned).toEqual({ ...reply.proposal, photos: labels.map(({ photo }) => photo) });
    // Methods that look at the whole set were tried too.
    expect(reply.tried % 121).toBeGreaterThan(0);
    await expect(stage.tune({ labels: labels.slice(0, 5), measure: 'acc1' })).rejects.toThrow('there are 5');
  });

  it('judges methods on labelled photos, by the parameters in force, and says what it was about', async () => {
    const { stage, records, answer } = engineWith();
    // The first has no label, and one label is of a photo that is not there.
    const labels = records.slice(1).map(({ view }, i) => ({ photo: view.id, label: (i + 1) % 4 }));
    const groups = new Map(labels.map(({ photo }, i) => [photo, `group ${i % 3}`]));
    const parts: number[] = [];
    const judged = await stage.methods(
      {
        methods: ['zero-shot', 'core', 'tip-adapter'],
        labels: [...labels, { photo: 'gone', label: 0 }],
        groups,
      },
      { onPart: (part) => parts.push(part) },
    );
    expect(judged).toMatchObject({ photos: labels.map(({ photo }) => photo), groups: 3, left: 1 });
    expect(judged.classes).toEqual(['class 0', 'class 1', 'class 2', 'class 3']);
    const [zeroShot, core] = judged.methods;
    const { alpha, beta } = PAPER_SETTINGS;
    const known = records.slice(1);
    expect(Array.from(core!.answers.answers)).toEqual(known.map((record) => answer(record, alpha, beta)));
    expect(Array.from(zeroShot!.answers.answers)).toEqual(known.map((record) => answer(record, 0, 0)));
    expect(core!.parameters).toMatchObject({ alpha, beta });
    const right = known.filter((record, i) => answer(record, alpha, beta) === (i + 1) % 4).length;
    expect(core!.figures.acc1).toBe(right / known.length);
    expect(parts).toEqual(parts.toSorted((a, b) => a - b));
  });

  it('says how captions cover each class, without a photo', async () => {
    const { stage, classes } = engineWith(0);
    const coverage = await stage.coverage();
    expect(coverage.map(({ names, counts }) => [names[0], counts])).toEqual(
      classes.map(({ names }) => [names.name, names.names.map(() => 3)]),
    );
    for (const { named, nearest, strength, rival } of coverage) {
      expect(named).toBeGreaterThanOrEqual(0);
      expect(nearest).not.toBeNull();
      expect(rival).not.toBeNull();
      expect(strength).toBeGreaterThanOrEqual(0);
    }
    await expect(engineWith(0, null).stage.coverage()).rejects.toThrow('No index is searched for classes');
  });

  it('says so where there is nothing to ask about', async () => {
    const { stage, classes } = engineWith();
    await expect(stage.plane({ steps: 4, about: { kind: 'answers', photo: 'none' } })).rejects.toThrow(
      'None of the photos',
    );
    classes.length = 0;
    await expect(stage.plane({ steps: 4, about: { kind: 'flips' } })).rejects.toThrow('There are no classes');
  });
});

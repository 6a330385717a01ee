import { describe, expect, it, vi } from 'vitest';
import { createStore } from 'zustand/vanilla';
import { enrichAtoms, normalise, PAPER_SETTINGS, rank } from '../../../../core';
import type { SearchMode } from '../../../../workers/protocol';
import { Evaluation } from '../../../../workers/scoring/evaluation/evaluation';
import { TextStore } from '../../embedding/text-store';
import { CaptionStore } from '../../retrieval/caption-store';
import { PhotoRecords } from '../../state/photos/photo-records';
import { photoOf } from '../../state/plan/testing/records';
import type { ClassRecord, PhotoRecord } from '../../state/records';
import { defaultRequest } from '../../state/request/request';
import type { EngineState } from '../../state/types';
import { startWorker } from '../../workers/testing/start-worker';
import { MethodInputs } from '../method-inputs';
import { EvaluationStage } from './evaluation-stage';

const STEPS = 6;
const hit = (id: number, similarity: number) => ({ id, text: `caption ${id}`, similarity });
/** The first of the captions that a mode finds. */
const firstOf = (mode: SearchMode) => (mode === 'name' ? 6 : 1);
/** A text’s embedding. */
const vectorOf = (text: string) =>
  vector([...text].reduce((sum, character) => (31 * sum + character.charCodeAt(0)) % 1009, 7));
const vector = (i: number) => normalise([Math.sin(i * 12.9), Math.cos(i * 7.7), Math.sin(i * 3.1), 0.2]);

/** Photos and classes with captions of one store, and the worker's own work behind a message channel. */
function engineWith(photoCount = 9, counted: ((name: string) => number) | null = () => 3) {
  const captions = new CaptionStore();
  const all = Array.from({ length: 12 }, (_, i) => hit(i, 0.9 - i / 20));
  captions.add({
    hits: [all],
    vectors: {
      ids: Int32Array.from(all, ({ id }) => id),
      embeddings: { count: 12, width: 4, data: Float32Array.from(all.flatMap(({ id }) => [...vector(id)])) },
    },
  });
  const hitsOf = (query: Float32Array, first: number) => ({
    key: '',
    query,
    captions: captions.generation,
    value: {
      ids: Int32Array.of(first, first + 1, first + 2),
      similarities: Float64Array.of(0.9, 0.6, 0.3),
      foundBy: [[], [], []],
    },
  });
  const photos = new PhotoRecords(() => {});
  const records = Array.from({ length: photoCount }, (_, i): PhotoRecord => {
    const own = vector(i + 30);
    return photoOf(`photo ${i}`, { embedding: { key: 'model', value: own }, hits: hitsOf(own, i % 9) });
  });
  photos.add(records);
  const classes = Array.from({ length: 4 }, (_, c): ClassRecord => {
    const own = vector(c + 60);
    return {
      names: { name: `class ${c}`, names: [`class ${c}`], descriptions: [] },
      key: `${c}`,
      prototype: { key: 'model', value: { own, query: own, names: [own] } },
      extras: null,
      hits: hitsOf(own, 2 * c),
      searched: null,
      counts: null,
      atoms: null,
    };
  });
  const request = {
    ...defaultRequest('https://fernglass.example/'),
    method: 'zero-shot',
    parameters: { core: { ...PAPER_SETTINGS } },
    model: { id: 'model' },
  };
  const store = createStore(
    () =>
      ({
        request,
        photoIds: records.map(({ view }) => view.id),
        model: { info: { logitScale: 100 } },
        index: { status: 'ready', info: null },
        spaces: { text: { status: 'unused' } },
        classRetrieval: {
          mode: 'meaning',
          modes: [
            { mode: 'meaning', offered: true, note: null },
            { mode: 'second', offered: true, note: null },
            { mode: 'name', offered: true, note: null },
            { mode: 'hybrid', offered: false, note: 'Not here.' },
          ],
        },
      }) as unknown as EngineState,
  );
  const basis = () => ({ space: 'model', captions: captions.generation });
  const texts = new TextStore();
  const embedded: string[] = [];
  /** The encoder: it embeds what is wanted, soon. */
  const embeddingNeeded = () =>
    setTimeout(() => {
      for (const text of [...texts.wanted]) {
        embedded.push(text);
        texts.add([text], { count: 1, width: 4, data: Float32Array.from(vectorOf(text)) });
      }
    });
  const prompts = { zeroShot: 'a drawing of a {}', retrieval: 'a photo of a {}' };
  const data = { store, photos, captions, basis, texts, embeddingNeeded, classes, prompts };
  const workers: ReturnType<typeof startWorker>[] = [];
  const searched: SearchMode[] = [];
  const evaluations: Evaluation[] = [];
  const answers = new Map<string, number | string>();
  const stage = new EvaluationStage(
    data,
    () => classes,
    (id) => answers.get(id) ?? null,
    () => null,
    {
      countNames: (names) => Promise.resolve(counted && names.map(counted)),
      async findBeside(beside, _, mode) {
        searched.push(mode);
        for (const record of beside) record.searched = hitsOf(record.prototype!.value.query, firstOf(mode));
      },
    },
    () => {
      evaluations.push(new Evaluation());
      workers.push(startWorker(evaluations.at(-1)!));
      return workers.at(-1)!.worker;
    },
  );
  const inputs = new MethodInputs(data);
  inputs.depth = 10;
  /** The best class by CoRE's own mixtures. */
  const answer = (photo: PhotoRecord, alpha: number, beta: number) => {
    const settings = { ...PAPER_SETTINGS, alpha, beta };
    const z = enrichAtoms(inputs.photoAtoms(photo, basis())!, 'image', settings);
    const scores = classes.map((record) => {
      const w = enrichAtoms(inputs.classAtoms(record, basis()), 'class', settings);
      return w.reduce((sum, x, j) => sum + x * z[j]!, 0);
    });
    return rank(scores)[0]!.index;
  };
  /** Acc@1 where the photos’ labels are their places modulo 4, of classes by such prompts. */
  const acc1Of = (prompt: string, mode: SearchMode, alpha: number, beta: number) => {
    const settings = { ...PAPER_SETTINGS, alpha, beta };
    const prototypes = classes.map(({ names }) => {
      const own = Float32Array.from(vectorOf(prompt.replace('{}', names.name)));
      const hits = { key: 'model', value: { own, query: own, names: [own] } };
      const record = { ...classes[0]!, atoms: null, prototype: hits, hits: hitsOf(own, firstOf(mode)) };
      return enrichAtoms(inputs.classAtoms(record, basis()), 'class', settings);
    });
    const isRight = (photo: PhotoRecord, i: number) => {
      const z = enrichAtoms(inputs.photoAtoms(photo, basis())!, 'image', settings);
      const scores = prototypes.map((w) => w.reduce((sum, x, j) => sum + x * z[j]!, 0));
      return rank(scores)[0]!.index === i % 4;
    };
    return records.filter(isRight).length / records.length;
  };
  return {
    ...{ stage, answers, photos, records, classes, workers, evaluations, answer },
    ...{ store, texts, embedded, searched, acc1Of },
  };
}

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

  it('takes CoRE apart by what is in force, from zero-shot on', async () => {
    const { stage, records, answer } = engineWith();
    const labels = records.map(({ view }, i) => ({ photo: view.id, label: i % 4 }));
    const parts: number[] = [];
    const studies = await stage.studies({ labels }, { onPart: (part) => parts.push(part) });
    const { alpha, beta } = PAPER_SETTINGS;
    const acc1 = (a: number, b: number) =>
      records.filter((record, i) => answer(record, a, b) === i % 4).length / records.length;
    expect(studies).toMatchObject({ photos: records.length, left: 0, settings: { alpha, beta } });
    const rows = studies.ablation.map(({ figures }) => figures.acc1);
    expect(rows).toHaveLength(5);
    expect([rows[0], rows[4]]).toEqual([acc1(0, 0), acc1(alpha, beta)]);
    const cell = studies.sweeps.frontier.find((point) => point.alpha === 0.5 && point.beta === 1);
    expect(cell!.acc1).toBe(acc1(0.5, 1));
    const own = studies.sweeps.points.tauTextToText.find(
      ({ value }) => value === PAPER_SETTINGS.tauTextToText,
    );
    expect(own!.acc1).toBe(acc1(alpha, beta));
    expect(parts).toEqual(parts.toSorted((a, b) => a - b));
    const stop = new AbortController();
    const stopped = stage.studies({ labels }, { signal: stop.signal });
    stop.abort();
    await expect(stopped).rejects.toMatchObject({ name: 'AbortError' });
  });

  it('tells the classes that captions name most from the others, and has figures of both', async () => {
    const { stage, store, records, classes } = engineWith(9, (name) => Number(name.at(-1)));
    const labels = records.map(({ view }, i) => ({ photo: view.id, label: i % 4 }));
    const groups = new Map(labels.map(({ photo }, i) => [photo, `${i % 5}`]));
    const judged = await stage.methods({ methods: ['zero-shot', 'core'], labels, groups });
    const found = await stage.halves({ judged, groups, by: 'captions' });
    expect([found.head, found.tail]).toEqual([
      { classes: 2, photos: 4, counts: [2, 3] },
      { classes: 2, photos: 5, counts: [0, 1] },
    ]);
    for (const [m, { id, head, tail }] of found.rows.entries()) {
      expect(id).toBe(judged.methods[m]!.id);
      const acc1 = judged.methods[m]!.figures.acc1;
      expect((4 * head.figures.acc1 + 5 * tail.figures.acc1) / 9).toBeCloseTo(acc1, 12);
    }
    // Training photos say otherwise which half a class is in.
    const ask = { judged, groups, by: 'training' } as const;
    await expect(stage.halves(ask)).rejects.toThrow('Nobody said how many training photos');
    const count = (classes: readonly (readonly [name: string, count: number])[]) =>
      store.setState(({ request }) => ({
        request: {
          ...request,
          trainingCounts: { of: 'counts.csv', classes: classes.map(([name, n]) => ({ name, count: n })) },
        },
      }));
    count([
      ['class 0', 20],
      ['class 1', 4],
    ]);
    const trained = await stage.halves(ask);
    expect(trained).toMatchObject({
      by: 'training',
      of: 'counts.csv',
      head: { classes: 2, photos: 5, counts: [4, 20] },
      tail: { classes: 2, photos: 4, counts: [0, 0] },
    });
    expect(trained.rows[1]!.tail.figures).toEqual(found.rows[1]!.head.figures);
    count([['wolf', 2]]);
    await expect(stage.halves(ask)).rejects.toThrow('of other classes');
    const alike = engineWith(9);
    const same = await alike.stage.methods({ methods: ['core'], labels });
    await expect(alike.stage.halves({ judged: same, by: 'captions' })).rejects.toThrow(
      'all classes as often',
    );
    classes.pop();
    await expect(stage.halves({ judged, by: 'captions' })).rejects.toThrow('The classes are others');
  });

  it('compares prompts and ways of finding captions beside what the page shows', async () => {
    const { stage, store, records, classes, texts, embedded, searched, acc1Of } = engineWith();
    const labels = records.map(({ view }, i) => ({ photo: view.id, label: i % 4 }));
    const before = { state: store.getState(), classes: classes.map((record) => ({ ...record })) };
    const parts: number[] = [];
    const request = { labels, prefixes: 'a sketch of a {}\nno place\nan icon: {}\na sketch of a {}' };
    const found = await stage.prompts(request, { onPart: (part) => parts.push(part) });
    const { alpha, beta } = PAPER_SETTINGS;
    expect(found.modes.map(({ mode, figures }) => [mode, figures.acc1])).toEqual([
      ['meaning', acc1Of('a drawing of a {}', 'meaning', alpha, beta)],
      ['name', acc1Of('a drawing of a {}', 'name', alpha, beta)],
    ]);
    expect(found.leftOut.map(({ mode }) => mode)).toEqual(['second', 'hybrid']);
    expect(
      found.prefixes.map((row) => [row.prefix, row.zeroShot.figures.acc1, row.captions.figures.acc1]),
    ).toEqual(
      ['a sketch of a {}', 'an icon: {}'].map((prefix) => [
        prefix,
        acc1Of(prefix, 'meaning', 0, 0),
        acc1Of(prefix, 'meaning', 1, 0),
      ]),
    );
    expect(found.crossed.map(({ prompts }) => [prompts.zeroShot, prompts.retrieval])).toEqual([
      ['a drawing of a {}', 'a photo of a {}'],
      ['a drawing of a {}', 'a drawing of a {}'],
      ['a photo of a {}', 'a drawing of a {}'],
      ['a photo of a {}', 'a photo of a {}'],
    ]);
    expect(found.crossed[0]!.figures.acc1).toBe(found.modes[0]!.figures.acc1);
    expect(found.crossed[3]!.figures.acc1).toBe(acc1Of('a photo of a {}', 'meaning', alpha, beta));
    expect(parts).toEqual(parts.toSorted((a, b) => a - b));
    // What is the same is sought once; the page’s own is as it was.
    expect(searched).toEqual(['meaning', 'name', 'meaning', 'meaning', 'meaning', 'meaning', 'meaning']);
    expect(store.getState()).toBe(before.state);
    expect(classes).toEqual(before.classes);
    expect(embedded.length).toBeGreaterThan(0);
    expect(embedded.filter((text) => texts.get(text) !== undefined && text.includes('sketch'))).toEqual([]);
    // Prompts of the list itself stay.
    expect(texts.get('a drawing of a class 0')).toBeDefined();

    const stop = new AbortController();
    const stopped = stage.prompts(request, { signal: stop.signal });
    stop.abort();
    await expect(stopped).rejects.toMatchObject({ name: 'AbortError' });
    await expect(stage.prompts({ labels, prefixes: 'no place' })).rejects.toThrow('{}');
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

import { describe, expect, it } from 'vitest';
import { PAPER_SETTINGS } from '../../../../core';
import { engineWith } from './testing/engine-with';

describe('studies of the evaluation stage', () => {
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
});

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, it } from 'vitest';
import { FIGURES, paperValues, unwrap } from '../../../core';
import { zeroShot } from '../../../core/methods/zero-shot';
import { halvesOf } from '../../../src/engine/scoring/evaluation/halves';
import { loadNodeEncoder } from '../../../workers/encoder/node';
import { LabelsReader } from '../../../workers/labels/labels-reader';
import { openLocalIndex } from '../../../workers/retrieval/search/local.ts';
import { judgeMethods } from '../../../workers/scoring/evaluation/judging';
import { KeptSides } from '../../../workers/scoring/evaluation/kept-sides';
import { compareTables } from '../../../workers/scoring/evaluation/variants';
import { world } from '../../world.ts';
import { openFolder } from '../pictures/folder.ts';
import { filesBelow } from '../pictures/labels.ts';
import { atomsOf } from '../ranking/classify.ts';
import { classAtoms } from '../ranking/judge.ts';
import { chosenDefaults } from '../ranking/methods.ts';
import { run } from '../run.ts';

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const MODEL = at('../../../public/models/pocket-siglip');
const INDEX = at('../../../index-shards/pocket');
const folder = mkdtempSync(join(tmpdir(), 'fernglass-figures-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const [circuits] = world.map(({ knowledge }) => knowledge);
const base = {
  precision: 'fp32',
  model: MODEL,
  index: INDEX,
  perClassTable: false,
  json: null,
  answers: null,
  against: null,
  methods: ['core'],
} as const;
const pocket = {
  kind: 'world',
  split: 'test',
  perClass: 1,
  after: 0,
  others: 0,
  sweep: false,
  fitScale: false,
  coverage: false,
} as const;

it('the test pictures of a domain, laid out as a folder for each class, have the figures of their row, on the page too', async () => {
  const what = { ...pocket, domain: 'circuits', layOut: folder, write: false, redraw: false } as const;
  const { rows: drawn } = await run({ ...base, what });
  const photos = join(folder, 'circuits');
  const labels = {
    labels: null,
    codes: [],
    training: null,
    withTraining: false,
    classes: join(folder, 'circuits.txt'),
    columns: {},
  };
  const { rows, lines } = await run({
    ...base,
    what: { kind: 'folder', photos, labels, halves: null, prompt: null, retrievalPrompt: null, sweep: false },
  });
  expect(lines[0]).toContain(`45 classes, 45 pictures`);
  expect(rows.map(({ method, part, n }) => [method, part, n])).toEqual(
    drawn.map(({ method, part, n }) => [method, part, n]),
  );
  rows.forEach((row, i) => {
    for (const name of FIGURES)
      expect(row[name], `${row.method} ${row.part} ${name}`).toBeCloseTo(drawn[i]![name], 9);
  });

  const index = await openLocalIndex(INDEX);
  const encoder = await loadNodeEncoder(MODEL, { precision: 'fp32' });
  const asked = { zeroShot: null, retrieval: null };
  const { list } = await openFolder(photos, labels, asked, [circuits!]);
  const paths = filesBelow(photos).map((path) => `circuits/${path}`);
  const found = unwrap(await new LabelsReader().match({ kind: 'folders', depth: null }, paths, list.classes));
  expect([found.photosWithout, found.unlisted]).toEqual([[], []]);
  const placeOf = new Map(list.classes.map(({ name }, place) => [name, place]));
  const places = new Int32Array(paths.length);
  for (const { photo, className } of found.matched) places[photo] = placeOf.get(className)!;

  const { settings } = chosenDefaults();
  const kept = new KeptSides();
  const embeddings = await encoder.embedPhotos(paths.map((path) => join(folder, path)));
  const atoms = await atomsOf(embeddings, embeddings, index, settings.k);
  paths.forEach((path, i) => {
    kept.photos.set(path, atoms[i]!);
  });
  kept.classes.push(...(await classAtoms(list, encoder.embedTexts, index, settings.k)));
  const judged = await judgeMethods(
    {
      methods: [
        { id: 'zero-shot', parameters: paperValues(zeroShot) },
        { id: 'core', parameters: { ...settings } },
      ],
      photos: paths,
      labels: places,
      groups: Int32Array.from(paths.keys()),
      logitScale: encoder.settings.logits.scale ?? 100,
      scales: index.manifest.scales ?? null,
      classes: kept.classes.map(({ own }) => ({
        names: [own],
        templates: [],
        descriptions: [],
        counts: null,
      })),
    },
    kept,
    () => {},
    () => true,
  );
  await encoder.dispose();
  for (const { id, figures } of judged!.value) {
    const row = rows.find(({ method, part }) => method === id && part === 'all')!;
    // The README’s figures have a tenth of a point.
    for (const name of FIGURES)
      expect(Math.abs(figures[name] - row[name]), `${id} ${name}`).toBeLessThan(0.0005);
    expect(figures.acc1).toBeLessThan(1);
  }

  // Head and tail by training photos that a table counts: on the page and on the command line alike.
  const table = join(folder, 'counts.csv');
  writeFileSync(
    table,
    ['class,count', ...list.classes.map(({ name }, c) => `${name},${(c * 7) % 45}`)].join('\n'),
  );
  const counted = await run({
    ...base,
    what: {
      kind: 'folder',
      photos,
      labels: { ...labels, training: table },
      halves: 'training',
      prompt: null,
      retrievalPrompt: null,
      sweep: false,
    },
  });
  expect(counted.lines).toContain(
    'Head and tail by training photos (counts.csv): 22 classes with 23 to 44, 23 classes with 0 to 22',
  );
  const reader = new LabelsReader();
  unwrap(await reader.open({ name: 'counts.csv', content: new Blob([readFileSync(table)]) }));
  const { training } = unwrap(await reader.match({ kind: 'none' }, paths, list.classes));
  const onPage = await halvesOf(
    {
      judged: {
        methods: judged!.value.map((one) => ({ ...one, parameters: {} })),
        photos: paths,
        classes: list.classes.map(({ name }) => name),
        groups: paths.length,
        left: 0,
      },
      by: 'training',
    },
    list.classes.map(({ names }) => names),
    { training, countNames: () => Promise.resolve(null) },
    async (question) =>
      (await compareTables(
        question,
        () => {},
        () => true,
      ))!.value,
  );
  expect([onPage.of, onPage.head.counts, onPage.tail.counts]).toEqual(['counts.csv', [23, 44], [0, 22]]);
  for (const { id, head, tail } of onPage.rows)
    for (const [part, { figures }] of Object.entries({ head, tail })) {
      const row = counted.rows.find((one) => one.method === id && one.part === part)!;
      expect(row.n).toBe(part === 'head' ? 22 : 23);
      for (const name of FIGURES)
        expect(Math.abs(figures[name] - row[name]), `${id} ${part} ${name}`).toBeLessThan(0.0005);
    }
});

import { expose } from 'comlink';
import { describe, expect, it } from 'vitest';
import { PAPER_SETTINGS } from '../../../core';
import { ExportWriter } from '../../../workers/export/export-writer';
import { readJsonExport } from '../../../workers/export/json/read';
import { optionsOf } from '../../../workers/export/testing/requests';
import type { ExportFormat, ScoresExported } from '../../../workers/protocol';
import type { Answer, EngineState, Photo } from '../../engine';
import { fileName } from './download';
import type { ResultSource } from './results';
import { writeExport } from './write-export';

const photo = (id: string, file: string, failed = false): Photo => ({
  id,
  file,
  bytes: 1,
  modified: 0,
  type: 'image/png',
  added: 1,
  status: failed ? 'failed' : 'done',
  warnings: failed ? [] : [{ code: 'image-incomplete', label: 'Incomplete file', message: 'Copy it again.' }],
  error: failed ? { code: 'image-unreadable', message: 'No picture.' } : null,
  thumbnail: null,
  width: 0,
  height: 0,
  facts: null,
  boxes: null,
  classified: null,
  further: [],
  isFileGone: false,
  lacksCrops: false,
  boxLabels: [],
  note: id === 'a' ? 'seen, at "dusk"' : '',
  group: null,
  label:
    id === 'a'
      ? { state: 'class', className: 'relay, driver', by: 'Ada', at: '2026-05-01T06:12:00.000Z' }
      : null,
});

const answer: Answer = {
  zeroShot: [
    { index: 1, score: 0.31 },
    { index: 0, score: -0.02 },
  ],
  enriched: [
    { index: 0, score: 0.42 },
    { index: 1, score: 0.2 },
  ],
  shares: [0.9, 0.1],
  zeroShotShares: [0.8, 0.2],
  margin: 0.8,
  scale: { value: 60, fitted: true },
  zeroShotScale: { value: 40, fitted: false },
  bestCosine: 0.42,
  captionCosine: 0.3,
  likeness: 0.7,
  changed: true,
  names: null,
  place: null,
  lacksCaptions: false,
};

const origin = { address: 'own:flora', title: 'Flora', source: 'a flora', licence: 'CC0', file: 'ferns.txt' };

function source(photos: readonly Photo[], change: Partial<EngineState> = {}): ResultSource {
  const state = {
    request: {
      method: 'core',
      parameters: { core: { ...PAPER_SETTINGS } },
      templates: 'a {}',
      prompts: { zeroShot: 'a circuit diagram of a {}', retrieval: 'a photo of a {}' },
      manifestUrl: 'https://example.org/indexes/pocket/manifest.json',
      model: { id: 'pocket-siglip', revision: 'main', host: 'https://example.org/', layout: 'folder' },
      classesText: '',
      furtherIndexes: [],
      captionChoices: [],
      indexUse: {},
      thresholds: { margin: null, likeness: 0.6 },
    },
    model: {
      info: {
        id: 'pocket-siglip',
        revision: 'main',
        family: 'siglip',
        licence: { name: 'apache-2.0', use: 'open' },
        rung: { backend: 'wasm', precision: 'q8', threads: 4 },
        logitScale: 112,
      },
    },
    classRetrieval: { mode: 'hybrid' },
    index: {
      status: 'ready',
      info: {
        manifest: {
          id: 'pocket',
          provenance: {},
          states: { likeness: 0.75, margins: { 'zero-shot': 0.65 } },
        },
        captionsPresent: 7,
      },
    },
    classes: [{ name: '=SUM(A1)', names: ['=SUM(A1)'], descriptions: ['a sum'], status: 'ready' }],
    shownClasses: [
      { name: 'relay, driver', names: ['relay, driver', 'relay'] },
      { name: '=SUM(A1)', names: ['=SUM(A1)'] },
    ],
    photoIds: photos.map(({ id }) => id),
    ...change,
  } as unknown as EngineState;
  return {
    getState: () => state,
    photo: (id) => photos.find((photo) => photo.id === id),
    openPhoto: async () => null,
    photoWork: () => null,
    answer: (id) => (id === 'bad' ? null : answer),
    captions: (id) =>
      id === 'bad'
        ? []
        : [
            {
              id: 4,
              text: 'A "relay"\ndriver',
              origin,
              similarity: 0.5,
              foundBy: ['meaning'],
              weight: 0.25,
              pinned: false,
            },
          ],
  };
}

const photos = [photo('a', 'a,b.jpg'), photo('bad', 'notes.jpg', true)];

/** The worker's own writer behind a message channel; `ended` tells whether it was let go. */
function startWriter() {
  const { port1, port2 } = new MessageChannel();
  const started = { ended: false, worker: null as unknown as Worker };
  expose(new ExportWriter(), port2);
  port1.start();
  started.worker = Object.assign(port1, {
    terminate() {
      started.ended = true;
      port1.close();
      port2.close();
    },
  }) as unknown as Worker;
  return started;
}

async function exported(
  from: ResultSource,
  format: ExportFormat = 'json',
  scores: ScoresExported = 10,
  signal = new AbortController().signal,
) {
  const writer = startWriter();
  const progress: number[] = [];
  const options = {
    format,
    scores,
    options: optionsOf(),
    signal,
    onProgress: (done: number) => progress.push(done),
  };
  const made = await writeExport(from, options, () => writer.worker);
  expect(writer.ended).toBe(true);
  return { file: made?.file ?? null, text: (await made?.file.text()) ?? '', progress };
}

describe('an export', () => {
  it('has exactly the agreed fields, best first', async () => {
    const { text } = await exported(source(photos));
    const parsed = JSON.parse(text);
    expect(Object.keys(parsed)).toEqual([
      'version',
      'settings',
      'model',
      'index',
      'backend',
      'classes',
      'scores',
      'photos',
      'captions',
    ]);
    const model = { id: 'pocket-siglip', family: 'siglip', precision: 'q8', licence: 'apache-2.0' };
    expect(parsed).toMatchObject({ version: 8, model, index: 'pocket', backend: 'wasm' });
    expect(parsed.settings).toMatchObject({ ...PAPER_SETTINGS, precision: 'q8', threads: 4 });
    expect(parsed.settings).toMatchObject({
      method: 'core',
      classCaptions: 'hybrid',
      parameters: Object.keys(PAPER_SETTINGS),
      descriptions: { '=SUM(A1)': ['a sum'] },
      thresholds: {
        zeroShot: { margin: 0.65, likeness: 0.6, from: { margin: 'photos', likeness: 'user' } },
        enriched: { margin: 0.15, likeness: 0.6, from: { margin: 'nobody', likeness: 'user' } },
      },
    });
    expect(parsed.settings.synonyms).toEqual({ 'relay, driver': ['relay, driver', 'relay'] });
    expect(parsed.classes).toEqual(['relay, driver', '=SUM(A1)']);
    expect(parsed.scores).toBe(10);
    expect(parsed.settings).toMatchObject({
      outputs: { zeroShot: 'cosine', enriched: 'cosine' },
      scales: { zeroShot: 112, enriched: 112 },
    });
    const read = readJsonExport(text);
    expect(read).toMatchObject({ version: 8, classes: parsed.classes, settings: parsed.settings });
    expect(read.photos).toEqual([
      {
        file: 'a,b.jpg',
        zeroShot: [
          { class: '=SUM(A1)', score: 0.31 },
          { class: 'relay, driver', score: -0.02 },
        ],
        enriched: [
          { class: 'relay, driver', score: 0.42 },
          { class: '=SUM(A1)', score: 0.2 },
        ],
        shares: [0.9, 0.1],
        confidence: {
          zeroShot: {
            margin: 0.6,
            scale: 40,
            bestCosine: 0.31,
            captionCosine: 0.3,
            likeness: 0.7,
            state: 'unsure',
          },
          enriched: {
            margin: 0.8,
            scale: 60,
            bestCosine: 0.42,
            captionCosine: 0.3,
            likeness: 0.7,
            state: 'confident',
          },
        },
        state: 'confident',
        label: { state: 'class', className: 'relay, driver', by: 'Ada', at: '2026-05-01T06:12:00.000Z' },
        note: 'seen, at "dusk"',
        captions: [{ text: 'A "relay"\ndriver', file: 'ferns.txt', similarity: 0.5, weight: 0.25 }],
        accepted: 'relay, driver',
        warning: 'Copy it again.',
      },
      {
        file: 'notes.jpg',
        zeroShot: [],
        enriched: [],
        captions: [],
        warning: '',
        error: { code: 'image-unreadable', message: 'No picture.' },
      },
    ]);
  });

  it('has what a detector found, which box answers are of, and those of further boxes', async () => {
    const [surest, other] = [0.9, 0.4].map(
      (conf) => ({ category: 'animal', conf, bbox: [0, 0, conf, 0.5] }) as const,
    );
    const one = photo('a', 'a,b.jpg');
    const further = [{ ...one, id: 'a:2', label: null, classified: other! }];
    const several = { ...one, boxes: [surest!, other!], classified: surest!, further };
    const [read] = readJsonExport((await exported(source([several]))).text).photos;
    expect(read).toMatchObject({ boxes: several.boxes, classified: surest });
    expect(read!.further).toMatchObject([{ classified: other, enriched: [{ class: 'relay, driver' }, {}] }]);
    expect(read!.further![0]).not.toHaveProperty('label');
    const { text } = await exported(source([several]), 'csv');
    expect(text).toContain('animal 0 0 0.9 0.5');
    expect(text).toContain('animal 0 0 0.4 0.5: relay, driver [0.900, confident]');
    const found = JSON.parse((await exported(source([several]), 'megadetector')).text);
    expect(
      found.images[0].detections.map((its: { classifications: [string, number][] }) => its.classifications),
    ).toEqual([
      [['0', 1]],
      [
        ['0', 0.9],
        ['1', 0.1],
      ],
    ]);
  });

  it('holds the scores of so many best classes, or of all', async () => {
    const few = readJsonExport((await exported(source(photos), 'json', 1)).text).photos[0]!;
    expect(few.zeroShot).toEqual([{ class: '=SUM(A1)', score: 0.31 }]);
    expect(few.enriched).toEqual([{ class: 'relay, driver', score: 0.42 }]);
    const all = readJsonExport((await exported(source(photos), 'json', 'all')).text);
    expect(all.scores).toBe('all');
    expect(all.photos[0]!.enriched).toHaveLength(2);
  });

  it('says which of several indexes a caption is from, and what they are under', async () => {
    const file = { source: 'a flora of 1998', licence: 'CC BY', captions: 2 };
    const captionFiles = [
      { ...file, name: 'ferns.txt' },
      { ...file, name: 'mosses.txt' },
      { ...file, name: 'ferns.txt' },
    ];
    const own = {
      manifest: { id: 'own', title: 'Flora', provenance: origin, captionFiles },
      captionsPresent: 4,
    };
    const { request } = source([]).getState();
    const several = source(photos, {
      request: {
        ...request,
        furtherIndexes: [origin.address],
        captionChoices: [{ text: 'a spore', kind: 'left out', of: null }],
        indexUse: { [origin.address]: { weight: 1.2, photos: true, classes: false } },
      },
      furtherIndexes: { [origin.address]: { info: own } as unknown as EngineState['index'] },
    });
    const parsed = JSON.parse((await exported(several)).text);
    expect(parsed.index).toBe('pocket + own');
    expect(parsed.settings).toMatchObject({ indexLicence: 'CC0', captionsPresent: 11 });
    expect(parsed.settings.captionChoices).toEqual([{ text: 'a spore', kind: 'left out', of: null }]);
    expect(parsed.settings.indexes[1]).toEqual({
      ...{ id: 'own', title: 'Flora', address: 'own:flora', source: 'a flora', licence: 'CC0' },
      ...{ weight: 1.2, photos: true, classes: false },
    });
    const terms = { index: 'Flora', source: file.source, licence: file.licence };
    expect(parsed.settings.captionFiles).toEqual([
      { ...terms, file: 'ferns.txt' },
      { ...terms, file: 'mosses.txt' },
    ]);
    expect(parsed.captions).toEqual([{ text: 'A "relay"\ndriver', index: 'Flora', file: 'ferns.txt' }]);
    const { text } = await exported(several, 'csv');
    expect(text).toContain('[0.5000, 0.2500, Flora, file ferns.txt]');
    expect(text).toContain('ferns.txt: a flora of 1998, licence CC BY');
    expect(text).not.toContain('mosses.txt');
  });

  it('is whole without photos', async () => {
    expect(JSON.parse((await exported(source([]))).text).photos).toEqual([]);
  });

  it('names another method, its parameters and its templates, and nothing of CoRE', async () => {
    const x = source(photos);
    const other: ResultSource = {
      ...x,
      getState: () => {
        const state = x.getState();
        const request = { ...state.request, method: 'auto-clip', parameters: {} };
        return { ...state, request };
      },
    };
    const { settings } = JSON.parse((await exported(other)).text);
    expect(settings).toMatchObject({ method: 'auto-clip', entropy: 0.85, templates: ['a {}'] });
    expect(settings).not.toHaveProperty('alpha');
    const [headings] = (await exported(other, 'csv')).text.split('\r\n');
    expect(headings!.split(',')).toContain('entropy');
    expect(headings!.split(',')).not.toContain('alpha');
  });

  it('holds every photo of many in order, and says how far it is', async () => {
    const many = Array.from({ length: 730 }, (_, i) => photo(`p${i}`, `${i}.jpg`));
    const { text, progress } = await exported(source(many));
    expect(JSON.parse(text).photos.map((its: { file: string }) => its.file)).toEqual(
      many.map(({ file }) => file),
    );
    expect(progress.at(-1)).toBe(730);
    expect(progress.length).toBeGreaterThan(3);
    expect(progress).toEqual(progress.toSorted((a, b) => a - b));
  });

  it('leaves out a photo that is removed meanwhile', async () => {
    const x = source(photos);
    const { text } = await exported({ ...x, photo: (id) => (id === 'bad' ? undefined : x.photo(id)) });
    expect(JSON.parse(text).photos).toHaveLength(1);
  });

  it('ends without a file when it is cancelled', async () => {
    const stop = new AbortController();
    const many = Array.from({ length: 200 }, (_, i) => photo(`p${i}`, `${i}.jpg`));
    const x = source(many);
    let read = 0;
    const { file } = await exported(
      {
        ...x,
        photo: (id) => {
          if (++read === 80) stop.abort();
          return x.photo(id);
        },
      },
      'csv',
      10,
      stop.signal,
    );
    expect(file).toBeNull();
    expect(read).toBeLessThan(200);
  });

  // Fault: worker dies × answers
  it('says what to do when the worker dies', async () => {
    const worker = Object.assign(new EventTarget(), { postMessage() {}, terminate() {} });
    const options = { format: 'csv', scores: 10, options: optionsOf(), onProgress() {} } as const;
    const writing = writeExport(
      source(photos),
      { ...options, signal: new AbortController().signal },
      () => worker as unknown as Worker,
    );
    worker.dispatchEvent(Object.assign(new Event('error'), { message: 'out of memory' }));
    await expect(writing).rejects.toMatchObject({
      code: 'worker-failed',
      message: expect.stringMatching(/out of memory.*Export again/),
    });
  });
});

describe('download', () => {
  it('names files by local time', () => {
    expect(fileName('csv', new Date(2025, 0, 5, 9, 7))).toBe('fernglass-2025-01-05-0907.csv');
  });
});

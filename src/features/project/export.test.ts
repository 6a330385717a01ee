import { expose } from 'comlink';
import { describe, expect, it } from 'vitest';
import { PAPER_SETTINGS } from '../../../core';
import { ExportWriter } from '../../../workers/export/export-writer';
import type { ExportFormat, ScoresExported } from '../../../workers/protocol';
import type { Answer, EngineState, Photo } from '../../engine';
import { fileName } from './download';
import type { ResultSource } from './results';
import { writeExport } from './write-export';

const photo = (id: string, file: string, failed = false): Photo => ({
  id,
  file,
  bytes: 1,
  added: 1,
  status: failed ? 'failed' : 'done',
  warnings: failed ? [] : [{ code: 'image-incomplete', label: 'Incomplete file', message: 'Copy it again.' }],
  error: failed ? { code: 'image-unreadable', message: 'No picture.' } : null,
  thumbnail: null,
  width: 0,
  height: 0,
  accepted: id === 'a' ? 'relay, driver' : null,
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
  changed: true,
  names: null,
  place: null,
  lacksCaptions: false,
};

function source(photos: readonly Photo[]): ResultSource {
  const state = {
    request: {
      method: 'core',
      parameters: { core: { ...PAPER_SETTINGS } },
      templates: 'a {}',
      prompts: { zeroShot: 'a circuit diagram of a {}', retrieval: 'a photo of a {}' },
      manifestUrl: 'https://example.org/indexes/pocket/manifest.json',
      model: { id: 'pocket-siglip', revision: 'main', host: 'https://example.org/', layout: 'folder' },
      classesText: '',
    },
    model: {
      info: {
        id: 'pocket-siglip',
        revision: 'main',
        rung: { backend: 'wasm', precision: 'q8', threads: 4 },
      },
    },
    classRetrieval: { mode: 'hybrid' },
    index: { info: { manifest: { id: 'pocket' }, captionsPresent: 7 } },
    classes: [{ name: '=SUM(A1)', names: ['=SUM(A1)'], descriptions: ['a sum'], status: 'ready' }],
    shownClasses: [
      { name: 'relay, driver', names: ['relay, driver', 'relay'] },
      { name: '=SUM(A1)', names: ['=SUM(A1)'] },
    ],
    photoIds: photos.map(({ id }) => id),
  } as unknown as EngineState;
  return {
    getState: () => state,
    photo: (id) => photos.find((photo) => photo.id === id),
    answer: (id) => (id === 'bad' ? null : answer),
    captions: (id) =>
      id === 'bad'
        ? []
        : [{ id: 4, text: 'A "relay"\ndriver', similarity: 0.5, foundBy: ['meaning'], weight: 0.25 }],
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
    csvStart: 'mark' as const,
    signal,
    onProgress: (done: number) => progress.push(done),
  };
  const file = await writeExport(from, options, () => writer.worker);
  expect(writer.ended).toBe(true);
  return { file, text: (await file?.text()) ?? '', progress };
}

describe('an export', () => {
  it('has exactly the agreed fields, best first', async () => {
    const parsed = JSON.parse((await exported(source(photos))).text);
    expect(Object.keys(parsed)).toEqual([
      'version',
      'settings',
      'model',
      'index',
      'backend',
      'classes',
      'scores',
      'photos',
    ]);
    expect(parsed).toMatchObject({ version: 3, model: 'pocket-siglip', index: 'pocket', backend: 'wasm' });
    expect(parsed.settings).toMatchObject({ ...PAPER_SETTINGS, precision: 'q8', threads: 4 });
    expect(parsed.settings).toMatchObject({
      method: 'core',
      classCaptions: 'hybrid',
      parameters: Object.keys(PAPER_SETTINGS),
      descriptions: { '=SUM(A1)': ['a sum'] },
    });
    expect(parsed.settings.synonyms).toEqual({ 'relay, driver': ['relay, driver', 'relay'] });
    expect(parsed.classes).toEqual(['relay, driver', '=SUM(A1)']);
    expect(parsed.scores).toBe(10);
    expect(parsed.photos).toEqual([
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
        captions: [{ text: 'A "relay"\ndriver', similarity: 0.5, weight: 0.25 }],
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

  it('holds the scores of so many best classes, or of all', async () => {
    const [few] = JSON.parse((await exported(source(photos), 'json', 1)).text).photos;
    expect(few.zeroShot).toEqual([{ class: '=SUM(A1)', score: 0.31 }]);
    expect(few.enriched).toEqual([{ class: 'relay, driver', score: 0.42 }]);
    const all = JSON.parse((await exported(source(photos), 'json', 'all')).text);
    expect(all.scores).toBe('all');
    expect(all.photos[0].enriched).toHaveLength(2);
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
    const options = { format: 'csv', scores: 10, csvStart: 'mark', onProgress() {} } as const;
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

import { expose } from 'comlink';
import { expect } from 'vitest';
import { PAPER_SETTINGS } from '../../../../core';
import { ExportWriter } from '../../../../workers/export/export-writer';
import { optionsOf } from '../../../../workers/export/testing/requests';
import type { ExportFormat, ScoresExported } from '../../../../workers/protocol';
import type { Answer, EngineState, Photo } from '../../../engine';
import { photoView } from '../../../engine/testing/photo-view';
import type { ResultSource } from '../results';
import { writeExport } from '../write-export';

/** A photo that is done, or has failed; “a” has a note and a label. */
export const photo = (id: string, file: string, failed = false): Photo =>
  photoView(id, {
    file,
    ...(failed
      ? { status: 'failed', error: { code: 'image-unreadable', message: 'No picture.' } }
      : { warnings: [{ code: 'image-incomplete', label: 'Incomplete file', message: 'Copy it again.' }] }),
    width: 0,
    height: 0,
    ...(id === 'a' && {
      note: 'seen, at "dusk"',
      label: { state: 'class', className: 'relay, driver', by: 'Ada', at: '2026-05-01T06:12:00.000Z' },
    }),
  });

/** The answer of every photo that is done. */
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

/** Where the caption of every answer comes from. */
export const origin = {
  address: 'own:flora',
  title: 'Flora',
  source: 'a flora',
  licence: 'CC0',
  file: 'ferns.txt',
};

/** A page with these photos, and results of them. */
export function source(photos: readonly Photo[], change: Partial<EngineState> = {}): ResultSource {
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

/** One that is done and one that has failed. */
export const photos = [photo('a', 'a,b.jpg'), photo('bad', 'notes.jpg', true)];

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

/** What the worker’s own writer makes of a page; it has to be let go then. */
export async function exported(
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

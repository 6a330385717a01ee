import {
  EXPORT_VERSION,
  type ExportOptions,
  type ExportRequest,
  NO_FACTS,
  type PhotoFacts,
  type PhotoResult,
  type ResultHead,
} from '../../protocol';

/** Options as a page gives them before anything is chosen. */
export const optionsOf = (change: Partial<ExportOptions> = {}): ExportOptions => ({
  table: 'csv',
  csvStart: 'mark',
  answers: true,
  place: 'exact',
  without: [],
  sidecarName: 'photo.xmp',
  keywordRoot: 'Fernglass',
  sorting: 'copies',
  boxesFrom: 0.2,
  folders: {},
  title: 'Ferns of the gorge',
  author: 'Ada',
  licence: '',
  samplingDesign: 'opportunistic',
  captureMethod: 'activityDetection',
  now: '2026-06-01T10:00:00.000Z',
  ...change,
});

/** The head of an export of two classes, the second with another name. */
export const headOf = (change: Partial<ResultHead> = {}): ResultHead => ({
  version: EXPORT_VERSION,
  settings: {
    method: 'core',
    parameters: ['alpha'],
    alpha: 0.2,
    classCaptions: 'meaning',
    thresholds: {
      zeroShot: { margin: 0.15, likeness: null, from: { margin: 'nobody', likeness: 'nobody' } },
      enriched: { margin: 0.4, likeness: 0.6, from: { margin: 'photos', likeness: 'photos' } },
    },
    outputs: { zeroShot: 'cosine', enriched: 'cosine' },
    scales: { zeroShot: 40, enriched: 60 },
    prompts: { zeroShot: 'a photo of a {}', retrieval: 'a {}' },
    modelRevision: 'main',
    indexHost: 'example.org',
    indexLicence: 'CC BY-SA 4.0',
    synonyms: { 'Athyrium filix-femina': ['Athyrium filix-femina', 'lady fern'] },
  },
  model: { id: 'pocket-siglip', family: 'siglip', precision: 'q8', licence: 'apache-2.0' },
  index: 'pocket',
  backend: 'wasm',
  classes: ['Asplenium scolopendrium', 'Athyrium filix-femina'],
  scores: 10,
  ...change,
});

export const requestOf = (
  format: ExportRequest['format'],
  options: Partial<ExportOptions> = {},
  head: Partial<ResultHead> = {},
): ExportRequest => ({ format, head: headOf(head), options: optionsOf(options) });

export const factsOf = (change: Partial<PhotoFacts> = {}): PhotoFacts => ({
  ...NO_FACTS,
  time: '2026-05-01T06:12:00',
  ...change,
});

/** A photo with an answer and a time, and content that its path makes. */
export const photoOf = (file: string, change: Partial<PhotoResult> = {}): PhotoResult => ({
  file,
  zeroShot: [{ class: 'Athyrium filix-femina', score: 0.2 }],
  enriched: [
    { class: 'Asplenium scolopendrium', score: 0.3 },
    { class: 'Athyrium filix-femina', score: 0.1 },
  ],
  shares: [0.75, 0.25],
  captions: [],
  warning: '',
  facts: factsOf(),
  content: new Blob([file]),
  ...change,
});

/** A person's word. */
export const saidOf = (className: string, by = 'Ada'): NonNullable<PhotoResult['label']> => ({
  state: 'class',
  className,
  by,
  at: '2026-05-02T10:00:00.000Z',
});

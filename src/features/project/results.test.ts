import { describe, expect, it } from 'vitest';
import { PAPER_SETTINGS } from '../../../core';
import { readJsonExport } from '../../../workers/export/json/read';
import type { EngineState } from '../../engine';
import type { ResultSource } from './results';
import { exported, origin, photo, photos, source } from './testing/exported';

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
});

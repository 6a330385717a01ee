import { describe, expect, it } from 'vitest';
import { PAPER_SETTINGS } from '../../../core';
import type { Answer, EngineState, EvidenceBlock, Photo } from '../../engine';
import { assemble, fileName } from './download';
import { csvField, csvPieces } from './export-csv';
import { jsonPieces } from './export-json';
import type { ResultSource } from './results';

const photo = (id: string, file: string, failed = false): Photo => ({
  id,
  file,
  bytes: 1,
  status: failed ? 'failed' : 'done',
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
};

const captionBlock = (classIndex: number | null, text: string): EvidenceBlock => ({
  kind: 'captions',
  source: classIndex === null ? 'captions of photo' : 'captions of class',
  classIndex,
  title: '',
  captions: [{ id: 4, text, similarity: 0.5, foundBy: ['meaning'], weight: 0.25 }],
});

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
    explain: (id) =>
      id === 'bad'
        ? null
        : {
            notes: [],
            figures: [],
            distributions: [],
            blocks: [captionBlock(null, 'A "relay"\ndriver'), captionBlock(1, 'of a class')],
          },
  };
}

const photos = [photo('a', 'a,b.jpg'), photo('bad', 'notes.jpg', true)];

/** Reads CSV as RFC 4180 says, by a route of its own. */
function parseCsv(text: string): string[][] {
  const rows: string[][] = [[]];
  for (const match of text.matchAll(/("(?:[^"]|"")*"|[^",\r\n]*)(,|\r\n|$)/g)) {
    if (match[0] === '') break;
    const field = match[1]!;
    rows.at(-1)!.push(field.startsWith('"') ? field.slice(1, -1).replaceAll('""', '"') : field);
    if (match[2] === '\r\n') rows.push([]);
  }
  return rows.filter((row) => row.length > 0);
}

describe('JSON export', () => {
  it('has exactly the agreed fields, all classes, best first', () => {
    const parsed = JSON.parse([...jsonPieces(source(photos))].join(''));
    expect(Object.keys(parsed)).toEqual([
      'version',
      'settings',
      'model',
      'index',
      'backend',
      'classes',
      'photos',
    ]);
    expect(parsed).toMatchObject({ version: 1, model: 'pocket-siglip', index: 'pocket', backend: 'wasm' });
    expect(parsed.settings).toMatchObject({ ...PAPER_SETTINGS, precision: 'q8', threads: 4 });
    expect(parsed.settings).toMatchObject({
      method: 'core',
      classCaptions: 'hybrid',
      parameters: Object.keys(PAPER_SETTINGS),
      descriptions: { '=SUM(A1)': ['a sum'] },
    });
    expect(parsed.settings.synonyms).toEqual({ 'relay, driver': ['relay, driver', 'relay'] });
    expect(parsed.classes).toEqual(['relay, driver', '=SUM(A1)']);
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
      },
      {
        file: 'notes.jpg',
        zeroShot: [],
        enriched: [],
        captions: [],
        error: { code: 'image-unreadable', message: 'No picture.' },
      },
    ]);
  });

  it('is whole without photos', () => {
    expect(JSON.parse([...jsonPieces(source([]))].join('')).photos).toEqual([]);
  });
});

describe('an export of another method', () => {
  const x = source(photos);
  const other: ResultSource = {
    ...x,
    getState: () => {
      const state = x.getState();
      const request = { ...state.request, method: 'auto-clip', parameters: {} };
      return { ...state, request };
    },
  };

  it('names the method, its parameters and its templates, and nothing of CoRE', () => {
    const { settings } = JSON.parse([...jsonPieces(other)].join(''));
    expect(settings).toMatchObject({ method: 'auto-clip', entropy: 0.85, templates: ['a {}'] });
    expect(settings).not.toHaveProperty('alpha');
    const [headings, first] = parseCsv([...csvPieces(other)].join('')) as [string[], string[]];
    expect(first[headings.indexOf('entropy')]).toBe('0.85');
    expect(headings).not.toContain('alpha');
  });
});

describe('CSV export', () => {
  it('keeps commas, quotes and line breaks inside their field, and every row as wide as the headings', () => {
    const rows = parseCsv([...csvPieces(source(photos))].join(''));
    expect(rows).toHaveLength(3);
    const [headings, first, failed] = rows as [string[], string[], string[]];
    expect(first).toHaveLength(headings.length);
    expect(failed).toHaveLength(headings.length);
    const cell = (row: string[], name: string) => row[headings.indexOf(name)];
    expect(cell(first, 'file')).toBe('a,b.jpg');
    expect(cell(first, 'enriched class')).toBe('relay, driver');
    expect(cell(first, 'zero-shot: relay, driver')).toBe('-0.02');
    expect(cell(first, 'captions')).toBe('A "relay"\ndriver [0.5000, 0.2500]');
    expect(cell(first, 'accepted class')).toBe('relay, driver');
    expect(cell(first, 'method')).toBe('core');
    expect(cell(first, 'class captions')).toBe('hybrid');
    expect(cell(first, 'tauTextToText')).toBe('1');
    expect(cell(failed, 'error')).toBe('No picture.');
    expect(cell(failed, 'enriched class')).toBe('');
  });

  it('defuses formulas in text and leaves numbers alone', () => {
    expect(csvField('=1+1')).toBe("'=1+1");
    expect(csvField('@cmd')).toBe("'@cmd");
    expect(csvField('-x')).toBe("'-x");
    expect(csvField(-0.5)).toBe('-0.5');
    expect(csvField('plain')).toBe('plain');
    expect(csvField(null)).toBe('');
  });
});

describe('download', () => {
  it('assembles all pieces in order', async () => {
    const blob = await assemble(['a', 'b', 'c'], 'text/csv');
    expect(await blob.text()).toBe('abc');
    expect(blob.type).toBe('text/csv');
  });

  it('names files by local time', () => {
    expect(fileName('csv', new Date(2025, 0, 5, 9, 7))).toBe('fernglass-2025-01-05-0907.csv');
  });
});

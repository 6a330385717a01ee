import { describe, expect, it } from 'vitest';
import { PAPER_SETTINGS } from '../../core';
import type { Answer, EngineState, Photo } from '../../engine/types';
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
  isEnriched: true,
};

function source(photos: readonly Photo[]): ResultSource {
  const state = {
    request: {
      settings: PAPER_SETTINGS,
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
    index: { info: { manifest: { id: 'pocket' }, captionsPresent: 7 } },
    shownClasses: [
      { name: 'relay, driver', names: ['relay, driver', 'relay'] },
      { name: '=SUM(A1)', names: ['=SUM(A1)'] },
    ],
    photos,
  } as unknown as EngineState;
  return {
    getState: () => state,
    answer: (id) => (id === 'bad' ? null : answer),
    photoEvidence: (id) =>
      id === 'bad'
        ? []
        : [{ id: 4, text: 'A "relay"\ndriver', similarity: 0.5, foundBy: ['meaning'], weight: 0.25 }],
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

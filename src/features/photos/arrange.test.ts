import { describe, expect, it } from 'vitest';
import type { Photo } from '../../engine';
import { arrange } from './arrange';
import { type Summary, summarise } from './summary';

const photo = (id: string, file: string, status: Photo['status'] = 'done'): Photo => ({
  id,
  file,
  status,
  bytes: 1,
  error: null,
  thumbnail: null,
  width: 1,
  height: 1,
  accepted: null,
});

const photos = [photo('a', 'img10.jpg'), photo('b', 'IMG2.jpg'), photo('c', 'x.png', 'queued')];
const summaries = new Map<string, Summary>([
  ['a', { answer: 'relay driver', names: ['relay driver'], was: null, margin: 0.2, place: null }],
  ['b', { answer: 'H-bridge', names: ['H-bridge'], was: 'relay driver', margin: 0.7, place: null }],
]);
const ids = (...args: Parameters<typeof arrange>) =>
  arrange(...args)
    .map((p) => p.id)
    .join('');

describe('arrange', () => {
  it('keeps the very list when nothing is asked for', () => {
    expect(arrange(photos, summaries, 'added', ' ')).toBe(photos);
  });

  it('sorts by name as people count, by doubt, by class and by change; photos without an answer last', () => {
    expect(ids(photos, summaries, 'name', '')).toBe('bac');
    expect(ids(photos, summaries, 'margin', '')).toBe('abc');
    expect(ids(photos, summaries, 'class', '')).toBe('bac');
    expect(ids(photos, summaries, 'changed', '')).toBe('bac');
  });

  it('finds by file, by class and by the class before enrichment', () => {
    expect(ids(photos, summaries, 'added', 'X.PNG')).toBe('c');
    expect(ids(photos, summaries, 'added', 'h-br')).toBe('b');
    expect(ids(photos, summaries, 'added', 'relay')).toBe('ab');
    expect(ids(photos, summaries, 'added', 'fern')).toBe('');
  });

  it('leaves the given list as it was', () => {
    arrange(photos, summaries, 'name', '');
    expect(photos.map((p) => p.id).join('')).toBe('abc');
  });
});

describe('summary', () => {
  const classes = ['one', 'two'].map((name) => ({ name, names: [name] }));
  const answer = {
    zeroShot: [
      { index: 1, score: 0.3 },
      { index: 0, score: 0.2 },
    ],
    enriched: [
      { index: 0, score: 0.4 },
      { index: 1, score: 0.1 },
    ],
    shares: [0.8, 0.2],
    zeroShotShares: [0.6, 0.4],
    margin: 0.6,
    changed: true,
    names: null,
    place: 3,
  };

  it('names the answer and what it was before', () => {
    expect(summarise(answer, classes)).toEqual({
      answer: 'one',
      names: ['one'],
      was: 'two',
      margin: 0.6,
      place: 3,
    });
    expect(summarise({ ...answer, changed: false }, classes)?.was).toBeNull();
  });

  it('takes the names of a method that brings its own', () => {
    const own = { ...answer, names: ['fern', 'moss'], changed: false };
    expect(summarise(own, [])).toMatchObject({ answer: 'fern', names: ['fern'], was: null });
  });

  it('has nothing to say without an answer or for a class that is gone', () => {
    expect(summarise(null, classes)).toBeNull();
    expect(summarise(answer, [])).toBeNull();
  });
});

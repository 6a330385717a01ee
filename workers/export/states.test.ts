import { expect, it } from 'vitest';
import { unwrap } from '../../core';
import type { PhotoResult } from '../protocol';
import { ExportWriter } from './export-writer';
import { photoOf, requestOf, saidOf } from './testing/requests';

const scale = { scale: 17, bestCosine: 0.31, captionCosine: 0.3, likeness: 0.71234567 };
const sure: PhotoResult = photoOf('a.jpg', {
  state: 'unlike',
  confidence: {
    zeroShot: { ...scale, margin: 0.6, state: 'confident' },
    enriched: { ...scale, margin: 0.8, state: 'unlike' },
  },
});

async function written(format: 'csv' | 'json', photos: readonly PhotoResult[]): Promise<string> {
  const writer = new ExportWriter();
  unwrap(await writer.begin(requestOf(format)));
  unwrap(await writer.add(photos));
  return unwrap(await writer.finish()).file.text();
}

it('tables say the state of either side, the likeness, and the thresholds that they follow from', async () => {
  const [headings, first, second] = (await written('csv', [sure, photoOf('b.jpg')])).trim().split('\r\n');
  const names = headings!.split(',');
  const cell = (line: string, name: string) => line.split(',')[names.indexOf(name)];
  expect(cell(first!, 'state')).toBe('unlike');
  expect(cell(first!, 'zero-shot state')).toBe('confident');
  expect(cell(first!, 'likeness')).toBe('0.7123457');
  expect(cell(first!, 'margin threshold')).toBe('0.4');
  expect(cell(first!, 'likeness threshold')).toBe('0.6');
  expect(cell(second!, 'state')).toBe('');
});

it('tables say which part of a photo was classified, where that is not the whole', async () => {
  const classified = { category: 'animal', conf: 0.93, bbox: [0.1, 0.25, 0.5, 1 / 3] as const };
  const photos = [photoOf('a.jpg', { classified }), photoOf('b.jpg')];
  const [headings, first, second] = (await written('csv', photos)).trim().split('\r\n');
  const at = headings!.split(',').indexOf('classified part');
  expect(first!.split(',')[at]).toBe('animal 0.1 0.25 0.5 0.3333333');
  expect(second!.split(',')[at]).toBe('');
});

it('tables say what further boxes show', async () => {
  const classified = { category: 'animal', conf: 0.93, bbox: [0.1, 0.25, 0.5, 0.5] as const };
  const further = [photoOf('a.jpg', { classified, state: 'confident', label: saidOf('Meles meles') })];
  const text = await written('csv', [photoOf('a.jpg', { further })]);
  expect(text).toContain('animal 0.1 0.25 0.5 0.5: Asplenium scolopendrium [0.750, confident]');
  expect(text).toContain('animal 0.1 0.25 0.5 0.5: Meles meles');
});

it('JSON says them with either ranking, and the likeness once', async () => {
  const { photos } = JSON.parse(await written('json', [sure]));
  expect(photos[0]).toMatchObject({
    zeroShot: { state: 'confident' },
    enriched: { state: 'unlike' },
    likeness: 0.7123457,
  });
});

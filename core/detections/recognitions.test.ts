import { describe, expect, it } from 'vitest';
import { boxesByPhoto, boxesFrom, readRecognitions } from './recognitions';

const file = (images: unknown, categories: unknown = { '1': 'animal', '2': 'person' }) =>
  JSON.stringify({ info: { format_version: '1.4' }, detection_categories: categories, images });

describe('a recognition file', () => {
  it('gives each photo’s boxes, the surest first, with the names of their categories', () => {
    const found = readRecognitions(
      `\uFEFF${file([
        {
          file: 'trap 1\\a.jpg',
          detections: [
            { category: '2', conf: 0.3, bbox: [0.5, 0.5, 0.25, 0.5] },
            { category: '1', conf: 0.9, bbox: [-0.004, 0, 0.5, 1.003] },
            { category: '7', conf: 0.1, bbox: [0, 0, 1, 1] },
          ],
        },
        { file: 'b.jpg', detections: [] },
        { file: 'c.jpg', failure: 'image access failure', detections: null },
      ])}`,
    );
    expect([...found]).toEqual([
      [
        'trap 1/a.jpg',
        [
          { category: 'animal', conf: 0.9, bbox: [0, 0, 0.5, 1] },
          { category: 'person', conf: 0.3, bbox: [0.5, 0.5, 0.25, 0.5] },
          { category: '7', conf: 0.1, bbox: [0, 0, 1, 1] },
        ],
      ],
      ['b.jpg', []],
      ['c.jpg', []],
    ]);
    expect(boxesFrom(found.get('trap 1/a.jpg')!, 0.3).map(({ category }) => category)).toEqual([
      'animal',
      'person',
    ]);
  });

  it.each([
    { conf: 0.9, bbox: [0.5, 0, 0.6, 1] },
    { conf: 0.9, bbox: [0, 0, 0, 1] },
    { conf: 0.9, bbox: [0, 0, 1] },
    { conf: 0.9, bbox: [0, 0, 1, '1'] },
    { conf: 1.5, bbox: [0, 0, 1, 1] },
    { conf: 'high', bbox: [0, 0, 1, 1] },
    { bbox: [0, 0, 1, 1] },
    null,
  ])('passes over %j, which is no box', (box) => {
    expect(readRecognitions(file([{ file: 'a.jpg', detections: [box] }])).get('a.jpg')).toEqual([]);
  });

  it.each(['', '[]', '{"images": 3}', 'a,b'])('that is none, %j, is refused with what to choose', (text) => {
    expect(() => readRecognitions(text)).toThrow(/no recognition file of MegaDetector/);
  });
});

it('boxes belong to the photo whose path ends alike, unless that fits several', () => {
  const box = (conf: number) => [{ category: 'animal', conf, bbox: [0, 0, 1, 1] }] as const;
  const recognitions = new Map(
    ['site/1/a.jpg', 'site/2/a.jpg', 'site/1/b.jpg'].map((name, i) => [name, box(i / 10)]),
  );
  const of = (path: string) => boxesByPhoto(recognitions, [[path, path]]).get(path)?.[0]?.conf ?? null;
  expect(of('1/a.jpg')).toBe(0);
  expect(of('card/site/2/a.jpg')).toBe(0.1);
  expect(of('b.jpg')).toBe(0.2);
  expect(of('a.jpg')).toBeNull();
  expect(of('3/b.jpg')).toBeNull();
  expect(of('none.jpg')).toBeNull();
});

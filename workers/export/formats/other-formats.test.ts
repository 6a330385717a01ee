import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PhotoResult } from '../../protocol';
import { factsOf, photoOf, requestOf, saidOf } from '../testing/requests';
import { made } from '../testing/written';
import { INATURALIST_COLUMNS, MOST_ROWS } from './inaturalist';
import { decimal } from './megadetector';

const none = { state: 'none', className: null, by: 'Ada', at: '2026-05-02T10:00:00.000Z' } as const;

describe('MegaDetector JSON', () => {
  /** What MegaDetector’s own validator asserts; numbers are looked at in the text, as Python tells 1 from 1.0. */
  function check(text: string) {
    const found = JSON.parse(text);
    expect(Number(found.info.format_version)).toBe(1.4);
    for (const categories of [found.detection_categories, found.classification_categories])
      for (const [id, name] of Object.entries(categories)) {
        expect(id).toMatch(/^\d+$/);
        expect(typeof name).toBe('string');
      }
    for (const image of found.images) {
      if (image.failure !== undefined) {
        expect(typeof image.failure).toBe('string');
        expect(image.detections).toBeNull();
        continue;
      }
      for (const { category, bbox, classifications } of image.detections) {
        expect(found.detection_categories).toHaveProperty([category]);
        expect(bbox).toHaveLength(4);
        for (const value of bbox) expect(value >= 0 && value <= 1).toBe(true);
        const shares = classifications.map(([id, p]: [string, number]) => {
          expect(typeof id).toBe('string');
          expect(found.classification_categories).toHaveProperty([id]);
          return p;
        });
        expect(shares).toEqual([...shares].sort((a, b) => b - a));
      }
    }
    for (const [, conf] of text.matchAll(/"conf": ([^,]+),/g)) expect(conf).toMatch(/^\d+\.\d+/);
    return found;
  }

  it('holds to its validator’s rules; people’s words stand alone, and failures are told', async () => {
    const { files } = await made(requestOf('megadetector'), [
      photoOf('a/b.jpg'),
      photoOf('c.jpg', { label: saidOf('wild “boar”') }),
      photoOf('d.jpg', { label: none }),
      photoOf('e.jpg', {
        enriched: [],
        shares: [],
        error: { code: 'image-unreadable', message: 'No picture.' },
      }),
    ]);
    const { images, classification_categories } = check(files.get('json')!);
    expect(images.map(({ file }: { file: string }) => file)).toEqual(['a/b.jpg', 'c.jpg', 'd.jpg', 'e.jpg']);
    expect(images[0].detections[0].classifications).toEqual([
      ['0', 0.75],
      ['1', 0.25],
    ]);
    expect(images[1].detections[0].classifications).toEqual([['2', 1]]);
    expect(classification_categories['2']).toBe('wild “boar”');
    expect(images[2].detections).toEqual([]);
    expect(images[3].failure).toBe('No picture.');
  });

  it('is whole without photos, and without machine answers', async () => {
    expect(check((await made(requestOf('megadetector'), [])).files.get('json')!).images).toEqual([]);
    const { files } = await made(requestOf('megadetector', { answers: false }), [photoOf('a.jpg')]);
    expect(check(files.get('json')!).images[0].detections).toEqual([]);
  });

  it('writes every number as a fraction', () => {
    fc.assert(
      fc.property(fc.float({ min: 0, max: 1, noNaN: true }), (value) => {
        expect(decimal(value)).toMatch(/^\d(?:\.\d+)?(?:e-\d+)?$/);
        expect(decimal(value)).toMatch(/[.e]/);
        expect(Number(decimal(value))).toBeCloseTo(value, 6);
      }),
    );
  });
});

describe('iNaturalist CSV', () => {
  const place = { latitude: 46.5, longitude: 7.98765, uncertainty: null, altitude: null, datum: null };

  it('has eight columns by position, one taxon each, in ASCII: what people named, with a date', async () => {
    const { files, rows, leftOut } = await made(requestOf('inaturalist'), [
      photoOf('Fougère, 1.jpg', {
        label: saidOf('Athyrium filix-femina'),
        facts: factsOf({ zone: '+02:00', place, keywords: ['forêt', 'wet, shady'] }),
      }),
      photoOf('guess.jpg'),
      photoOf('undated.jpg', { label: saidOf('x'), facts: factsOf({ time: null }) }),
      photoOf('hybrid.jpg', { label: saidOf('Asplenium × alternifolium') }),
      photoOf('mark.jpg', { label: saidOf('#1') }),
      photoOf('none.jpg', { label: none }),
    ]);
    const text = files.get('inaturalist-1.csv')!;
    expect(text).toMatch(/^[\x20-\x7e\r\n]*$/);
    const table = rows('inaturalist-1.csv');
    expect(Object.keys(table[0]!)).toEqual([...INATURALIST_COLUMNS]);
    expect(table.map((row) => Object.values(row))).toEqual([
      [
        'Athyrium filix-femina',
        '2026-05-01T06:12:00+02:00',
        'Fougere, 1.jpg',
        '',
        '46.5',
        '7.98765',
        'foret, wet  shady',
        'open',
      ],
    ]);
    expect(leftOut).toBe(5);
    expect(rows('left-out.csv')).toHaveLength(5);
  });

  it('holds what one row of would stop the whole file: dates to come or too long past, names and tags too long', async () => {
    const label = saidOf('Fern');
    const { rows } = await made(requestOf('inaturalist', { now: '2026-05-01T00:00:00.000Z' }), [
      photoOf('today.jpg', { label, facts: factsOf({ time: '2026-05-01T13:00:00' }) }),
      photoOf('yesterday.jpg', { label, facts: factsOf({ time: '2026-05-01T01:00:00', zone: '+02:00' }) }),
      photoOf('tomorrow.jpg', { label, facts: factsOf({ time: '2026-05-01T00:00:00', zone: '-01:00' }) }),
      photoOf('1895.jpg', { label, facts: factsOf({ time: '1895-05-01T00:00:00' }) }),
      photoOf('long.jpg', { label: saidOf('x'.repeat(257)) }),
      photoOf('blank.jpg', { label: saidOf('  #2') }),
      photoOf('tags.jpg', {
        label,
        facts: factsOf({ time: '2026-04-01T00:00:00', keywords: ['y'.repeat(256), 'fern'] }),
      }),
    ]);
    expect(rows('inaturalist-1.csv').map((row) => [row.Description, row.Tags])).toEqual([
      ['today.jpg', ''],
      ['yesterday.jpg', ''],
      ['tags.jpg', 'fern'],
    ]);
    expect(rows('left-out.csv').map((row) => row.file)).toEqual([
      'tomorrow.jpg',
      '1895.jpg',
      'long.jpg',
      'blank.jpg',
    ]);
  });

  it('has no coordinates of another datum than the one that its columns are in', async () => {
    const facts = factsOf({ place: { ...place, datum: 'Tokyo' } });
    const { rows } = await made(requestOf('inaturalist'), [photoOf('a.jpg', { label: saidOf('x'), facts })]);
    expect(rows('csv').map((row) => Object.values(row).slice(4, 6))).toEqual([['', '']]);
  });

  it('begins another file, with its own headings, before one grows long', async () => {
    const photos = Array.from({ length: MOST_ROWS + 2 }, (_, i) =>
      photoOf(`${i}.jpg`, { label: saidOf('Fern') }),
    );
    const { files, rows } = await made(requestOf('inaturalist'), photos);
    expect([...files.keys()]).toEqual(['inaturalist-1.csv', 'inaturalist-2.csv']);
    expect(rows('inaturalist-1.csv')).toHaveLength(MOST_ROWS);
    expect(rows('inaturalist-2.csv')).toHaveLength(2);
  });
});

describe('MegaDetector JSON of photos that a recognition file has boxes of', () => {
  it('gives them all back, with the answers on the surest box of an animal', async () => {
    const boxes = [
      { category: 'person', conf: 0.95, bbox: [0, 0, 0.5, 1] },
      { category: 'animal', conf: 0.75, bbox: [0.5, 0.25, 0.5, 0.5] },
      { category: 'dog', conf: 0.1, bbox: [0, 0, 1, 1] },
    ] as const;
    const { files } = await made(requestOf('megadetector'), [
      photoOf('a.jpg', { boxes, label: saidOf('red fox') }),
      photoOf('b.jpg', { boxes: boxes.slice(2) }),
      photoOf('c.jpg', { boxes: [] }),
    ]);
    const text = files.get('json')!;
    const { images, detection_categories, classification_categories } = JSON.parse(text);
    expect(detection_categories).toEqual({ 1: 'animal', 2: 'person', 3: 'vehicle', 4: 'dog' });
    expect(images[0].detections).toMatchObject([
      { category: '2', conf: 0.95, bbox: [0, 0, 0.5, 1] },
      { category: '1', conf: 0.75, bbox: [0.5, 0.25, 0.5, 0.5] },
      { category: '4', conf: 0.1 },
    ]);
    const [person, animal] = images[0].detections;
    expect(person).not.toHaveProperty('classifications');
    const [[id, share]] = animal.classifications;
    expect([classification_categories[id], share]).toEqual(['red fox', 1]);
    // Below the threshold no box is answered, and none is added: the detector looked, and found nothing.
    expect(images[1].detections).toEqual([{ category: '4', conf: 0.1, bbox: [0, 0, 1, 1] }]);
    expect(images[2].detections).toEqual([]);
    expect(text).toContain('"bbox": [0.0, 0.0, 0.5, 1.0]');
  });
});

describe('MegaDetector JSON with several animals', () => {
  const [fox, badger, far] = [
    { category: 'animal', conf: 0.95, bbox: [0, 0, 0.5, 1] },
    { category: 'animal', conf: 0.75, bbox: [0.5, 0.25, 0.5, 0.5] },
    { category: 'animal', conf: 0.1, bbox: [0.75, 0.75, 0.25, 0.25] },
  ] as const;
  const boxes = [fox, badger, far];
  const further = [
    photoOf('a.jpg', {
      classified: badger,
      enriched: [{ class: 'Athyrium filix-femina', score: 1 }],
      shares: [0.875],
    }),
  ];
  const answersOf = async (change: Partial<PhotoResult>, answers = true) => {
    const photo = photoOf('a.jpg', { boxes, classified: fox, further, ...change });
    const { files } = await made(requestOf('megadetector', { answers }), [photo]);
    const { images, classification_categories: names } = JSON.parse(files.get('json')!);
    return images[0].detections.map(({ classifications }: { classifications?: [string, number][] }) =>
      classifications?.map(([id, share]) => [names[id], share]),
    );
  };
  const machine = [
    ['Asplenium scolopendrium', 0.75],
    ['Athyrium filix-femina', 0.25],
  ];

  it('has the answers of each on its own box', async () => {
    expect(await answersOf({})).toEqual([machine, [['Athyrium filix-femina', 0.875]], undefined]);
  });

  it('has what a person says of the photo on its surest, and what they say of a box on that', async () => {
    expect(await answersOf({ label: saidOf('fox') })).toEqual([
      [['fox', 1]],
      [['Athyrium filix-femina', 0.875]],
      undefined,
    ]);
    const said = [{ ...further[0]!, label: saidOf('badger') }];
    expect(await answersOf({ further: said })).toEqual([machine, [['badger', 1]], undefined]);
    expect(await answersOf({ further: said }, false)).toEqual([undefined, [['badger', 1]], undefined]);
  });
});

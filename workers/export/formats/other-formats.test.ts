import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { factsOf, photoOf, requestOf, saidOf } from '../testing/requests';
import { made } from '../testing/written';
import { folderName } from './folders';
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
        '2026-05-01 06:12:00 +02:00',
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

describe('sorted folders', () => {
  const photos = [
    photoOf('one/a.jpg', { label: saidOf('Fern: lady/male') }),
    photoOf('two/A.jpg', { label: saidOf('Fern: lady/male') }),
    photoOf("it's -x.jpg", { label: saidOf("O'Hara’s") }),
    photoOf('guess.jpg'),
    photoOf('none.jpg', { label: none }),
  ];

  it('are copies by class with the table of an ImageFolder', async () => {
    const { files, rows } = await made(requestOf('folders'), photos);
    const table = rows('metadata.csv');
    expect(table.map((row) => row.file_name)).toEqual([
      'Fern_ lady_male/a.jpg',
      'Fern_ lady_male/A-2.jpg',
      "O'Hara’s/it's -x.jpg",
      'Asplenium scolopendrium/guess.jpg',
      '_no class/none.jpg',
    ]);
    expect(table.map((row) => [row.label, row.labelled_by])).toEqual([
      ['Fern: lady/male', 'human'],
      ['Fern: lady/male', 'human'],
      ["O'Hara’s", 'human'],
      ['Asplenium scolopendrium', 'machine'],
      ['', ''],
    ]);
    for (const row of table) expect(files.get(row.file_name!)).toBe(row.original_file);
  });

  it('are scripts that move the files where they are, and overwrite nothing', async () => {
    const { files } = await made(requestOf('folders', { sorting: 'scripts' }), photos);
    const folder = mkdtempSync(join(tmpdir(), 'sorted-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    for (const { file } of photos) {
      mkdirSync(dirname(join(folder, file)), { recursive: true });
      writeFileSync(join(folder, file), file);
    }
    mkdirSync(join(folder, '_no class'));
    writeFileSync(join(folder, '_no class/none.jpg'), 'was there');
    execFileSync('sh', ['-s'], {
      cwd: folder,
      input: files.get('sort.sh')!,
      stdio: ['pipe', 'ignore', 'ignore'],
    });
    const at = (path: string) => readFileSync(join(folder, path), 'utf8');
    expect(at('Fern_ lady_male/a.jpg')).toBe('one/a.jpg');
    expect(at('Fern_ lady_male/A-2.jpg')).toBe('two/A.jpg');
    expect(at("O'Hara’s/it's -x.jpg")).toBe("it's -x.jpg");
    expect(at('_no class/none.jpg')).toBe('was there');
    expect(existsSync(join(folder, 'none.jpg'))).toBe(true);
    expect(files.get('sort.ps1')).toContain(
      "Move-Photo 'it''s -x.jpg' 'O''Hara’’s' 'O''Hara’’s/it''s -x.jpg'",
    );
  });

  it('have names that every system takes, whatever a class is called', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (name) => {
        const folder = folderName(name);
        expect(folder).not.toMatch(/\p{Cc}|[<>:"/\\|?*]|^[. ]|[. ]$|^$/u);
      }),
    );
    expect([folderName('..'), folderName('CON'), folderName('nul.txt')]).toEqual(['_', '_CON', '_nul.txt']);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { unwrap } from '../../core';
import {
  type CsvStart,
  EXPORT_VERSION,
  type ExportFormat,
  type PhotoResult,
  type ResultHead,
  type ScoresExported,
} from '../protocol';
import { csvField } from './csv';
import { ExportWriter } from './export-writer';
import { exactly } from './formulas';
import { readJsonExport } from './json/read';
import { optionsOf } from './testing/requests';

const head = (scores: ScoresExported = 10, classes = ['relay, driver', '=SUM(A1)']): ResultHead => ({
  version: EXPORT_VERSION,
  settings: {
    method: 'core',
    parameters: ['alpha'],
    alpha: 0.2,
    classCaptions: 'hybrid',
    thresholds: {
      zeroShot: { margin: 0.15, likeness: null, from: { margin: 'nobody', likeness: 'nobody' } },
      enriched: { margin: 0.4, likeness: 0.6, from: { margin: 'photos', likeness: 'photos' } },
    },
    outputs: { zeroShot: 'cosine', enriched: 'cosine' },
    scales: { zeroShot: 40, enriched: 60 },
    prompts: { zeroShot: 'a circuit diagram of a {}', retrieval: 'a photo of a {}' },
    modelRevision: 'main',
    indexHost: 'captions.example',
  },
  model: { id: 'pocket-siglip', family: 'siglip', precision: 'q8', licence: 'apache-2.0' },
  index: 'pocket',
  backend: 'wasm',
  classes,
  scores,
});

const answered: PhotoResult = {
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
  label: { state: 'class', className: 'relay, driver', by: 'Ada', at: '2026-05-01T06:12:00.000Z' },
  accepted: 'relay, driver',
  warning: 'The file ends too soon. Copy it again.',
};

const failed: PhotoResult = {
  file: 'notes.jpg',
  zeroShot: [],
  enriched: [],
  captions: [],
  warning: '',
  error: { code: 'image-unreadable', message: 'No picture.' },
};

/** Writes an export as the page does, `few` photos at a time. */
async function written(
  format: ExportFormat,
  its: ResultHead,
  photos: readonly PhotoResult[],
  few = 2,
  start: CsvStart = 'mark',
): Promise<Blob> {
  const writer = new ExportWriter();
  unwrap(await writer.begin({ format, head: its, options: optionsOf({ csvStart: start }) }));
  for (let start = 0; start < photos.length; start += few)
    unwrap(await writer.add(photos.slice(start, start + few)));
  return unwrap(await writer.finish()).file;
}

const jsonOf = async (...args: [ResultHead, readonly PhotoResult[], number?]) =>
  readJsonExport(await (await written('json', ...args)).text());

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

const csvOf = async (...args: [ResultHead, readonly PhotoResult[], number?]) =>
  parseCsv(await (await written('csv', ...args)).text());

describe('JSON export', () => {
  it('holds the head and the photos as they were given, in order', async () => {
    expect(await jsonOf(head(), [answered, failed])).toEqual({ ...head(), photos: [answered, failed] });
  });

  it('is whole without photos, and of its type', async () => {
    const file = await written('json', head(), []);
    expect(file.type).toBe('application/json');
    expect(JSON.parse(await file.text()).photos).toEqual([]);
  });

  it('writes a photo on a line of its own', async () => {
    const text = await (await written('json', head(), [answered, failed])).text();
    expect(text.split('\n').filter((line) => line.includes('"file"'))).toHaveLength(2);
  });

  it('is the same however the photos are dealt out, and what JSON.parse reads', async () => {
    const text = fc.string({ unit: 'grapheme' });
    // 32-bit floats: what scores are computed in, and what the file keeps of them.
    const score = fc.float({ noNaN: true, noDefaultInfinity: true });
    const ranking = fc.array(fc.record({ class: text, score }), { maxLength: 4 });
    const photo = fc.record(
      {
        file: text,
        zeroShot: ranking,
        enriched: ranking,
        captions: fc.array(fc.record({ text, similarity: score, weight: score }), { maxLength: 3 }),
        warning: text,
      },
      { requiredKeys: ['file', 'zeroShot', 'enriched', 'captions', 'warning'] },
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(photo, { maxLength: 8 }),
        fc.integer({ min: 1, max: 8 }),
        async (photos, few) => {
          const read = await jsonOf(head(), photos, few);
          expect(read).toEqual(await jsonOf(head(), photos, photos.length + 1));
          expect(read.photos.map((its) => its.file)).toEqual(photos.map(({ file }) => file));
          const scores = (its: PhotoResult) => [...its.zeroShot, ...its.enriched].map((one) => one.score);
          for (const [i, its] of photos.entries())
            scores(read.photos[i]!).forEach((value, j) => {
              expect(Math.fround(value)).toBeCloseTo(scores(its)[j]!, 5 - magnitude(scores(its)[j]!));
            });
        },
      ),
      { numRuns: 60 },
    );
  });

  it('keeps no more digits than a 32-bit float has', async () => {
    const photo = { ...answered, zeroShot: [{ class: 'x', score: 0.123456789012 }] };
    expect((await jsonOf(head(), [photo])).photos[0]!.zeroShot[0]!.score).toBe(0.1234568);
  });
});

const magnitude = (value: number) => (value === 0 ? 0 : Math.max(0, Math.ceil(Math.log10(Math.abs(value)))));

describe('CSV export', () => {
  it('keeps commas, quotes and line breaks inside their field, and every row as wide as the headings', async () => {
    const rows = await csvOf(head('all'), [answered, failed]);
    expect(rows).toHaveLength(3);
    const [headings, first, second] = rows as [string[], string[], string[]];
    expect(first).toHaveLength(headings.length);
    expect(second).toHaveLength(headings.length);
    const cell = (row: string[], name: string) => row[headings.indexOf(name)];
    expect(cell(first, 'file')).toBe('a,b.jpg');
    expect(cell(first, 'enriched class')).toBe('relay, driver');
    expect(cell(first, 'zero-shot: relay, driver')).toBe('-0.02');
    expect(cell(first, 'captions')).toBe('A "relay"\ndriver [0.5000, 0.2500]');
    expect(cell(first, 'accepted class')).toBe('relay, driver');
    expect(cell(first, 'warning')).toBe('The file ends too soon. Copy it again.');
    expect(cell(second, 'warning')).toBe('');
    expect(cell(first, 'method')).toBe('core');
    expect(cell(first, 'class captions')).toBe('hybrid');
    expect(cell(first, 'alpha')).toBe('0.2');
    expect(cell(second, 'error')).toBe('No picture.');
    expect(cell(second, 'enriched class')).toBe('');
  });

  it('has a pair of columns for each of the best classes, and none for more than there are', async () => {
    const [headings, first] = (await csvOf(head(10), [answered])) as [string[], string[]];
    expect(headings.filter((name) => name.startsWith('zero-shot class'))).toEqual([
      'zero-shot class',
      'zero-shot class 2',
    ]);
    expect(first[headings.indexOf('enriched class 2')]).toBe("'=SUM(A1)");
    expect(first[headings.indexOf('enriched score 2')]).toBe('0.2');
    const many = Array.from({ length: 30 }, (_, c) => `class ${c}`);
    const [wide] = (await csvOf(head(10, many), [failed])) as [string[]];
    expect(wide).toContain('enriched class 10');
    expect(wide).not.toContain('enriched class 11');
  });

  it('defuses formulas in text and leaves numbers alone', () => {
    expect(csvField('=1+1')).toBe("'=1+1");
    expect(csvField('@cmd')).toBe("'@cmd");
    expect(csvField('-x')).toBe("'-x");
    expect(csvField(-0.5)).toBe('-0.5');
    expect(csvField('plain')).toBe('plain');
    expect(csvField(null)).toBe('');
  });

  it('lets no text begin a formula, whatever it is, and gives back the rest', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const [row] = parseCsv(`${csvField(text)},x\r\n`);
        expect(row![0]).not.toMatch(/^[=+\-@\t\r]/);
        expect(row![0]!.replace(/(^|[,;\t|\r\n])'/g, '$1')).toBe(text.replace(/(^|[,;\t|\r\n])'/g, '$1'));
      }),
    );
  });
});

/** What a spreadsheet may pass over before it looks for a formula. */
const BEFORE = [
  '',
  ' ',
  '\u00a0',
  '\u3000',
  '\u200b',
  '\ufeff',
  '\u2060',
  '\u00ad',
  '\u3164',
  '\0',
  '\n',
  '\r',
  '\t',
  '"',
];
const SIGNS = [...'=+-@＝＋－＠﹦﹢﹣﹫−'];
/** What some language's spreadsheet splits columns at. */
const SEPARATORS = [',', ';', '\t', '|'];

const isRun = (cell: string) => /^["\s\p{Z}\p{C}\p{DI}]*[=+\-@＝＋－＠﹦﹢﹣﹫−]/u.test(cell);

describe('text that a spreadsheet could run', () => {
  const begun = fc
    .tuple(fc.array(fc.constantFrom(...BEFORE), { maxLength: 4 }), fc.constantFrom(...SIGNS), fc.string())
    .map(([before, sign, rest]) => before.join('') + sign + rest);
  const anywhere = fc
    .array(fc.oneof(fc.constantFrom(...BEFORE, ...SIGNS, ...SEPARATORS), fc.string({ maxLength: 3 })), {
      maxLength: 12,
    })
    .map((parts) => parts.join(''));

  it('is not run, whatever stands before the sign', () => {
    fc.assert(
      fc.property(begun, (text) => {
        const [row] = parseCsv(`${csvField(text)},x\r\n`);
        expect(row![0]!.startsWith("'")).toBe(true);
      }),
    );
  });

  it('is not run either where the file is split at another separator, quotes read or not', () => {
    fc.assert(
      fc.property(anywhere, fc.constantFrom(...SEPARATORS), (text, separator) => {
        const field = csvField(text);
        for (const cells of [field.split(separator), field.split(/[,;\t|\r\n]/), [text === '' ? '' : field]])
          for (const cell of cells) expect(isRun(cell)).toBe(false);
      }),
      { numRuns: 500 },
    );
  });

  it.each(['core', 'a-b', 'x@y.org', '50 % + more', 'IMG_1.jpg', 'fern (frond), dry', "'quoted'"])(
    'does not include %j',
    (text) => {
      const [row] = parseCsv(`${csvField(text)},x\r\n`);
      expect(row![0]).toBe(text);
    },
  );

  it('leaves a file name that can be joined: as it is, or exactly in its own column', async () => {
    const names = ['plain.jpg', '=SUM(A1).jpg', '\u200b@x.jpg', 'a;=1+1.jpg', "'=1.jpg", '﹣1 "ü" 𝒳.jpg'];
    const [headings, ...rows] = (await csvOf(
      head(),
      names.map((file) => ({ ...answered, file })),
    )) as [string[], ...string[][]];
    const of = (row: string[], name: string) => row[headings.indexOf(name)]!;
    expect(rows.map((row) => JSON.parse(of(row, 'file_exact') || 'null') ?? of(row, 'file'))).toEqual(names);
    expect(rows.map((row) => of(row, 'file_exact') === '')).toEqual([true, false, false, false, true, false]);
  });

  it('is not run in the exact name', () => {
    fc.assert(
      fc.property(fc.oneof(anywhere, fc.string({ unit: 'binary' })), (text) => {
        expect(JSON.parse(exactly(text))).toBe(text);
        expect(csvField(exactly(text))).toBe(`"${exactly(text).replaceAll('"', '""')}"`);
        for (const cell of csvField(exactly(text)).split(/[,;\t|\r\n]/)) expect(isRun(cell)).toBe(false);
      }),
    );
  });
});

describe('the start of a CSV file', () => {
  const bytes = async (start: CsvStart) => [
    ...new Uint8Array(await (await written('csv', head(), [answered], 2, start)).slice(0, 7).arrayBuffer()),
  ];
  it('is the mark of UTF-8, or the line that names the separator', async () => {
    expect(await bytes('mark')).toEqual([0xef, 0xbb, 0xbf, ...Buffer.from('file')]);
    expect(await bytes('separator')).toEqual([...Buffer.from('sep=,\r\n')]);
  });
});

describe('the writer', () => {
  it('cuts long exports into parts that make the same file', async () => {
    const long = { ...answered, captions: [{ text: 'x'.repeat(400_000), similarity: 0.5, weight: 1 }] };
    const { photos } = await jsonOf(head(), [long, long, long, long, long, long, long]);
    expect(photos).toHaveLength(7);
    expect(photos[6]!.captions[0]!.text).toHaveLength(400_000);
  });

  it('refuses photos before a head', async () => {
    expect(await new ExportWriter().add([answered])).toMatchObject({
      ok: false,
      error: { code: 'input-invalid' },
    });
  });

  it('can write another export after the first', async () => {
    const writer = new ExportWriter();
    for (const file of ['one', 'two']) {
      unwrap(await writer.begin({ format: 'json', head: head(), options: optionsOf() }));
      unwrap(await writer.add([{ ...failed, file }]));
      const read = readJsonExport(await unwrap(await writer.finish()).file.text());
      expect(read.photos.map((photo) => photo.file)).toEqual([file]);
    }
  });
});

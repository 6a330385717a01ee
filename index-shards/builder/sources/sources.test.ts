import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { beforeAll, describe, expect, test } from 'vitest';
import { expandInputs, type Row, readRows, type SourceOptions } from '.';
import { readLines } from './lines';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fernglass-sources-'));
});

async function rowsOf(
  name: string,
  content: string | Uint8Array,
  options: SourceOptions = {},
): Promise<Row[]> {
  const path = join(folder, name);
  await writeFile(path, content);
  const rows: Row[] = [];
  for await (const batch of readRows(path, options, join(folder, 'spool'))) rows.push(...batch);
  return rows;
}

const unreadable = { bad: 'unreadable' };
const noCaption = { bad: 'no caption' };

describe('tab-separated', () => {
  test('a line is an address, a tab and a caption; a line without a tab is bad; line ends and the mark go', async () => {
    expect(await rowsOf('a.tsv', '\ufeffu1\tone fern\r\nu2\ttwo\tferns\nno tab\n\nu3\tthree')).toEqual([
      { text: 'one fern' },
      { text: 'two\tferns' },
      noCaption,
      noCaption,
      { text: 'three' },
    ]);
  });

  test('a column by number has no header, one by name has', async () => {
    expect(await rowsOf('b.tsv', 'a\tb\tc\nd\te\n', { caption: 3 })).toEqual([{ text: 'c' }, noCaption]);
    expect(
      await rowsOf('c.tsv', 'title\turl\timage\nA fern\tu\t1.jpg\n', { caption: 'title', picture: 'image' }),
    ).toEqual([{ text: 'A fern', picture: '1.jpg' }]);
    await expect(rowsOf('d.tsv', 'title\turl\n', { caption: 'name' })).rejects.toThrow(
      /lack a column "name"; the columns are "title", "url"/,
    );
  });
});

describe('comma-separated', () => {
  test('quotes, line breaks in them and missing columns; the caption or text column is found by its name', async () => {
    const csv =
      'id,Caption\r\n1,"A ""red"" fern,\non two lines"\r\n2\r\n3,plain\r\n\r\n4,"odd" quotes\r\n5,5" disk\r\n';
    expect(await rowsOf('a.csv', csv)).toEqual([
      { text: 'A "red" fern,\non two lines' },
      noCaption,
      { text: 'plain' },
      { text: '"odd" quotes' },
      { text: '5" disk' },
    ]);
    expect(await rowsOf('b.csv', 'a,b\nc,d\n', { caption: 2 })).toEqual([{ text: 'b' }, { text: 'd' }]);
    await expect(rowsOf('c.csv', 'a,b\n1,2\n')).rejects.toMatchObject({ code: 'input-invalid' });
  });

  test('a quote that is never closed costs its record, not the memory or the rows before it', async () => {
    const rows = await rowsOf('d.csv', `text\nfirst\n"${'never closed,\n'.repeat(200_000)}`);
    expect(rows[0]).toEqual({ text: 'first' });
    expect(rows.slice(1).some((row) => 'bad' in row)).toBe(true);
  });

  test('what a writer quotes comes back', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.string({ unit: 'grapheme', minLength: 1 }), { minLength: 1 }),
        async (texts) => {
          const quoted = texts.map((text) => `"${text.replaceAll('"', '""')}"`);
          const rows = await rowsOf('p.csv', `text\n${quoted.join('\n')}\n`);
          expect(rows).toEqual(texts.map((text) => ({ text })));
        },
      ),
      { numRuns: 50 },
    );
  });
});

test('JSON Lines: bad JSON, other values and missing keys are bad rows, blank lines are none', async () => {
  const lines = [
    '{"text": "a fern", "n": 1}',
    '',
    '{"text": 5}',
    '{"TEXT": "again"}',
    '{oops',
    '[]',
    'null',
    '{}',
  ];
  expect(await rowsOf('a.jsonl', lines.join('\n'))).toEqual([
    { text: 'a fern' },
    noCaption,
    { text: 'again' },
    unreadable,
    noCaption,
    unreadable,
    noCaption,
  ]);
  expect(
    await rowsOf('b.ndjson', '{"alt": "x", "file": "1.png"}', { caption: 'alt', picture: 'file' }),
  ).toEqual([{ text: 'x', picture: '1.png' }]);
});

describe('what lies beside a caption', () => {
  const wanted = { caption: 'text', picture: 'image', language: 'lang', source: 'from' };
  const rows = [
    { text: 'a fern', picture: '1.png', language: 'en', source: 'web' },
    { text: 'ein Farn', picture: '2.png', language: 'de', source: '' },
  ];

  test('is read from every format that has columns', async () => {
    const tsv = 'from\tlang\ttext\timage\nweb\ten\ta fern\t1.png\n\tde\tein Farn\t2.png\n';
    expect(await rowsOf('x.tsv', tsv, wanted)).toEqual(rows);
    expect(await rowsOf('x.csv', tsv.replaceAll('\t', ','), wanted)).toEqual(rows);
    const objects = rows.map(({ text, picture, language, source }) =>
      JSON.stringify({ text, image: picture, lang: language, from: source }),
    );
    expect(await rowsOf('x.jsonl', objects.join('\n'), wanted)).toEqual(rows);
    const columnData = (['text', 'picture', 'language', 'source'] as const).map((field) => ({
      name: { text: 'text', picture: 'image', language: 'lang', source: 'from' }[field],
      data: rows.map((row) => row[field]),
      type: 'STRING' as const,
    }));
    expect(await rowsOf('x.parquet', new Uint8Array(parquetWriteBuffer({ columnData })), wanted)).toEqual(
      rows,
    );
  });

  test('is told by number where there are no names; a name that is missing is said', async () => {
    const numbered = { caption: 2, language: 3 };
    const row = { text: 'a fern', language: 'en' };
    expect(await rowsOf('y.tsv', 'u\ta fern\ten\n', numbered)).toEqual([row]);
    expect(await rowsOf('y.csv', 'u,a fern,en\n', numbered)).toEqual([row]);
    expect(await rowsOf('z.csv', 'u,text,lang\nu,a fern,en\n', { caption: 2, language: 'lang' })).toEqual([
      row,
    ]);
    for (const name of ['w.tsv', 'w.csv'])
      await expect(rowsOf(name, 'caption\nx\n', { caption: 'caption', language: 'lang' })).rejects.toThrow(
        /lack a column "lang"/,
      );
  });
});

test('plain text: a line is a caption', async () => {
  expect(await rowsOf('a.txt', 'one\ntwo\tpieces\n')).toEqual([{ text: 'one' }, { text: 'two\tpieces' }]);
});

describe('Parquet', () => {
  /** As COYO's: other columns beside the text, several row groups, Snappy. */
  const coyo = (texts: (string | null)[]) =>
    new Uint8Array(
      parquetWriteBuffer({
        columnData: [
          { name: 'id', data: texts.map((_, i) => BigInt(i)), type: 'INT64' },
          { name: 'url', data: texts.map((_, i) => `http://x/${i}`), type: 'STRING' },
          { name: 'text', data: texts, type: 'STRING', nullable: true },
          { name: 'clip_similarity', data: texts.map(() => 0.3), type: 'DOUBLE' },
        ],
        rowGroupSize: 100,
      }),
    );

  test('rows of all row groups, nulls as bad rows', async () => {
    const texts = Array.from({ length: 250 }, (_, i) => (i % 50 === 7 ? null : `caption ${i} of 250`));
    const rows = await rowsOf('a.parquet', coyo(texts));
    expect(rows).toEqual(texts.map((text) => (text === null ? noCaption : { text })));
    expect(await rowsOf('b.parquet', coyo(['x']), { caption: 'url' })).toEqual([{ text: 'http://x/0' }]);
    await expect(rowsOf('c.parquet', coyo(['x']), { caption: 'alt' })).rejects.toThrow(/"clip_similarity"/);
  });

  test('packed it is unpacked first; another file is refused', async () => {
    expect(await rowsOf('d.parquet.gz', gzipSync(coyo(['packed'])))).toEqual([{ text: 'packed' }]);
    await expect(rowsOf('e.parquet', 'no such thing, but long enough')).rejects.toThrow(/read as Parquet/);
  });
});

describe('gzip', () => {
  test('is told by its bytes, in any format, also of several members', async () => {
    const packed = Buffer.concat([gzipSync('u\tone\n'), gzipSync('u\ttwo\n')]);
    expect(await rowsOf('a.tsv.gz', packed)).toEqual([{ text: 'one' }, { text: 'two' }]);
    expect(await rowsOf('misnamed.tsv', gzipSync('u\tone\n'))).toEqual([{ text: 'one' }]);
    expect(await rowsOf('a.csv.gz', gzipSync('text\none\n'))).toEqual([{ text: 'one' }]);
    expect(await rowsOf('a.jsonl.gz', gzipSync('{"text":"one"}'))).toEqual([{ text: 'one' }]);
  });

  test('cut short it is refused', async () => {
    const packed = gzipSync('u\tone fern among many\n'.repeat(500));
    await expect(rowsOf('cut.tsv.gz', packed.subarray(0, packed.length - 12))).rejects.toMatchObject({
      code: 'input-invalid',
    });
  });
});

describe('lines', () => {
  async function linesOf(chunks: readonly Uint8Array[]): Promise<(string | null)[]> {
    const lines: (string | null)[] = [];
    async function* bytes() {
      for (const chunk of chunks) yield Buffer.from(chunk);
    }
    for await (const batch of readLines(bytes())) lines.push(...batch);
    return lines;
  }

  test('are the same however the bytes are cut', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.string({ unit: 'grapheme' }).map((line) => line.replace(/[\r\n\ufeff]/g, '')),
          { minLength: 1 },
        ),
        fc.integer({ min: 1, max: 9 }),
        async (lines, size) => {
          const bytes = Buffer.from(`${lines.join('\n')}\n`);
          const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) =>
            bytes.subarray(i * size, (i + 1) * size),
          );
          expect(await linesOf(chunks)).toEqual(lines);
        },
      ),
    );
  });

  test('beyond 1 MiB are left out, wherever they stand, and what follows is read', async () => {
    const chunk = Buffer.alloc(300_000, 'x');
    const long = [chunk, chunk, chunk, chunk];
    const text = (value: string) => Buffer.from(value);
    expect(await linesOf([text('a\n'), ...long, text('\nb\n')])).toEqual(['a', null, 'b']);
    expect(await linesOf([...long, text('end\n')])).toEqual([null]);
    expect(await linesOf([...long, text('\nb\nc')])).toEqual([null, 'b', 'c']);
    expect(await linesOf(long)).toEqual([null]);
    expect(await linesOf([Buffer.concat([...long, text('\nb\n')])])).toEqual([null, 'b']);
  });

  test('of UTF-16 are refused with what to do', async () => {
    await expect(linesOf([Buffer.from('\ufeffa\n', 'utf16le')])).rejects.toThrow(/UTF-16/);
  });
});

test('a folder stands for the files in it that have a known format, in order; an unknown name needs a format', async () => {
  const sub = join(folder, 'parts');
  await mkdir(sub);
  for (const name of ['b.tsv', 'a.tsv.gz', 'README.md']) await writeFile(join(sub, name), 'u\tx\n');
  expect(await expandInputs([sub])).toEqual([join(sub, 'a.tsv.gz'), join(sub, 'b.tsv')]);
  await expect(expandInputs([join(folder, 'missing')])).rejects.toMatchObject({ code: 'input-invalid' });
  await expect(rowsOf('captions.dat', 'x')).rejects.toThrow(/--format/);
  expect(await rowsOf('captions.dat', 'x', { format: 'text' })).toEqual([{ text: 'x' }]);
});

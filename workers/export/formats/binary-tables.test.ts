import { DOMParser } from '@xmldom/xmldom';
import { BlobReader, TextWriter, ZipReader } from '@zip.js/zip.js';
import { parquetMetadata, parquetReadObjects } from 'hyparquet';
import { describe, expect, it } from 'vitest';
import { unwrap } from '../../../core';
import type { PhotoResult } from '../../protocol';
import { ExportWriter } from '../export-writer';
import { photoOf, requestOf, saidOf } from '../testing/requests';
import { FORMATS } from '.';
import { sheetText } from './binary-tables';

async function written(table: 'xlsx' | 'parquet', photos: readonly PhotoResult[]) {
  const writer = new ExportWriter();
  unwrap(await writer.begin(requestOf('csv', { table })));
  unwrap(await writer.add(photos));
  return unwrap(await writer.finish());
}

const photos = [
  photoOf('=SUM(A1).jpg', { label: saidOf('fern \u0001 <b> "ü"'), embedding: Float32Array.of(0.5, -0.25) }),
  photoOf('b.jpg', { enriched: [], zeroShot: [] }),
];

describe('the table as a Parquet file', () => {
  it('has text, numbers and the embedding as a list, and nulls where there is nothing', async () => {
    const { file, extension } = await written('parquet', photos);
    expect(extension).toBe('parquet');
    const [first, second] = await parquetReadObjects({ file: await file.arrayBuffer() });
    expect(first).toMatchObject({
      file: '=SUM(A1).jpg',
      'enriched class': 'Asplenium scolopendrium',
      'enriched score': 0.3,
      'accepted class': null,
      'label by': 'Ada',
      alpha: 0.2,
      embedding: [0.5, -0.25],
    });
    expect(second).toMatchObject({ file: 'b.jpg', 'enriched class': null, 'enriched score': null });
    expect(second!.embedding ?? null).toBeNull();
  });

  it('has the same types whatever is in it, so that files can be read as one table', async () => {
    const typesOf = async (some: readonly PhotoResult[]) => {
      const { schema } = parquetMetadata(await (await written('parquet', some)).file.arrayBuffer());
      return schema.map(({ name, type, converted_type }) => [name, type, converted_type]);
    };
    const types = await typesOf(photos);
    expect(types.find(([name]) => name === 'likeness')).toEqual(['likeness', 'DOUBLE', undefined]);
    expect(types.slice(-3)).toEqual([
      ['embedding', undefined, 'LIST'],
      ['list', undefined, undefined],
      ['element', 'FLOAT', undefined],
    ]);
    const judged = {
      margin: 0.1,
      scale: 40,
      bestCosine: 0.2,
      captionCosine: 0.3,
      likeness: 0.4,
      state: 'unsure',
    } as const;
    const full = photoOf('c.jpg', { confidence: { zeroShot: judged, enriched: judged } });
    expect(await typesOf([full])).toEqual(types);
    expect((await typesOf([])).filter(([, type]) => type === 'DOUBLE')).toEqual(
      types.filter(([name, type]) => type === 'DOUBLE' && name !== 'alpha'),
    );
  });

  it('is one without photos too', async () => {
    const { file } = await written('parquet', []);
    expect(await parquetReadObjects({ file: await file.arrayBuffer() })).toEqual([]);
  });
});

describe('the table as a sheet', () => {
  it('has the headings and a row for each photo; text stays text and numbers numbers', async () => {
    const { file, extension } = await written('xlsx', photos);
    expect(extension).toBe('xlsx');
    const parts = new Map<string, string>();
    for (const entry of await new ZipReader(new BlobReader(file), { useWebWorkers: false }).getEntries())
      if (!entry.directory) parts.set(entry.filename, await entry.getData(new TextWriter()));
    const xml = (path: RegExp) =>
      new DOMParser().parseFromString([...parts].find(([name]) => path.test(name))![1], 'text/xml');
    const shared = Array.from(
      xml(/sharedStrings\.xml$/).getElementsByTagName('si'),
      (its) => its.textContent ?? '',
    );
    const rows = Array.from(xml(/worksheets\/sheet1\.xml$/).getElementsByTagName('row'), (row) =>
      Array.from(row.getElementsByTagName('c'), (cell) => {
        expect(cell.getElementsByTagName('f').length, 'formulas').toBe(0);
        const value = cell.getElementsByTagName('v').item(0)?.textContent ?? '';
        return cell.getAttribute('t') === 's' ? shared[Number(value)]! : value === '' ? '' : Number(value);
      }),
    );
    expect(rows).toHaveLength(3);
    expect(rows[0]!.slice(0, 3)).toEqual(['file', 'zero-shot class', 'zero-shot score']);
    expect(rows[1]!.slice(0, 3)).toEqual(['=SUM(A1).jpg', 'Athyrium filix-femina', 0.2]);
    expect(rows[2]![0]).toBe('b.jpg');
  });

  it('cuts what a cell cannot hold, and marks it', () => {
    expect(sheetText('x'.repeat(40_000))).toHaveLength(32_767);
    expect(sheetText('x'.repeat(40_000)).endsWith('x…')).toBe(true);
    expect(sheetText('x'.repeat(32_767)).endsWith('x')).toBe(true);
    expect(sheetText(`${'x'.repeat(32_765)}🌿 and more`)).toMatch(/x_xFFFD_…$/);
  });

  it('escapes what its XML cannot hold, and what would be read as such an escape', () => {
    expect(sheetText('a\u0000b\u000bc\r\nd\re')).toBe('a_x0000_b_x000B_c\nd\ne');
    expect(sheetText('IMG_x0041_.jpg, _x00_')).toBe('IMG_x005F_x0041_.jpg, _x00_');
    expect(sheetText('🌿 ü سرخس \ud83c')).toBe('🌿 ü سرخس _xFFFD_');
  });

  it('is refused where there are more columns than it has', () => {
    const classes = Array.from({ length: 9000 }, (_, i) => `class ${i}`);
    const request = requestOf('csv', { table: 'xlsx' }, { classes, scores: 'all' });
    expect(() => FORMATS.csv(request)).toThrow(/16,384 columns at most/);
    expect(() => FORMATS.csv({ ...request, head: { ...request.head, scores: 10 } })).not.toThrow();
  });
});

import { DOMParser } from '@xmldom/xmldom';
import { BlobReader, TextWriter, ZipReader } from '@zip.js/zip.js';
import { parquetReadObjects } from 'hyparquet';
import { describe, expect, it } from 'vitest';
import { unwrap } from '../../../core';
import type { PhotoResult } from '../../protocol';
import { ExportWriter } from '../export-writer';
import { photoOf, requestOf, saidOf } from '../testing/requests';
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
    expect(sheetText('a\u0000b\u000bc')).toBe('a\ufffdb\ufffdc');
    expect(sheetText('x'.repeat(40_000))).toHaveLength(32_767);
    expect(sheetText('x'.repeat(40_000)).endsWith('x…')).toBe(true);
    expect(sheetText('x'.repeat(32_767)).endsWith('x')).toBe(true);
  });
});

import { parquetWriteBuffer } from 'hyparquet-writer';
import { expect, test } from 'vitest';
import { readTexts } from './parquet';

const written = () =>
  parquetWriteBuffer({
    columnData: [
      {
        name: 'species',
        data: ['Asplenium viride', 'Asplenium scolopendrium', null],
        type: 'STRING',
        nullable: true,
      },
      { name: 'height', data: [12, 40, 7], type: 'INT32' },
      {
        name: 'wiki_description',
        data: ['Stipes green.', 'Fronds undivided, “tongue”.', 'Ω'],
        type: 'STRING',
      },
    ],
    rowGroupSize: 2,
  });
const named = (bytes: BlobPart, name = 'ferns.parquet') => ({ name, content: new Blob([bytes]) });

test('columns of text are read whole, over all row groups; other columns are none', async () => {
  expect(await readTexts(named(written()))).toEqual({
    columns: ['species', 'wiki_description'],
    rows: [
      ['Asplenium viride', 'Stipes green.'],
      ['Asplenium scolopendrium', 'Fronds undivided, “tongue”.'],
      ['', 'Ω'],
    ],
  });
});

test.each([
  ['cut short', () => named(written().slice(0, 200)), undefined, /ferns\.parquet cannot be read as Parquet/],
  ['that is none', () => named('PAR1 and no more'), undefined, /cannot be read as Parquet/],
  [
    'without text',
    () => named(parquetWriteBuffer({ columnData: [{ name: 'n', data: [1], type: 'INT32' }] })),
    undefined,
    /no column of text/,
  ],
  ['with far too much text', () => named(written()), 20, /more than 0 MB of text/],
])('a file %s is refused by name', async (_, file, most, words) => {
  await expect(readTexts(file(), most)).rejects.toMatchObject({
    code: 'input-invalid',
    message: expect.stringMatching(words),
  });
});

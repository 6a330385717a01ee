import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { TREATMENTS, zipOf } from '../testing/darwin-core';
import { type Row, readRows } from '.';

async function rowsOf(files: Readonly<Record<string, string>> | Uint8Array): Promise<Row[]> {
  const folder = await mkdtemp(join(tmpdir(), 'fernglass-dwca-'));
  const path = join(folder, 'archive.zip');
  await writeFile(path, files instanceof Uint8Array ? files : zipOf(files as Record<string, string>));
  const rows: Row[] = [];
  for await (const batch of readRows(path, {}, join(folder, 'spool'))) rows.push(...batch);
  return rows;
}

test('descriptions of an archive come with the name of their taxon, without its author', async () => {
  expect(await rowsOf(TREATMENTS)).toEqual([
    { text: 'Stipes green. Sori oblong.', name: 'Asplenium viride', section: 'description', language: 'en' },
    { text: 'Alps and Pyrenees.', name: 'Asplenium viride', section: 'distribution', language: 'en' },
    {
      text: 'Pinnae rhombic with a "toothed" edge.',
      name: 'Asplenium ruta-muraria',
      section: 'diagnosis',
      language: 'en',
    },
    { bad: 'no caption' },
  ]);
});

test('quoted, comma-separated tables in a folder of the archive, and values for all records, are read too', async () => {
  const meta = TREATMENTS['meta.xml']!.replaceAll('\\t', ',')
    .replaceAll('fieldsEnclosedBy=""', "fieldsEnclosedBy='\"'")
    .replace('index="3" term', 'default="de" term');
  const rows = await rowsOf({
    'dump/meta.xml': meta,
    'dump/taxa.txt': 'id,name,author\nT1,"Viola, the","L."\n',
    'dump/description.txt': 'id,type,text\nT1,description,"Small, and ""violet"".\nTwo lines."\n',
  });
  expect(rows).toEqual([
    { text: 'Small, and "violet".\nTwo lines.', name: 'Viola, the', section: 'description', language: 'de' },
  ]);
});

test.each([
  ['no archive', new Uint8Array(100), /cannot be read as a Darwin Core archive/],
  ['an archive without meta.xml', { 'taxa.txt': '' }, /holds no meta\.xml/],
  ['a meta.xml that is none', { 'meta.xml': 'nothing' }, /describes no archive/],
  ['a table that is missing', { ...TREATMENTS, 'description.txt': undefined }, /lacks description\.txt/],
  [
    'an archive without descriptions',
    { ...TREATMENTS, 'meta.xml': TREATMENTS['meta.xml']!.replace('1.0/Description', '1.0/Distribution') },
    /It holds taxon, distribution;/,
  ],
])('%s is refused with the reason', async (_, files, message) => {
  const present =
    files instanceof Uint8Array
      ? files
      : Object.fromEntries(
          Object.entries(files).filter((entry): entry is [string, string] => entry[1] !== undefined),
        );
  await expect(rowsOf(present)).rejects.toMatchObject({
    code: 'input-invalid',
    message: expect.stringMatching(message),
  });
});

import { parse } from 'csv-parse/sync';
import { expect, it } from 'vitest';
import { guessColumns, labelsOfTable, matchLabels } from '../../core/labels';
import { photoOf, requestOf, saidOf } from './testing/requests';
import { made } from './testing/written';

const none = { state: 'none', className: null, by: 'Ada', at: '2026-05-02T10:00:00.000Z' } as const;
const accepted = (file: string, name: string) => photoOf(file, { label: saidOf(name), accepted: name });
const photos = [
  accepted('one/a.jpg', 'Fern, lady'),
  accepted('two/a.jpg', 'سرخس "x"'),
  accepted('two/-1 🌿.jpg', 'class'),
  photoOf('none.jpg', { label: none }),
  photoOf('nobody.jpg'),
];

/** What a table of labels says of the pictures at some paths, read as one that is dropped on the page. */
function labelsOf(text: string, paths: readonly string[]): (readonly [path: string, className: string])[] {
  const [header, ...rows] = parse(text, { bom: true }) as [string[], ...string[][]];
  const { labels } = labelsOfTable(header, rows, guessColumns(header, rows)!);
  return matchLabels(labels, paths).matched.map(({ photo, label }) => [paths[photo]!, label.className]);
}

const SAID = [
  ['one/a.jpg', 'Fern, lady'],
  ['two/a.jpg', 'سرخس "x"'],
  ['two/-1 🌿.jpg', 'class'],
];

it('gives back what people said, as labels of the same photos, by the table of CSV', async () => {
  const { files } = await made(requestOf('csv'), photos);
  expect(
    labelsOf(
      files.get('csv')!,
      photos.map(({ file }) => file),
    ),
  ).toEqual(SAID);
});

it('gives back what people said, as labels of the copies, by the table of sorted folders', async () => {
  const { files, rows } = await made(requestOf('folders', { answers: false }), photos);
  const copies = rows('metadata.csv').map((row) => row.file_name!);
  const original = new Map(rows('metadata.csv').map((row) => [row.file_name!, row.original_file!]));
  const labels = labelsOf(files.get('metadata.csv')!, copies);
  expect(labels.map(([path, name]) => [original.get(path), name])).toEqual(SAID);
});

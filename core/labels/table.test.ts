import { describe, expect, it } from 'vitest';
import { guessColumns, labelsOfTable } from '.';

describe('the columns of a table', () => {
  it.each([
    [['filename', 'class'], [['a.jpg', 'fox']], { file: 0, at: 1, group: null, part: null }],
    // HAM10000_metadata.
    [
      ['lesion_id', 'image_id', 'dx', 'dx_type', 'age', 'sex'],
      [['HAM_0000118', 'ISIC_0027419', 'bkl', 'histo', '80.0', 'male']],
      { file: 1, at: 2, group: 0, part: null },
    ],
    [
      ['split', 'species', 'deployment', 'file path'],
      [['test', 'red fox', 'cam 3', 'cam 3/IMG_1.JPG']],
      { file: 3, at: 1, group: 2, part: 0 },
    ],
    // Whatever they are called.
    [['foto', 'art'], [['a.png', 'Fuchs']], { file: 0, at: 1, group: null, part: null }],
  ])('%j are told by their names and cells', (header, rows, { file, at, group, part }) => {
    expect(guessColumns(header, rows)).toEqual({ file, classes: { kind: 'named', at }, group, part });
  });

  it('may be one for each class, as ISIC has them', () => {
    const header = ['image', 'MEL', 'NV', 'BCC'];
    const rows = [
      ['ISIC_1', '0.0', '1.0', '0.0'],
      ['ISIC_2', '1.0', '0.0', '0.0'],
      ['ISIC_3', '1.0', '1.0', '0.0'],
      ['ISIC_4', '0.0', '0.0', '0.0'],
      ...Array.from({ length: 30 }, (_, i) => [`ISIC_${i + 5}`, '0.0', '0.0', '1.0']),
    ];
    const columns = guessColumns(header, rows)!;
    expect(columns.classes).toEqual({ kind: 'one-hot', at: [1, 2, 3] });
    const { labels, problems } = labelsOfTable(header, rows, columns);
    expect(labels.slice(0, 3).map(({ file, className }) => [file, className])).toEqual([
      ['ISIC_1', 'NV'],
      ['ISIC_2', 'MEL'],
      ['ISIC_5', 'BCC'],
    ]);
    expect(problems.map(({ kind }) => kind)).toEqual(['several classes', 'no class']);
  });

  it('are none where nothing names pictures', () => {
    expect(guessColumns(['date', 'temperature', 'wind'], [['2024', '3', '4']])).toBeNull();
    expect(guessColumns(['id', 'name'], [['0', 'Vulpes vulpes']])).toBeNull();
  });
});

it('labels of a table say which lines give none, and why', () => {
  const rows = [
    ['a.jpg', 'fox'],
    ['', 'fox'],
    ['b.jpg', ''],
    ['a.jpg', 'fox'],
    ['a.jpg', 'badger'],
    ['sub\\c.jpg', 'badger', 'tail', 'den 1'],
  ];
  const columns = { file: 0, classes: { kind: 'named', at: 1 }, part: 2, group: 3 } as const;
  const { labels, problems } = labelsOfTable(['f', 'c', 'p', 'g'], rows, columns);
  expect(labels).toEqual([
    { file: 'a.jpg', className: 'fox', part: null, group: null },
    { file: 'sub/c.jpg', className: 'badger', part: 'tail', group: 'den 1' },
  ]);
  expect(problems.map(({ kind, words }) => `${kind}; ${words}`)).toEqual([
    'no file; line 3: no file name',
    'no class; line 4: no class for b.jpg',
    'twice; line 5: a.jpg is listed a second time',
    'contradicts; line 6: a.jpg is listed a second time, with another class; the first one counts',
  ]);
});

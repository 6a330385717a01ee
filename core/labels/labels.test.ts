import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseClasses } from '../classes/parse';
import {
  classResolver,
  codesOfTable,
  countsOfTable,
  countTraining,
  guessColumns,
  isTraining,
  isTrainingFile,
  knownCodes,
  labelsOfCoco,
  labelsOfFolders,
  labelsOfTable,
  matchLabels,
  trainingOfClasses,
} from '.';

const label = (file: string, className = 'fern') => ({ file, className, part: null, group: null });

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

describe('COCO’s form', () => {
  const categories = [
    { id: 7, name: 'fox' },
    { id: 8, name: 'badger' },
  ];

  it('says the class of whole pictures', () => {
    const images = [
      { id: 1, file_name: 'a/1.jpg', location: 12 },
      { id: 2, file_name: '2.jpg' },
      { id: 3, file_name: '3.jpg' },
    ];
    const annotations = [
      { image_id: 1, category_id: 8 },
      { image_id: 1, category_id: 8 },
      { image_id: 2, category_id: 7 },
      { image_id: 2, category_id: 8 },
    ];
    const { labels, problems } = labelsOfCoco({ images, annotations, categories });
    expect(labels).toEqual([{ file: 'a/1.jpg', className: 'badger', part: null, group: '12' }]);
    expect(problems.map(({ kind }) => kind)).toEqual(['several classes', 'no class']);
  });

  it('has common names beside scientific ones where it says both, as iNaturalist’s', () => {
    const { labels } = labelsOfCoco({
      images: [{ id: 1, file_name: 'train_mini/1.jpg' }],
      annotations: [{ image_id: 1, category_id: 3 }],
      categories: [{ id: 3, name: 'Vulpes vulpes', common_name: 'Red Fox' }],
    });
    const list = parseClasses('badger\nred fox').classes;
    expect(classResolver(list, null)(labels[0]!.className)).toMatchObject({
      place: 1,
      names: ['Vulpes vulpes', 'Red Fox'],
    });
  });

  it('is said to be missing where it is another', () => {
    for (const json of [null, [], {}, { images: [] }, 'x'])
      expect(() => labelsOfCoco(json)).toThrow(/images, annotations and categories/);
  });
});

describe('folders', () => {
  const classes = (paths: string[], depth?: number) =>
    labelsOfFolders(paths, depth)?.labels.map(({ className, part }) => [className, part]);

  it('are classes, with or without a folder for the split or around them all', () => {
    expect(classes(['fox/1.jpg', 'badger/2.jpg'])).toEqual([
      ['fox', null],
      ['badger', null],
    ]);
    expect(classes(['data/test/fox/1.jpg', 'data/val/badger/deep/2.jpg'])).toEqual([
      ['fox', 'test'],
      ['badger', 'val'],
    ]);
    expect(classes(['set/fox/1.jpg', 'set/fox/2.jpg'])).toEqual([
      ['fox', null],
      ['fox', null],
    ]);
  });

  it('are those of the depth asked for', () => {
    const paths = ['site 1/fox/1.jpg', 'site 2/badger/2.jpg'];
    expect(classes(paths)).toEqual([
      ['site 1', null],
      ['site 2', null],
    ]);
    expect(classes(paths, 1)).toEqual([
      ['fox', null],
      ['badger', null],
    ]);
    expect(labelsOfFolders(paths)!.levels.map(({ names }) => names)).toEqual([
      ['site 1', 'site 2'],
      ['fox', 'badger'],
    ]);
  });

  it('leave out pictures beside them, and are nothing without a folder', () => {
    const found = labelsOfFolders(['1.jpg', 'fox/2.jpg', 'badger/3.jpg'])!;
    expect(found.labels).toHaveLength(2);
    expect(found.problems).toEqual([{ kind: 'no class', words: '1.jpg: in no class’s folder' }]);
    expect(labelsOfFolders(['1.jpg'])).toBeNull();
    expect(labelsOfFolders([])).toBeNull();
  });
});

describe('classes of labels', () => {
  const list = parseClasses('red fox | Vulpes vulpes\nbadger\nmelanoma\nmelanocytic nevus | mole').classes;

  it('are found by most of several names in one, where these are of one class', () => {
    const circuits = parseClasses(
      'dice | random number generator\ndriver | motor driver\nlock\nalarm',
    ).classes;
    const place = (written: string) => classResolver(circuits, null)(written).place;
    expect(place('dice/toss/random number generator')).toBe(0);
    expect(place('(motor) driver')).toBe(1);
    // Half of them, or of two classes: nobody can tell.
    expect(place('lock/bolt')).toBe(-1);
    expect(place('lock/alarm')).toBe(-1);
  });

  it('are found by any name, case and underscores aside', () => {
    const resolve = classResolver(list, null);
    expect(resolve('Red_Fox')).toMatchObject({ name: 'red fox', place: 0 });
    expect(resolve('vulpes vulpes')).toMatchObject({ name: 'red fox', place: 0 });
    expect(resolve('brock | badger')).toMatchObject({ name: 'badger', place: 1 });
    expect(resolve('02435_Animalia_Chordata_Mammalia_Carnivora_Canidae_Vulpes_vulpes')).toMatchObject({
      place: 0,
    });
    expect(resolve('grey_wolf')).toEqual({ name: 'grey wolf', names: ['grey wolf'], place: -1 });
  });

  it('are found by codes, those of HAM10000 without a file', () => {
    const codes = knownCodes(['nv', 'MEL', 'UNK']);
    expect(classResolver(list, codes)('NV')).toMatchObject({ name: 'melanocytic nevus', place: 3 });
    expect(classResolver(list, codes)('bcc')).toMatchObject({ name: 'basal cell carcinoma', place: -1 });
    expect(knownCodes(['nv'])).toBeNull();
    expect(knownCodes(['nv', 'fox'])).toBeNull();
  });

  it('are named by a table of codes, with all of its names', () => {
    const codes = codesOfTable(
      ['id', 'scientific_name', 'common_name'],
      [
        ['0017', 'Vulpes vulpes', 'Red fox'],
        ['18', 'Meles meles', ''],
        ['', 'x', 'y'],
      ],
    )!;
    expect([...codes]).toEqual([
      ['17', ['Vulpes vulpes', 'Red fox']],
      ['18', ['Meles meles']],
    ]);
    expect(classResolver(list, codes)('17')).toMatchObject({ name: 'red fox', place: 0 });
    expect(classResolver(list, codes)('018')).toMatchObject({ name: 'Meles meles', place: -1 });
    expect(codesOfTable(['date', 'name'], [['1', 'x']])).toBeNull();
  });
});

describe('labels and pictures', () => {
  it('belong together by name, with the folders that both say', () => {
    const paths = ['set/a/1.JPG', 'set/b/1.jpg', 'ISIC_0027419.jpg', 'set/c/2.png'];
    const labels = [label('a/1.jpg'), label('other/b/1.jpg'), label('ISIC_0027419'), label('2.jpg')];
    const found = matchLabels(labels, paths);
    expect(found.matched.map(({ photo, label: { file } }) => [file, photo])).toEqual([
      ['a/1.jpg', 0],
      ['ISIC_0027419', 2],
      ['2.jpg', 3],
    ]);
    expect(found.labelsWithout.map(({ file }) => file)).toEqual(['other/b/1.jpg']);
    expect(found.photosWithout).toEqual([1]);
  });

  it('are not guessed where a name fits several pictures', () => {
    const found = matchLabels([label('1.jpg'), label('b/1.jpg')], ['a/1.jpg', 'b/1.jpg']);
    expect(found.ambiguous).toEqual([{ label: label('1.jpg'), photos: [0, 1] }]);
    expect(found.matched).toEqual([{ label: label('b/1.jpg'), photo: 1 }]);
    const twoKinds = matchLabels([label('1.png')], ['1.jpg', '1.png']);
    expect(twoKinds.matched).toEqual([{ label: label('1.png'), photo: 1 }]);
  });

  it('are all told: every label and every picture is in one list', () => {
    const name = fc.constantFrom('1.jpg', '2.jpg', '1.png', 'v1.2', 'a');
    const path = fc
      .tuple(fc.array(fc.constantFrom('x', 'y', 'z'), { maxLength: 3 }), name)
      .map(([folders, file]) => [...folders, file].join('/'));
    fc.assert(
      fc.property(fc.array(path, { maxLength: 12 }), fc.array(path, { maxLength: 12 }), (files, paths) => {
        const labels = files.map((file) => label(file));
        const found = matchLabels(labels, paths);
        const told = [found.matched, found.labelsWithout, found.ambiguous, found.taken];
        expect(told.reduce((sum, { length }) => sum + length, 0)).toBe(labels.length);
        const photos = [...found.matched.map(({ photo }) => photo), ...found.photosWithout];
        expect(photos.toSorted((a, b) => a - b)).toEqual([...paths.keys()]);
      }),
    );
  });

  it('of the same paths are the same, however alike', () => {
    const path = fc.array(fc.constantFrom('x', 'y', '1.jpg', '1.png'), { minLength: 1, maxLength: 3 });
    fc.assert(
      fc.property(
        fc.uniqueArray(
          path.map((parts) => parts.join('/')),
          { maxLength: 9 },
        ),
        (paths) => {
          const found = matchLabels(
            paths.map((file) => label(file)),
            paths,
          );
          for (const { photo, label: own } of found.matched) expect(paths[photo]).toBe(own.file);
        },
      ),
    );
  });
});

describe('training photos', () => {
  it('are those of a part that is called so, in tables and in folders', () => {
    expect(['train', 'Training', 'train_mini', 'Train set', ' TRAIN '].every(isTraining)).toBe(true);
    expect(['test', 'val', 'trainee', 'untrained', '', null].some(isTraining)).toBe(false);
    expect(['train.csv', 'train'].every(isTrainingFile)).toBe(true);
    expect(['test.csv', 'trains.csv', 'ISIC_2019_Training_GroundTruth.csv'].some(isTrainingFile)).toBe(false);
    const { labels } = labelsOfFolders(['train_mini/fox/1.jpg', 'train_mini/fox/2.jpg', 'val/owl/3.jpg'])!;
    expect([...countTraining(labels)]).toEqual([['fox', 2]]);
  });

  it('may be counted by a table of classes, with or without a header', () => {
    expect([
      ...countsOfTable(
        ['class', 'count'],
        [
          ['fox', '12'],
          ['owl', '0'],
        ],
      )!,
    ]).toEqual([
      ['fox', 12],
      ['owl', 0],
    ]);
    expect([
      ...countsOfTable(
        ['Training images', 'species'],
        [
          ['3', 'fox'],
          ['4', 'owl'],
        ],
      )!,
    ]).toEqual([
      ['fox', 3],
      ['owl', 4],
    ]);
    expect(countsOfTable(['0001', '3'], [['0002', '4']])).toBeNull();
    expect([...countsOfTable(['fox', '3'], [['owl', '4']], true)!]).toEqual([
      ['fox', 3],
      ['owl', 4],
    ]);
    for (const rows of [
      [
        ['fox', 'many'],
        ['owl', '1'],
      ],
      [
        ['', '1'],
        ['owl', '2'],
      ],
      [['fox', '1.5']],
    ])
      expect(countsOfTable(['class', 'count'], rows)).toBeNull();
    expect(countsOfTable(['class', 'count', 'place'], [['fox', '1', 'wood']])).toBeNull();
  });

  it('are those of the classes of a list by any of their names; classes that are not counted have none', () => {
    const names = [['red fox', 'Vulpes vulpes'], ['barn owl'], ['badger']];
    const counts = [
      { name: 'vulpes vulpes', count: 3 },
      { name: 'Red fox', count: 2 },
      { name: 'barn owl', count: 7 },
      { name: 'wolf', count: 9 },
    ];
    expect(trainingOfClasses(names, counts)).toEqual([5, 7, 0]);
    expect(trainingOfClasses(names, counts.slice(3))).toBeNull();
  });
});

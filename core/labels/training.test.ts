import { describe, expect, it } from 'vitest';
import {
  countsOfTable,
  countTraining,
  isTraining,
  isTrainingFile,
  labelsOfFolders,
  trainingOfClasses,
} from '.';

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

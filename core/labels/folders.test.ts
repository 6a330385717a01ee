import { describe, expect, it } from 'vitest';
import { labelsOfFolders } from '.';

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

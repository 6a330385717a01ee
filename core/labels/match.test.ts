import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { matchLabels } from '.';

const label = (file: string, className = 'fern') => ({ file, className, part: null, group: null });

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

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fileNameParts } from './file-name';

describe('fileNameParts', () => {
  it('keeps the end, where names from a camera differ, and the folder apart', () => {
    expect(fileNameParts('trip/camA/100MEDIA/IMG_20240612_134501.jpg')).toEqual({
      folder: 'trip/camA/100MEDIA/',
      start: 'IMG_2024061',
      end: '2_134501.jpg',
    });
    expect(fileNameParts('relay.png')).toEqual({ folder: '', start: '', end: 'relay.png' });
  });

  it('cuts no letter in two', () => {
    const family = '👨‍👩‍👧';
    const { start, end } = fileNameParts(`${family.repeat(8)}e\u0301.png`);
    expect([start, end]).toEqual([family.repeat(5), `${family.repeat(3)}e\u0301.png`]);
  });

  it('loses nothing, and its end is short', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (path) => {
        const { folder, start, end } = fileNameParts(path);
        expect(folder + start + end).toBe(path);
        expect(start + end).not.toContain('/');
        expect([...new Intl.Segmenter().segment(end)].length).toBeLessThanOrEqual(12);
      }),
    );
  });
});

import { describe, expect, test } from 'vitest';
import type { History } from '../../../core';
import type { ProjectHead } from '../../protocol';
import { headOf, photoOf } from '../testing/records';
import { HEAD_VERSION, PHOTO_VERSION, readHead, readPhoto } from './rows';

describe('what is kept', () => {
  test('of a head of the first version was begun by a person, who agreed to its copies', () => {
    const { isNamed: _, copiesUpTo: __, ...first } = headOf('a', { version: 1 });
    expect(readHead(first)).toEqual(headOf('a'));
    const begun = headOf('a', { isNamed: false, copiesUpTo: 5, pictures: 'references' });
    expect(readHead(begun)).toEqual(begun);
  });

  test('of a later version is read as far as it is the same', () => {
    const later = { ...headOf('a'), version: HEAD_VERSION + 7, pictures: 'in the cloud', mood: 'good' };
    expect(readHead(later)).toEqual(headOf('a'));
    expect(readPhoto({ ...photoOf(1), version: PHOTO_VERSION + 7, stars: 5 })).toEqual(photoOf(1));
  });

  test('of an earlier version goes through each migration', () => {
    type Earlier = Partial<ProjectHead> & { readonly title?: string };
    const history: History<Earlier> = {
      first: 0,
      migrations: [({ title, ...head }) => ({ ...head, name: title ?? '' })],
    };
    const { name, version: _, ...earlier } = headOf('a');
    expect(readHead({ ...earlier, title: name }, history as never)).toEqual(headOf('a', { version: 1 }));
  });

  test('of the first version had no notes, of the second no groups, of the third no boxes, of the fourth no labels of them', () => {
    const boxes = [{ category: 'animal', conf: 0.5, bbox: [0, 0, 1, 0.5] }] as const;
    const said = { state: 'class', className: 'fox', by: 'Ada', at: '2026-05-02T10:00:00.000Z' } as const;
    const boxLabels = [{ bbox: [0, 0, 1, 0.5], label: said }] as const;
    expect(readPhoto(photoOf(1, { boxes, boxLabels }))).toEqual(photoOf(1, { boxes, boxLabels }));
    const damaged = [...boxLabels, { bbox: [0], label: said }, { bbox: [0, 0, 1, 1], label: 'fox' }, null];
    expect(readPhoto({ ...photoOf(1, { boxes }), boxLabels: damaged })).toEqual(
      photoOf(1, { boxes, boxLabels }),
    );
    const { boxLabels: ____, ...fourth } = photoOf(1, { version: 4, boxes });
    expect(readPhoto(fourth)).toEqual(photoOf(1, { boxes }));
    const { boxes: ___, ...third } = photoOf(1, { version: 3, note: 'at dusk', group: 'g' });
    expect(readPhoto(third)).toEqual(photoOf(1, { note: 'at dusk', group: 'g' }));
    expect(readPhoto(photoOf(1, { boxes }))).toEqual(photoOf(1, { boxes }));
    expect(readPhoto({ ...photoOf(1), boxes: [...boxes, { conf: 1 }, 3] })).toEqual(photoOf(1, { boxes }));
    const { group: _, ...second } = { ...third, version: 2 };
    expect(readPhoto(second)).toEqual(photoOf(1, { note: 'at dusk' }));
    const { note: __, ...first } = { ...second, version: 1 };
    expect(readPhoto(first)).toEqual(photoOf(1));
    const grouped = photoOf(1, { group: 'HAM_0000118' });
    expect(readPhoto(grouped)).toEqual(grouped);
    const noted = photoOf(1, { note: 'seen\nat dusk' });
    expect(readPhoto(noted)).toEqual(noted);
  });

  test.each([null, 3, 'a', {}, { version: 1 }, { version: 0, id: 'a', added: 1, file: 'x' }])(
    'and is no record, %j, is none',
    (kept) => {
      expect(readHead(kept)).toBeNull();
      expect(readPhoto(kept)).toBeNull();
    },
  );

  test('in part gets the default for the rest', () => {
    const fields = { bytes: '7', label: { state: 'class' }, group: 7, warnings: [{ code: 1 }], error: 'no' };
    expect(readPhoto({ version: 1, added: 1, file: 'x', ...fields })).toEqual({
      ...photoOf(1),
      ...{ file: 'x', bytes: 0, type: '', modified: 0, width: 0, height: 0 },
    });
    expect(readHead({ version: 1, id: 'a', createdAt: 5, name: 3 })).toMatchObject({
      name: '',
      changedAt: 5,
    });
  });
});

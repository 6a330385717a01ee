import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ErrorCode } from '../../../../core';
import type { PhotoWarningCode } from '../../../../workers/protocol';
import { retrievedCaptions } from '../../retrieval/captions/caption-store';
import { photoOf } from '../plan/testing/records';
import type { PhotoRecord } from '../records';
import type { PhotoStatus } from '../types';
import { NO_PHOTOS, PhotoRecords } from './photo-records';
import { StalePhotos } from './stale-photos';

/** A photo that waits. */
function recordOf(id: string, added = 0): PhotoRecord {
  const record = photoOf(id, { embedding: null });
  return { ...record, view: { ...record.view, added, status: 'queued' } };
}

const found = (key: string) => ({
  key,
  query: Float32Array.of(1),
  captions: 0,
  value: retrievedCaptions([]),
});

const quiet = () => {};

function recordsOf(...ids: string[]) {
  const photos = new PhotoRecords(quiet);
  const records = ids.map((id, place) => recordOf(id, place));
  photos.add(records);
  return { photos, records };
}

describe('PhotoRecords', () => {
  it('has photos back where they were, whatever came and went meanwhile', () => {
    const { photos, records } = recordsOf('a', 'b', 'c', 'd');
    photos.set(records[1]!, { status: 'done' });
    photos.remove([records[1]!, records[3]!]);
    photos.remove([records[0]!]);
    photos.add([recordOf('e', 4)]);
    photos.putBack([records[3]!, records[1]!]);
    expect(photos.overview().photoIds).toEqual(['b', 'c', 'd', 'e']);
    expect(photos.overview().photoCounts).toMatchObject({ total: 4, done: 1, queued: 3 });
    expect([...photos.values()].map(({ view }) => view.id)).toEqual(['b', 'c', 'd', 'e']);
  });

  it('has further boxes behind all photos in the queue, counts them apart, and shows each with its photo', () => {
    const { photos, records } = recordsOf('a', 'b');
    const [a] = records;
    const box: PhotoRecord = { ...recordOf('a:1'), of: a! };
    photos.setFurther(a!, [box]);
    expect([...photos.queued].map(({ view }) => view.id)).toEqual(['a', 'b', 'a:1']);
    expect([...photos.withBoxes()].map(({ view }) => view.id)).toEqual(['a', 'a:1', 'b']);
    expect(photos.overview().photoIds).toEqual(['a', 'b']);
    const counts = { total: 2, queued: 2, done: 0, further: 1, furtherWaiting: 1 };
    expect(photos.overview().photoCounts).toMatchObject(counts);
    photos.publish();
    const heard: string[] = [];
    photos.subscribe((changed) => heard.push(...changed));
    photos.set(box, { status: 'done' });
    photos.publish();
    expect(heard).toEqual(['a']);
    expect(photos.get('a')!.view.further).toEqual([photos.get('a:1')!.view]);
    expect(photos.overview().photoCounts).toMatchObject({ ...counts, furtherWaiting: 0 });
    photos.remove([a!]);
    expect(photos.get('a:1')).toBeUndefined();
    expect(photos.overview().photoCounts).toMatchObject({ total: 1, further: 0 });
    photos.putBack([a!]);
    expect(photos.get('a')!.view.further).toMatchObject([{ id: 'a:1', status: 'done' }]);
    photos.setFurther(a!, []);
    expect(photos.has(box)).toBe(false);
    expect(photos.overview().photoCounts).toMatchObject({ total: 2, further: 0, furtherWaiting: 0 });
  });

  it('keeps the list while photos change, and the photo while others do', () => {
    const { photos, records } = recordsOf('a', 'b');
    const before = photos.overview();
    expect(before.photoIds).toEqual(['a', 'b']);
    const untouched = records[1]!.view;
    photos.set(records[0]!, { width: 3 });
    expect(photos.overview()).toBe(before);
    photos.set(records[0]!, { status: 'done' });
    expect(photos.overview().photoIds).toBe(before.photoIds);
    expect(photos.overview().photoCounts).toMatchObject({ total: 2, queued: 1, done: 1 });
    expect(photos.get('b')!.view).toBe(untouched);
    expect(photos.get('a')!.view).toMatchObject({ width: 3, status: 'done' });
  });

  it('tells the ids that changed, once for all changes of one go', () => {
    const { photos, records } = recordsOf('a', 'b', 'c');
    const heard: string[][] = [];
    const stop = photos.subscribe((changed) => heard.push([...changed]));
    photos.publish();
    photos.set(records[1]!, { status: 'working' });
    photos.set(records[1]!, { status: 'done' });
    photos.remove([records[2]!]);
    photos.publish();
    photos.publish();
    expect(heard).toEqual([
      ['a', 'b', 'c'],
      ['b', 'c'],
    ]);
    stop();
    photos.touch(records[0]!);
    photos.publish();
    expect(heard).toHaveLength(2);
  });

  it('does not bring back a photo whose work ends after it was removed', () => {
    const { photos, records } = recordsOf('a');
    photos.set(records[0]!, { status: 'working' });
    photos.remove(records);
    photos.set(records[0]!, { status: 'done' });
    expect(photos.overview()).toEqual({
      photoIds: [],
      photoCounts: { total: 0, ...NO_PHOTOS },
    });
    expect(photos.has(records[0]!)).toBe(false);
  });

  it('counts as a count over all would, and queues the queued ones', () => {
    const status = fc.constantFrom<PhotoStatus>('queued', 'working', 'done', 'failed', 'cancelled');
    const code = fc.constantFrom<PhotoWarningCode>('image-incomplete', 'image-damaged', 'image-first-frame');
    const warning = fc.record({ code, label: fc.constant('x'), message: fc.constant('x') });
    const errorCode = fc.constantFrom<ErrorCode>('image-unreadable', 'decoder-unavailable');
    const error = fc.option(fc.record({ code: errorCode, message: fc.constant('x') }));
    const change = fc.record(
      { status, warnings: fc.array(warning, { maxLength: 2 }), error },
      { requiredKeys: [] },
    );
    const step = fc.record({ at: fc.nat(5), change, remove: fc.boolean() });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const { photos, records } = recordsOf('a', 'b', 'c', 'd', 'e', 'f');
        for (const { at, change, remove } of steps) {
          if (remove && at === 0) photos.remove([records[at]!]);
          else photos.set(records[at]!, change);
        }
        const { photoIds, photoCounts } = photos.overview();
        const views = [...photos.values()].map(({ view }) => view);
        expect(photoIds).toEqual(views.map(({ id }) => id));
        expect(photoCounts.total).toBe(views.length);
        for (const name of ['queued', 'working', 'done', 'failed', 'cancelled'] as const)
          expect(photoCounts[name]).toBe(views.filter((view) => view.status === name).length);
        expect(photoCounts.incomplete).toBe(
          views.filter(({ warnings }) => warnings.some((its) => its.code !== 'image-first-frame')).length,
        );
        expect(photoCounts.undecoded).toBe(
          views.filter((view) => view.status === 'failed' && view.error?.code === 'decoder-unavailable')
            .length,
        );
        expect(new Set(photos.queued)).toEqual(
          new Set([...photos.values()].filter(({ view }) => view.status === 'queued')),
        );
      }),
    );
  });
});

describe('StalePhotos', () => {
  it('finds what lacks something under the key, and looks at no photo again that has it', () => {
    const { photos, records } = recordsOf('a', 'b', 'c');
    let looks = 0;
    const stale = new StalePhotos(photos, ({ hits }, key) => {
      looks++;
      return hits?.key !== key;
    });
    const ids = (key: string, most = 9) => stale.next(key, most).map(({ view }) => view.id);
    expect(ids('1', 2)).toEqual(['a', 'b']);
    for (const record of records) record.hits = found('1');
    expect(stale.any('1')).toBe(false);
    looks = 0;
    expect(ids('1')).toEqual([]);
    expect(looks).toBe(0);
    expect(ids('2')).toEqual(['a', 'b', 'c']);
    for (const record of records) record.hits = found('2');
    records[1]!.hits = null;
    photos.touch(records[1]!);
    expect(ids('2')).toEqual(['b']);
    photos.remove([records[1]!]);
    expect(ids('2')).toEqual([]);
  });
});

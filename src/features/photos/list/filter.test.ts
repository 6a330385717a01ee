import { describe, expect, it } from 'vitest';
import type { AnswerState } from '../../../../core';
import type { Label } from '../../../../workers/protocol';
import type { Entry } from './entry';
import {
  classOf,
  classWords,
  dayOf,
  type Filter,
  facetsOf,
  folderOf,
  isOpen,
  NO_FILTER,
  passes,
} from './filter';

const by = { by: '', at: '2026-05-01T06:12:00.000Z' };
const named = (className: string): Label => ({ ...by, state: 'class', className });
const none: Label = { ...by, state: 'none', className: null };
const unsure: Label = { ...by, state: 'unsure', className: null };

const entry = (
  file: string,
  answer: string | null,
  label: Label | null = null,
  state: AnswerState = 'confident',
): Entry =>
  ({
    id: file,
    added: 0,
    file,
    status: 'done',
    incomplete: false,
    time: null,
    label,
    summary: answer && {
      answer,
      names: [answer, `${answer}, by another name`],
      was: null,
      margin: 0.5,
      likeness: null,
      state,
      place: null,
      lacksCaptions: false,
    },
  }) as Entry;

const photos = [
  entry('a', 'fern'),
  entry('b', 'fern', named('moss')),
  entry('c', 'fern', named('fern'), 'unsure'),
  entry('trip/d', 'moss', none, 'unlike'),
  entry('trip/e', null, unsure),
  entry('trip/f', null),
  entry('g', 'moss', named('moss, by another name')),
];
const shown = (change: Partial<Filter>) =>
  photos
    .filter((photo) => passes(photo, { ...NO_FILTER, ...change }))
    .map(({ file }) => file.at(-1))
    .join('');

describe('the filter', () => {
  it('shows photos by what people said of them', () => {
    expect(shown({})).toBe('abcdefg');
    expect(shown({ said: 'nothing' })).toBe('af');
    expect(shown({ said: 'something' })).toBe('bcdeg');
    expect(shown({ said: 'none' })).toBe('d');
    expect(shown({ said: 'unsure' })).toBe('e');
  });

  it('shows photos that something else picked out, as far as the other choices let them through', () => {
    const picked = { words: 'two photos', ids: new Set(['b', 'trip/d']) };
    expect(isOpen({ ...NO_FILTER, picked })).toBe(false);
    expect(shown({ picked })).toBe('bd');
    expect(shown({ picked, said: 'none' })).toBe('d');
  });

  it('shows photos that the method answers otherwise than looks alone', () => {
    const moved = { ...photos[0]!, summary: { ...photos[0]!.summary!, was: 'moss' } };
    const isShown = (photo: Entry) => passes(photo, { ...NO_FILTER, isMoved: true });
    expect([moved, ...photos].filter(isShown)).toEqual([moved]);
    expect(facetsOf(moved)).toContain('answer moved');
    expect(photos.flatMap(facetsOf)).not.toContain('answer moved');
    expect(isOpen({ ...NO_FILTER, isMoved: true })).toBe(false);
  });

  it('shows photos by the day on which they were taken, by the camera’s clock', () => {
    const [morning, night, undated] = ['2026-05-01T06:12:00', '2026-05-02T00:00:00', null].map((time, i) => ({
      ...photos[i]!,
      time,
    }));
    const all = [morning!, night!, undated!];
    const on = (day: string) => all.filter((photo) => passes(photo, { ...NO_FILTER, day }));
    expect(on('2026-05-01')).toEqual([morning]);
    expect(on('')).toEqual([undated]);
    expect(all.map(dayOf)).toEqual(['2026-05-01', '2026-05-02', '']);
    expect(facetsOf(night!)).toContain('day 2026-05-02');
    expect(isOpen({ ...NO_FILTER, day: '' })).toBe(false);
  });

  it('counts as changed only another class than the answer, under any of its names', () => {
    expect(shown({ said: 'changed' })).toBe('b');
  });

  it('lets the person’s class win over the answer, and none of the classes win too', () => {
    expect(shown({ className: 'fern' })).toBe('ac');
    expect(shown({ className: 'moss' })).toBe('b');
    expect(photos.map(classOf)).toEqual(['fern', 'moss', 'fern', null, null, null, 'moss, by another name']);
    expect(classWords(photos[3]!)).toBe('none of these');
    expect(classWords(photos[5]!)).toBeNull();
  });

  it('shows photos by how far their answers may be built on, and by folder, all at once', () => {
    expect(shown({ state: 'confident' })).toBe('abg');
    expect(shown({ state: 'unsure' })).toBe('c');
    expect(shown({ state: 'unlike' })).toBe('d');
    expect(shown({ folder: 'trip/' })).toBe('def');
    expect(shown({ folder: '' })).toBe('abcg');
    expect(shown({ folder: 'trip/', state: 'unlike', said: 'something' })).toBe('d');
    expect([isOpen(NO_FILTER), isOpen({ ...NO_FILTER, folder: '' })]).toEqual([true, false]);
    expect(['a/b/c.jpg', 'c.jpg'].map(folderOf)).toEqual(['a/b/', '']);
  });

  it('counts a photo for every choice that would show it', () => {
    for (const photo of photos) {
      const facets = facetsOf(photo);
      for (const state of ['confident', 'unsure', 'unlike'] as const)
        expect(facets.includes(`answer ${state}`), state).toBe(passes(photo, { ...NO_FILTER, state }));
      for (const said of ['nothing', 'something', 'none', 'unsure', 'changed'] as const)
        expect(facets.includes(said), said).toBe(passes(photo, { ...NO_FILTER, said }));
      for (const className of ['fern', 'moss'])
        expect(facets.includes(`class ${className}`)).toBe(passes(photo, { ...NO_FILTER, className }));
      expect(facets).toContain(`folder ${folderOf(photo.file)}`);
    }
  });
});

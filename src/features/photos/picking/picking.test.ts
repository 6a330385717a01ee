import { beforeEach, describe, expect, it } from 'vitest';
import { selectPhoto, usePage } from '../../page-state';
import { pick, pickByMouse, pickedWith, pickNone, pickRange, togglePicked } from './picking';

const ids = [...'abcdef'];
const picked = () => [...usePage.getState().picked].join('');
const keys = { shiftKey: false, ctrlKey: false, metaKey: false };

beforeEach(() => selectPhoto('b'));

describe('selecting photos together', () => {
  it('goes from where the range began to where it is moved, and back over it', () => {
    pickRange(ids, 'b', 'd');
    expect([picked(), usePage.getState().selectedId]).toEqual(['bcd', 'd']);
    pickRange(ids, 'd', 'e');
    expect(picked()).toBe('bcde');
    pickRange(ids, 'e', 'a');
    expect(picked()).toBe('ab');
    pickRange(ids, 'a', 'b');
    expect(picked()).toBe('');
    // One alone is no selection, and the range still begins there.
    pickRange(ids, 'b', 'c');
    expect(picked()).toBe('bc');
  });

  it('begins anew where the beginning is not shown any more', () => {
    pickRange(ids.slice(2), 'b', 'd');
    expect([picked(), usePage.getState().selectedId]).toEqual(['', 'd']);
  });

  it('takes single photos in and out', () => {
    togglePicked('b', 'e');
    expect(picked()).toBe('be');
    togglePicked('e', 'b');
    expect(picked()).toBe('e');
    pickNone();
    expect(picked()).toBe('');
  });

  it('by mouse goes by the keys that are held', () => {
    expect(pickByMouse(ids, 'b', 'd', keys)).toBe(false);
    expect(pickByMouse(ids, 'b', 'd', { ...keys, metaKey: true })).toBe(true);
    expect(picked()).toBe('bd');
    expect(pickByMouse(ids, 'd', 'f', { ...keys, shiftKey: true })).toBe(true);
    expect(picked()).toBe('def');
  });

  it('ends where one photo is selected alone', () => {
    pick(ids, 'a');
    expect(pickedWith(['a', 'c'], 'c')).toEqual(['a', 'c']);
    expect(pickedWith(ids, 'z')).toEqual(['z']);
    selectPhoto('c');
    expect(picked()).toBe('');
    expect(pickedWith(ids, 'c')).toEqual(['c']);
  });
});

import { describe, expect, it } from 'vitest';
import { type KeyPress, undoKey } from './keys';

const press = (change: Partial<KeyPress>): KeyPress => ({
  key: 'z',
  code: 'KeyZ',
  ctrlKey: false,
  metaKey: false,
  shiftKey: false,
  altKey: false,
  ...change,
});

describe('the keys of undo', () => {
  const cases: [string, Partial<KeyPress>, 'undo' | 'redo' | null][] = [
    ['Ctrl Z', { ctrlKey: true }, 'undo'],
    ['⌘ Z', { metaKey: true }, 'undo'],
    ['Shift Ctrl Z', { ctrlKey: true, shiftKey: true, key: 'Z' }, 'redo'],
    ['Shift ⌘ Z', { metaKey: true, shiftKey: true }, 'redo'],
    ['Ctrl Y', { ctrlKey: true, key: 'y', code: 'KeyY' }, 'redo'],
    [
      'Ctrl Z on a German keyboard, whose Z lies where Y does elsewhere',
      { ctrlKey: true, code: 'KeyY' },
      'undo',
    ],
    ['Ctrl Y on a German keyboard', { ctrlKey: true, key: 'y', code: 'KeyZ' }, 'redo'],
    ['Ctrl Z on a Russian keyboard', { ctrlKey: true, key: 'я' }, 'undo'],
    ['Z alone', {}, null],
    ['Ctrl Alt Z', { ctrlKey: true, altKey: true }, null],
    ['⌘ Y, which is the browser’s', { metaKey: true, key: 'y', code: 'KeyY' }, null],
    ['another key', { ctrlKey: true, key: 'x', code: 'KeyX' }, null],
  ];
  it.each(cases)('%s', (_, change, expected) => {
    expect(undoKey(press(change))).toBe(expected);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { broughtIn, linesAtOnce } from './edits';

describe('edits of the class list', () => {
  it('finds what was brought in', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.string(), fc.string(), (head, old, fresh, tail) => {
        const before = head + old + tail;
        const after = head + fresh + tail;
        const { start, end } = broughtIn(before, after);
        const kept = after.length - end;
        expect(after.slice(0, start)).toBe(before.slice(0, start));
        expect(kept === 0 ? '' : before.slice(-kept)).toBe(after.slice(end));
        expect(end - start).toBeLessThanOrEqual(Math.max(fresh.length, after.length));
        expect(start + kept).toBeLessThanOrEqual(Math.min(before.length, after.length));
      }),
    );
  });

  it('tells whole lines that came at once from what is typed', () => {
    const at = (before: string, after: string, type = 'insertText') => {
      const found = linesAtOnce(before, after, type);
      return found && after.slice(found.start, found.end);
    };
    expect(at('', 'id,name\n1,fern')).toBe('id,name\n1,fern');
    expect(at('moss\n', 'moss\na, b, c', 'insertFromPaste')).toBe('a, b, c');
    expect(at('moss\n\nfern', 'moss\n"a"\n"b"\nfern', 'insertFromDrop')).toContain('"a"\n"b"');
    // Both end alike, so that only the selection tells that all was replaced.
    const [old, fresh] = ['oak fern', 'bracken, royal fern'];
    expect(linesAtOnce(old, fresh, 'insertFromPaste')).toBeNull();
    expect(linesAtOnce(old, fresh, 'insertFromPaste', { start: 0, end: old.length })).toEqual({
      start: 0,
      end: fresh.length,
    });
    expect(linesAtOnce(old, fresh, 'insertFromPaste', { start: 2, end: 3 })).toBeNull();
    expect(at('fern', 'fern,')).toBeNull();
    expect(at('fern, moss', 'fern, moss\n', 'insertLineBreak')).toBeNull();
    expect(at('the  fern', 'the tall, old fern')).toBeNull();
    expect(at('', 'a, b, c', 'historyUndo')).toBeNull();
  });
});

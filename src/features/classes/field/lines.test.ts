import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { firstLines, hasLines } from './lines';

describe('the lines of a list', () => {
  it('are counted, and cut, as splitting would', () => {
    const text = fc.array(fc.constantFrom('', 'fern', 'moss | sphagnum'), { maxLength: 12 });
    fc.assert(
      fc.property(text, fc.integer({ min: 1, max: 14 }), (written, lines) => {
        const joined = written.join('\n');
        const all = joined.split('\n');
        expect(hasLines(joined, lines)).toBe(all.length >= lines);
        expect(firstLines(joined, lines)).toBe(all.slice(0, lines).join('\n'));
      }),
    );
  });
});

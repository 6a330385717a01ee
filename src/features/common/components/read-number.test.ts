import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readNumber } from './read-number';

const share = { min: 0, max: 1 };
const any = { min: -1e6, max: 1e6 };
const k = { min: 1, max: 32, whole: true };

describe('a number that was typed', () => {
  it.each([
    ['0.5', 0.5],
    ['0,5', 0.5],
    [',5', 0.5],
    ['.5', 0.5],
    ['0,', 0],
    ['1.', 1],
    ['  0,25\t', 0.25],
    ['\u00a00.5\u200b', 0.5],
    ['5e-1', 0.5],
    ['5E-1', 0.5],
    ['0,5e0', 0.5],
    ['+0.5', 0.5],
    ['٠٫٥', 0.5],
    ['۰٫۷۵', 0.75],
    ['０．５', 0.5],
    ['０，５', 0.5],
    ['०.५', 0.5],
    ['0,125', 0.125],
  ])('%j is read', (text, value) => {
    expect(readNumber(text, share)).toEqual({ value, problem: null });
  });

  it('reads every minus sign', () => {
    for (const minus of '-−–－') expect(readNumber(`${minus}3`, any).value).toBe(-3);
  });

  it.each(['abc', '0.5.1', '0,5,1', '1 000', '1e', '--1', '0x1', 'Infinity', 'NaN', '½x', '1,2.3', '5 %'])(
    '%j is refused with a word',
    (text) => {
      const read = readNumber(text, any);
      expect(read.value).toBeNull();
      expect(read.problem).toContain('is no number');
    },
  );

  it('refuses what means 1,000 in one language and 1.000 in another, and says which', () => {
    expect(readNumber('1,000', any).problem).toBe('“1,000” could be 1000 or 1. Write one of these.');
    expect(readNumber('12,345', any).problem).toContain('12345 or 12.345');
  });

  it('says the range, and never holds a number to it', () => {
    expect(readNumber('7', share).problem).toBe('7 is out of range: 0 to 1.');
    expect(readNumber('-0,1', share).problem).toBe('-0,1 is out of range: 0 to 1.');
    expect(readNumber('-3', share)).toMatchObject({ value: null, bound: 0 });
    expect(readNumber('3', share)).toMatchObject({ value: null, bound: 1 });
    expect(readNumber('1e999', any).problem).toContain('out of range');
    expect(readNumber('33', k).problem).toContain('1 to 32');
    expect(readNumber('2,5', k).problem).toContain('no whole number');
    expect(readNumber('  ', k).problem).toBe('Write a whole number, 1 to 32.');
  });

  it('reads back what is written with a comma or a point, in digits of any script', () => {
    const zeros = ['0', '٠', '۰', '०', '０', '𝟎', '𝟘'].map((zero) => zero.codePointAt(0)!);
    fc.assert(
      fc.property(
        fc.double({ min: -1e6, max: 1e6, noNaN: true }),
        fc.constantFrom(...zeros),
        fc.constantFrom('.', ','),
        (value, zero, point) => {
          const text = String(value);
          const written = text
            .replace('.', point)
            .replace(/\d/g, (digit) => String.fromCodePoint(zero + Number(digit)));
          const read = readNumber(written, any);
          if (read.problem?.includes('could be')) expect(text).toMatch(/^-?[1-9]\d{0,2}\.\d{3}$/);
          else expect(read.value).toBe(Number(text));
        },
      ),
    );
  });
});

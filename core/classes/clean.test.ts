import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cleanName, withoutInvisible, wordsOfRemoved } from './clean';

const SOFT_HYPHEN = '\u00ad';
const ZWSP = '\u200b';
const ZWNJ = '\u200c';
const ZWJ = '\u200d';

/** Texts full of what cleaning looks at, beside letters of many scripts, accents and emoji. */
const difficult = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        ...[
          '\u00ad',
          '\u034f',
          '\u061c',
          '\u115f',
          '\u17b4',
          '\u180b',
          '\u180e',
          '\u200b',
          '\u200c',
          '\u200d',
        ],
        ...[
          '\u200e',
          '\u202e',
          '\u2060',
          '\u2066',
          '\u2069',
          '\u3164',
          '\ufe00',
          '\ufe0f',
          '\ufeff',
          '\ufffc',
        ],
        ...[
          '\u{e0067}',
          '\u{e007f}',
          '\u{e0100}',
          '\0',
          '\x1f',
          '\x7f',
          '\x85',
          '\u00a0',
          '\u3000',
          '\t',
          '\n',
        ],
        ...[
          '\ud800',
          '\udc00',
          '\u{1f3f4}',
          '\u{1f469}',
          '\u{1f3fd}',
          '\u2640',
          '\u20e3',
          '1',
          'a',
          'e\u0301',
        ],
        ...[
          '\u0301',
          '\u0649',
          '\u0628',
          '\u0915',
          '\u094d',
          '\u0d28',
          '\u0d4d',
          '\u1820',
          '\u4e00',
          '\u2126',
        ],
      ),
      fc.string({ unit: 'binary', maxLength: 2 }),
    ),
    { maxLength: 12 },
  )
  .map((parts) => parts.join(''));

describe('cleaning names', () => {
  it('takes out what nobody sees and says what it was', () => {
    const { text, removed } = cleanName(`bra${SOFT_HYPHEN}cken${ZWSP}\u202a \u0000\u115f`);
    expect(text).toBe('bracken');
    expect(wordsOfRemoved(removed!)).toBe(
      '1 soft hyphen, 1 zero-width character, 1 direction mark, 1 control character and 1 other invisible character',
    );
    expect(wordsOfRemoved(cleanName(`${ZWSP}a${ZWSP}`).removed!)).toBe('2 zero-width characters');
  });

  it('finds no fault with names as people write them', () => {
    for (const name of [
      'royal fern',
      'hart’s-tongue fern',
      'Größe',
      'シダ',
      'папоротник',
      '🌿 fern',
      'μ-law 1/2',
    ])
      expect(cleanName(name)).toEqual({ text: name.normalize('NFC'), removed: null });
  });

  it('composes accents, also where something stood before them', () => {
    expect(cleanName('fouge\u0300re').text).toBe('fougère');
    expect(cleanName(`fouge${ZWSP}\u0300re`).text).toBe('fougère');
  });

  it('makes every run of white space one space', () => {
    expect(cleanName('\u00a0royal\u00a0\u2003fern\t\u3000').text).toBe('royal fern');
  });

  it('keeps joiners where a script needs them, and nowhere else', () => {
    const persian = `می${ZWNJ}خواهم`;
    const sinhala = `ශ්${ZWJ}ර`;
    const malayalam = `വില്${ZWJ}`;
    for (const name of [persian, sinhala, malayalam])
      expect(cleanName(name)).toEqual({ text: name, removed: null });
    expect(cleanName(`auf${ZWNJ}lage${ZWJ}`).text).toBe('auflage');
    expect(cleanName(`${persian}${ZWNJ} x`).text).toBe(`${persian} x`);
  });

  it('keeps emoji whole', () => {
    for (const emoji of ['👩🏽‍🔬', '🏳️‍🌈', '❤️', '1️⃣', '🏴󠁧󠁢󠁥󠁮󠁧󠁿', '葛\u{e0100}'])
      expect(cleanName(emoji)).toEqual({ text: emoji, removed: null });
    expect(cleanName(`fern\ufe0f`).text).toBe('fern');
  });

  it('changes nothing that is clean already', () => {
    fc.assert(
      fc.property(difficult, (text) => {
        for (const clean of [cleanName, withoutInvisible]) {
          const once = clean(text).text;
          expect(clean(once)).toEqual({ text: once, removed: null });
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('reads names that look alike alike, whatever is strewn into them', () => {
    fc.assert(
      fc.property(
        fc.stringMatching(/^[a-zé]{1,8}( [a-zé]{1,8})?$/),
        fc.array(
          fc.tuple(
            fc.nat(16),
            fc.constantFrom('\u00ad', ZWSP, ZWNJ, ZWJ, '\u2060', '\ufeff', '\u200e', '\0'),
          ),
          {
            maxLength: 6,
          },
        ),
        (name, strewn) => {
          const dirty = strewn.reduce(
            (text, [at, it]) => text.slice(0, at) + it + text.slice(at),
            name.normalize('NFD'),
          );
          const { text, removed } = cleanName(dirty);
          expect(text).toBe(name.normalize('NFC'));
          const sum = Object.values(removed ?? {}).reduce((all, one) => all + one, 0);
          expect(sum).toBe(strewn.length);
        },
      ),
    );
  });
});

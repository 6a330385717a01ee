import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fold } from './fold';

describe('fold', () => {
  it.each([
    ['Müller', 'muller'],
    ['Mu\u0308ller', 'müller'],
    ['STRASSE', 'straße'],
    ['Øresund', 'oresund'],
    ['Łódź', 'lodz'],
    ['Œuvre', 'oeuvre'],
    ['Đà Nẵng', 'da nang'],
    ['ΟΔΟΣ', 'οδός'],
    ['ＩＭＧ＿１', 'img_1'],
    ['ﬁre', 'fire'],
    ['soft\u00adhyphen', 'softhyphen'],
    ['İstanbul', 'istanbul'],
    ['ガク', 'カ\u3099ク'],
  ])('%s is found as %s', (text, typed) => {
    expect(fold(text)).toBe(fold(typed));
  });

  it('keeps apart what differs in more than case and accents', () => {
    expect(fold('कि')).not.toBe(fold('का'));
    expect(fold('日本')).not.toBe(fold('日木'));
    expect(fold('IMG_1')).not.toBe(fold('IMG_2'));
  });

  it('makes no difference of the normal form, and is done after one go', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const folded = fold(text);
        for (const form of ['NFC', 'NFD', 'NFKC', 'NFKD']) expect(fold(text.normalize(form))).toBe(folded);
        expect(fold(folded)).toBe(folded);
      }),
    );
  });
});

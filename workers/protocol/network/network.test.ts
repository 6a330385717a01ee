import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { originsOf, refusalOf } from './network';

describe('originsOf', () => {
  it('is the origin alone for an index, with the stores of the public hub for hubs', () => {
    expect(originsOf('https://captions.example:8443/a/manifest.json')).toEqual([
      'https://captions.example:8443',
    ]);
    const stores = ['https://*.huggingface.co', 'https://*.hf.co'];
    expect(originsOf('https://mirror.example/', true)).toEqual(['https://mirror.example', ...stores]);
    expect(originsOf('https://huggingface.co/datasets/x/resolve/main/manifest.json')).toEqual([
      'https://huggingface.co',
      ...stores,
    ]);
  });
  it.each(['', 'no address', 'data:text/plain,x', 'blob:https://a.example/x', 'file:///etc/passwd'])(
    'allows nothing for “%s”',
    (address) => expect(originsOf(address)).toEqual([]),
  );
});

describe('refusalOf', () => {
  it('lets through exactly the origins of the addresses chosen, whatever else they hold', () => {
    fc.assert(
      fc.property(fc.webUrl({ withQueryParameters: true }), fc.webUrl(), (chosen, asked) => {
        const choice = { closed: false, origins: originsOf(chosen) };
        expect(refusalOf(choice, new URL(chosen))).toBeNull();
        const isSame = new URL(asked).origin === new URL(chosen).origin;
        expect(refusalOf(choice, new URL(asked))).toBe(isSame ? null : 'unchosen');
        expect(refusalOf({ ...choice, closed: true }, new URL(chosen))).toBe('closed');
      }),
    );
  });
});

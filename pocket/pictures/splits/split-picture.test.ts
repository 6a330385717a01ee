import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { namedPictures } from '../../knowledge/long-tail.ts';
import { styleNames, world } from '../../world.ts';
import { oftenMistaken } from '../wide/mistaken.ts';
import { everyClass, fewestOfAClass, type SplitPlan, splitPicture } from './split-picture.ts';

const home: SplitPlan = { split: 'train', seed: '1', size: 40, habits: 'home', textsOnly: false };
const wide: SplitPlan = { ...home, habits: 'wide' };
const hashed = (...parts: readonly (string | Uint8Array)[]) => {
  const sum = createHash('sha256');
  for (const part of parts) sum.update(part);
  return sum.digest('hex').slice(0, 16);
};
/** Of the pictures that the weights and every figure so far come from. */
const HOME = ['7da45846fb3c7dc7', '3fbfa4469c14ca84'];
const TEST = 'c9895b8ff7832f3f';
const VALIDATION = 'b6d407c77b55d9f5';

/** What of a line the tests read. */
interface Line {
  readonly class: number;
  readonly style: string;
  readonly named: boolean;
  readonly claims: readonly string[];
  readonly texts: readonly { readonly text: string; readonly claims: readonly string[] }[];
}
const lineOf = (i: number, plan: SplitPlan) => splitPicture(i, { ...plan, textsOnly: true }).line as Line;

describe('pictures at home', () => {
  // A circuit, a fern, a symbol of each standard, and something else.
  const places = [3, 19, 60, 75, 120, 190];
  const of = (split: SplitPlan['split']) =>
    hashed(
      ...places.flatMap((i) => {
        const { line, rgb } = splitPicture(i, { ...home, split });
        return [JSON.stringify(line), rgb!];
      }),
    );

  it('of training and validation are what the weights and their figures come from, to the bit', () => {
    expect([of('train'), of('validation')]).toEqual(HOME);
  });

  it.each([
    ['test', TEST],
    ['validation', VALIDATION],
  ] as const)('in the styles of the %s set alone are too', (split, expected) => {
    const parts = world.flatMap(({ knowledge: { classes }, drawer }) =>
      drawer.styles
        .filter((style) => style.split === split)
        .map(({ name }, i) => drawer.draw(classes[7 * i + 3]!.name, name, 'held out', { square: 40 }).rgb),
    );
    expect(hashed(...parts)).toBe(expected);
  });
});

describe('pictures in wide habits', () => {
  it('are for training alone, and follow from their place', () => {
    expect(() => splitPicture(0, { ...wide, split: 'validation' })).toThrow(RangeError);
    for (const i of [1, 60]) {
      const { line, rgb } = splitPicture(i, wide);
      expect(splitPicture(i, wide)).toEqual({ line, rgb });
      expect(rgb).not.toEqual(splitPicture(i, home).rgb);
      // What is said without drawing is what is said of the drawing.
      expect(splitPicture(i, { ...wide, textsOnly: true }).line).toEqual(line);
    }
  });

  it('show often mistaken classes more often, which makes no name more frequent', () => {
    const count = 3 * 300;
    const lines = Array.from({ length: count }, (_, i) => lineOf(i, wide));
    const shown = new Map<number, number>();
    const named = new Map<number, number>();
    for (const line of lines) {
      shown.set(line.class, (shown.get(line.class) ?? 0) + 1);
      if (line.class >= 0 && line.named) named.set(line.class, (named.get(line.class) ?? 0) + 1);
    }
    const rounds = fewestOfAClass(count, 'wide');
    expect(rounds).toBe(3);
    everyClass.forEach(({ domain, cls, rank }, place) => {
      const often = domain.knowledge.slug === 'components' && oftenMistaken.includes(cls.name);
      expect(shown.get(place)! - rounds, cls.name).toBeGreaterThanOrEqual(often ? 5 : 0);
      const names = namedPictures(rank, domain.knowledge.classes.length);
      expect(named.get(place) ?? 0, cls.name).toBeLessThanOrEqual(Math.min(names, rounds + 1));
    });
  });

  it('have training’s styles, and none that anything is judged by', () => {
    const known = new Set(world.flatMap(({ drawer }) => styleNames(drawer, 'train')));
    for (let i = 0; i < 300; i++) {
      const { class: cls, style } = lineOf(i, wide);
      if (cls >= 0) expect(known).toContain(style);
    }
  });

  it('claim of a plain MOSFET what its drawing has, in claims and in texts', () => {
    const name = 'P-channel MOSFET';
    const place = everyClass.findIndex(({ cls }) => cls.name === name);
    const lines = Array.from({ length: 40 }, (_, i) =>
      lineOf(5 * (oftenMistaken.indexOf(name) + oftenMistaken.length * i), wide),
    );
    expect(lines.every((line) => line.class === place && !line.named)).toBe(true);
    const plain = lines.filter(({ claims }) => claims.includes('components:straightChannel'));
    expect(plain.length).toBeGreaterThan(5);
    expect(plain.length).toBeLessThan(30);
    for (const { claims, texts } of lines) {
      const isPlain = claims.includes('components:straightChannel');
      const parted = isPlain
        ? ['components:brokenChannel', 'components:substrateOut']
        : ['components:straightChannel', 'components:arrowInward'];
      for (const claim of parted) {
        expect(claims).not.toContain(claim);
        expect(texts.flatMap((text) => text.claims)).not.toContain(claim);
      }
    }
  });
});

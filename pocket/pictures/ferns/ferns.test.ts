import { describe, expect, it } from 'vitest';
import { ferns } from '../../knowledge/ferns.ts';
import { drawFern, fernDrawer } from './index.ts';
import { planPicture } from './scene.ts';
import { species } from './species.ts';
import { fernStyles } from './styles.ts';

const names = ferns.classes.map(({ name }) => name);
const styles = fernDrawer.styles.map(({ name }) => name);

/** Standard deviation of a picture's green channel. */
function variety(rgb: Uint8Array): number {
  let [sum, squares, count] = [0, 0, 0];
  for (let i = 1; i < rgb.length; i += 3) {
    sum += rgb[i]!;
    squares += rgb[i]! ** 2;
    count++;
  }
  return Math.sqrt(squares / count - (sum / count) ** 2);
}

describe('what is known of ferns', () => {
  it('names at least 44 species once each, with their scientific names', () => {
    expect(names.length).toBeGreaterThanOrEqual(44);
    const all = ferns.classes.flatMap(({ name, synonyms }) => [name, ...synonyms]);
    expect(new Set(all).size).toBe(all.length);
    for (const { name, synonyms } of ferns.classes)
      expect(
        synonyms.some((synonym) => /^[A-Z][a-z]+ [a-z-]+$/.test(synonym)),
        name,
      ).toBe(true);
  });

  it('calls no kind by the name of one of its species', () => {
    const all = new Set(ferns.classes.flatMap(({ name, synonyms }) => [name, ...synonyms]));
    for (const { kind } of ferns.classes) expect(all).not.toContain(kind);
  });

  it('says things of each species that together hold of no other', () => {
    const combinations = ferns.classes.map(({ facts }) => [...facts].sort().join());
    expect(new Set(combinations).size).toBe(names.length);
    for (const { facts } of ferns.classes) for (const fact of facts) expect(ferns.facts).toHaveProperty(fact);
    for (const one of ferns.classes)
      for (const other of ferns.classes)
        if (one !== other)
          expect(
            one.facts.every((fact) => other.facts.includes(fact)),
            one.name,
          ).toBe(false);
  });

  it('words each fact at least three ways, and uses it', { timeout: 30_000 }, () => {
    const seen = new Set(ferns.classes.flatMap(({ facts }) => facts));
    for (const name of names)
      for (const style of styles)
        for (let seed = 0; seed < 12; seed++)
          for (const fact of fernDrawer.content(name, style, seed).facts) seen.add(fact);
    for (const [key, [, ...wordings]] of Object.entries(ferns.facts)) {
      expect(wordings.length, key).toBeGreaterThanOrEqual(3);
      expect(seen.has(key), key).toBe(true);
    }
    for (const key of seen) expect(ferns.facts).toHaveProperty(key);
  });

  it('has a drawing for every species and no other', () => {
    expect(Object.keys(species).sort()).toEqual([...names].sort());
  });
});

describe('fern pictures', () => {
  it('keeps test and validation styles out of training', () => {
    expect(new Set(styles).size).toBe(styles.length);
    const held = fernStyles.filter(({ split }) => split !== 'train');
    expect(held.filter(({ split }) => split === 'test')).toHaveLength(3);
    expect(held.filter(({ split }) => split === 'validation')).toHaveLength(1);
    expect(fernStyles.length - held.length).toBeGreaterThanOrEqual(10);
  });

  it('follows from its seed', () => {
    const draw = (seed: number) => fernDrawer.draw('royal fern', 'forest floor', seed, { square: 64 });
    expect(draw(5)).toEqual(draw(5));
    expect(Buffer.from(draw(5).rgb).equals(Buffer.from(draw(6).rgb))).toBe(false);
  });

  it('says of a picture what `content` says without drawing it', () => {
    for (let seed = 0; seed < 6; seed++)
      expect(fernDrawer.draw('male fern', 'white table', seed, { square: 32 }).content).toEqual(
        fernDrawer.content('male fern', 'white table', seed),
      );
  });

  it('draws every species in every style, with numbers only and something to see', {
    timeout: 120_000,
  }, () => {
    for (const [i, name] of names.entries())
      for (const [j, style] of styles.entries()) {
        const seed = i * 31 + j;
        const { svg, behind } = drawFern(planPicture(name, style, seed), seed, 48, 48);
        expect(svg + behind, `${name}, ${style}`).not.toMatch(/NaN|Infinity|undefined/);
        const { rgb } = fernDrawer.draw(name, style, seed, { square: 48 });
        expect(rgb).toHaveLength(48 * 48 * 3);
        expect(variety(rgb), `${name}, ${style}`).toBeGreaterThan(2);
      }
  });

  it('draws every species with numbers only at a size that shows all detail', { timeout: 120_000 }, () => {
    for (const name of names) {
      const { svg } = drawFern(planPicture(name, 'white table', name), name, 256, 256);
      expect(svg, name).not.toMatch(/NaN|Infinity|undefined/);
    }
  });

  it('covers a plausible share of the sheet with ink', { timeout: 60_000 }, () => {
    for (const name of names) {
      const shares = [1, 2, 3, 4, 5, 6].map((seed) => {
        const { rgb } = fernDrawer.draw(name, 'silhouette', seed, { square: 64 });
        const greens = rgb.filter((_, i) => i % 3 === 1);
        const paper = [...greens].sort((a, b) => b - a)[Math.floor(greens.length * 0.1)]!;
        return greens.filter((value) => value < paper - 40).length / greens.length;
      });
      expect(Math.max(...shares), name).toBeGreaterThan(0.025);
      expect(Math.min(...shares), name).toBeLessThan(0.75);
    }
  });

  it('keeps the natural aspect when asked for a number of pixels', () => {
    for (let seed = 0; seed < 5; seed++) {
      const { aspect } = planPicture('bracken', 'flatbed scan', seed);
      const { width, height, rgb } = fernDrawer.draw('bracken', 'flatbed scan', seed, { pixels: 20000 });
      expect(width / height).toBeCloseTo(aspect, 1);
      expect(Math.abs(width * height - 20000)).toBeLessThan(400);
      expect(rgb).toHaveLength(width * height * 3);
    }
  });

  it('shows spores only from below', () => {
    for (let seed = 0; seed < 40; seed++) {
      const { underside, facts } = planPicture('male fern', 'white table', seed);
      expect(facts.includes('soriKidney')).toBe(underside);
      expect(fernDrawer.content('male fern', 'silhouette', seed).facts).not.toContain('soriKidney');
    }
  });

  it('throws for what it does not know', () => {
    expect(() => fernDrawer.draw('plastic fern', 'silhouette', 1, { square: 32 })).toThrow(RangeError);
    expect(() => fernDrawer.content('bracken', 'hologram', 1)).toThrow(RangeError);
  });
});

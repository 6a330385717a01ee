import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { circuitKnowledge } from '../knowledge/circuits.ts';
import { components } from '../knowledge/components.ts';
import { ferns } from '../knowledge/ferns.ts';
import { seeded } from '../random.ts';
import { circuitDrawer } from './circuits.ts';
import { luma } from './colours.ts';
import { withCrossings } from './crossings.ts';
import { blockLetters, lettering } from './font.ts';
import type { Point } from './geometry.ts';
import { drawOther, others } from './others/index.ts';
import { Sheet } from './sheets/sheet.ts';
import { habitsFor, styleNamed, styles, stylesOf } from './styles.ts';
import { toSvg } from './svg.ts';
import { topologyOf } from './topologies/index.ts';

const circuits = circuitKnowledge.classes;

/** Share of the pixels that differ from the picture's median grey by more than `least` levels. */
function drawnShare(rgb: Uint8Array, least: number): number {
  const grey = Array.from({ length: rgb.length / 3 }, (_, i) => rgb[i * 3 + 1]!);
  const median = grey.toSorted((a, b) => a - b)[grey.length >> 1]!;
  return grey.filter((value) => Math.abs(value - median) > least).length / grey.length;
}

describe('pictures', () => {
  it('follow from their seed alone', () => {
    const draw = (seed: string) => circuitDrawer.draw('bridge rectifier', 'photograph', seed, { square: 64 });
    expect(draw('a').rgb).toEqual(draw('a').rgb);
    expect(draw('a').rgb).not.toEqual(draw('b').rgb);
  });

  it('show every circuit, with ink on the sheet and its parts counted', () => {
    for (const { name } of circuits) {
      const { rgb, content } = circuitDrawer.draw(name, 'european norm', name, { square: 128 });
      const share = drawnShare(rgb, 30);
      expect(share, name).toBeGreaterThan(0.005);
      expect(share, name).toBeLessThan(0.5);
      expect(
        [...content.parts.values()].reduce((sum, count) => sum + count, 0),
        name,
      ).toBeGreaterThan(0);
    }
  });

  it('count the parts of a bridge rectifier: its four diodes', () => {
    for (let seed = 0; seed < 10; seed++)
      expect(circuitDrawer.content('bridge rectifier', 'textbook', seed).parts.get('diode')).toBe(4);
  });

  it('keep the size they are asked for in their natural aspect', () => {
    const { width, height, rgb } = circuitDrawer.draw('H-bridge', 'data sheet', 'size', { pixels: 40_000 });
    expect(rgb.length).toBe(width * height * 3);
    expect(Math.abs(width * height - 40_000)).toBeLessThan(600);
  });
});

describe('styles', () => {
  it('have names of their own, and an unknown one is refused', () => {
    expect(new Set(styles.map(({ name }) => name)).size).toBe(styles.length);
    expect(() => styleNamed('fresco')).toThrow(RangeError);
  });

  it('of the test set are seen by neither training nor validation', () => {
    const test = stylesOf('test').map(({ name }) => name);
    expect(test.length).toBeGreaterThanOrEqual(4);
    for (const split of ['train', 'validation'] as const)
      expect(stylesOf(split).filter(({ name }) => test.includes(name))).toEqual([]);
    expect(stylesOf('train').filter(({ split }) => split !== 'train')).toEqual([]);
  });

  it('leave the camera effects of the test set to it', () => {
    for (const { camera, name } of stylesOf('validation')) {
      expect(camera.effects?.fax, name).toBeUndefined();
      expect(camera.glare, name).toBe(false);
    }
  });

  it('draw any circuit with finite coordinates and lines that have a width', () => {
    for (const style of styles) {
      fc.assert(
        fc.property(fc.constantFrom(...circuits), fc.nat(), ({ name }, seed) => {
          const random = seeded('style', style.name, seed);
          const sheet = new Sheet(random, habitsFor(style, random));
          topologyOf(name)(sheet);
          const svg = toSvg(sheet, style, random, 128, 128, random.between(0.45, 2.3));
          expect(svg).not.toMatch(/NaN|Infinity|undefined/);
          for (const [, width] of svg.matchAll(/stroke-width="([^"]*)"/g))
            expect(Number(width)).toBeGreaterThan(0);
        }),
        { numRuns: 8, seed: 1 },
      );
    }
  });

  it('leave something to be seen of nearly every drawing at 128 pixels', () => {
    const drawn = circuits.filter((_, i) => i % 15 === 0);
    for (const style of styles) {
      const faint = drawn.flatMap(({ name }) =>
        ['p', 'q'].filter((seed) => {
          const { rgb } = circuitDrawer.draw(name, style.name, seed, { square: 128 });
          return drawnShare(rgb, 14) < 0.004;
        }),
      );
      expect(faint.length, style.name).toBeLessThanOrEqual(1);
    }
  });

  it('of any colours keep ink and paper apart', () => {
    const { palette } = styleNamed('any');
    for (let seed = 0; seed < 300; seed++) {
      const { paper, ink } = palette!(seeded('palette', seed));
      for (const colour of Object.values(ink)) {
        expect(colour).toMatch(/^#[0-9a-f]{6}$/);
        expect(Math.abs(luma(colour) - luma(paper))).toBeGreaterThan(0.45);
      }
    }
  });
});

describe('lettering', () => {
  it('knows every character of the texts on drawings, leans, and sets indices low where asked to', () => {
    const { strokes, width } = lettering('R1');
    expect(strokes).toHaveLength(3);
    const lowest = (lines: readonly (readonly Point[])[]) => Math.max(...lines.flat().map(([, y]) => y));
    expect(lowest(strokes)).toBe(1);
    const indexed = lettering('R1', { ...blockLetters, subscripts: true });
    expect(lowest(indexed.strokes)).toBeGreaterThan(1);
    expect(indexed.width).toBeLessThan(width);
    const leaning = lettering('I', { ...blockLetters, slant: 0.5 }).strokes[0]!;
    expect(leaning[0]![0] - leaning[1]![0]).toBeCloseTo(0.5);
    for (const character of 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789')
      expect(lettering(character).strokes.length, character).toBeGreaterThan(0);
  });
});

describe('crossings', () => {
  const draw = (crossings: 'plain' | 'gap' | 'hop', joined: boolean) => {
    const random = seeded('crossing');
    const sheet = new Sheet(random, {
      ...habitsFor(styles[0]!, random),
      spread: [1, 1],
      mirrored: false,
      junctionDots: false,
      crossings,
    });
    sheet.wire([0, 0], [4, 0]);
    sheet.wire([2, -2], [2, 2]);
    if (joined) sheet.junction([2, 0]);
    return withCrossings(sheet);
  };

  it('break or bow the level wire where wires pass unconnected', () => {
    expect(draw('plain', false)).toHaveLength(2);
    expect(draw('gap', false)).toHaveLength(3);
    const [bowed] = draw('hop', false);
    expect(Math.min(...bowed!.points.map(([, y]) => y))).toBeCloseTo(-0.26);
    expect(bowed!.points.at(-1)).toEqual([4, 0]);
  });

  it('leave joined wires whole, whether or not a dot marks the joint', () => {
    expect(draw('gap', true)).toHaveLength(2);
    expect(draw('hop', true)[0]!.points).toEqual([
      [0, 0],
      [4, 0],
    ]);
  });
});

describe('pictures of other things', () => {
  const classNames = [circuitKnowledge, components, ferns]
    .flatMap(({ classes }) => classes)
    .flatMap(({ name, synonyms }) => [name, ...synonyms])
    .map((name) => name.toLowerCase());

  it('are of many kinds, each with several plain texts that name no class', () => {
    expect(others.length).toBeGreaterThanOrEqual(16);
    for (const { name, texts } of others) {
      expect(new Set(texts).size, name).toBeGreaterThanOrEqual(6);
      for (const text of texts) {
        const words = new RegExp(
          `\\b(${classNames.map((each) => each.replace(/[^\w ]/g, '.')).join('|')})\\b`,
          'i',
        );
        expect(text).not.toMatch(words);
      }
    }
  });

  it('follow from their seed, differ between seeds, and are not of one colour', () => {
    for (const { name } of others) {
      const first = drawOther(name, 1, { square: 48 });
      expect(first.rgb).toHaveLength(48 * 48 * 3);
      expect(drawOther(name, 1, { square: 48 }).rgb, name).toEqual(first.rgb);
      expect(drawOther(name, 2, { square: 48 }).rgb, name).not.toEqual(first.rgb);
      expect(drawnShare(first.rgb, 6), name).toBeGreaterThan(0.005);
    }
  });

  it('refuse a name they do not know', () => {
    expect(() => drawOther('unicorn', 1, { square: 32 })).toThrow(RangeError);
  });
});

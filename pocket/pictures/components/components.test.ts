import { describe, expect, it } from 'vitest';
import { circuitKnowledge } from '../../knowledge/circuits.ts';
import { components } from '../../knowledge/components.ts';
import { seeded } from '../../random.ts';
import { renderSheet } from '../sheets/render-sheet.ts';
import type { Habits } from '../sheets/sheet.ts';
import { habitsFor, styleNamed } from '../styles.ts';
import { ComponentSheet, motion } from './component-sheet.ts';
import { cropOf, occursInCircuits } from './crops.ts';
import { componentDrawer } from './index.ts';
import { symbolOf } from './symbols/index.ts';
import { around, clipped } from './window.ts';

const { classes, facts } = components;
const standards = ['IEC', 'ANSI'] as const;

/** A class's symbol as a plain drawing in one standard, 96 × 96, and the facts of the variant. */
function plain(name: string, standard: Habits['standard']) {
  const style = { ...styleNamed('textbook'), marks: {}, wear: {}, weight: [0.09, 0.09] as const };
  const habits: Habits = {
    ...habitsFor(style, seeded('habits')),
    standard,
    spread: [1, 1],
    mirrored: false,
    labels: 'none',
    quarterTurns: 0,
    circledTransistors: true,
    fill: 0.9,
  };
  const sheet = new ComponentSheet(seeded('plain'), habits);
  // Every symbol in the same window, so that a difference of size is one too.
  sheet.stroke([[-2.2, -2.2]], 'text');
  sheet.stroke([[2.2, 2.2]], 'text');
  const drawn = symbolOf(name).draw(sheet);
  const { rgb } = renderSheet(sheet, style, seeded('render'), { square: 96 });
  return { drawn, dark: Array.from({ length: 96 * 96 }, (_, i) => rgb[i * 3]! < 128) };
}

describe('component knowledge', () => {
  it('has names and synonyms that no other class has, circuits included', () => {
    const all = [...classes, ...circuitKnowledge.classes].flatMap(({ name, synonyms }) => [
      name,
      ...synonyms,
    ]);
    const lower = all.map((name) => name.toLowerCase());
    expect(lower.filter((name, i) => lower.indexOf(name) !== i)).toEqual([]);
    expect(classes.length).toBeGreaterThanOrEqual(66);
  });

  it('tells classes apart by facts, each of them known, with something of shape and of use', () => {
    const seen = new Map<string, string>();
    for (const { name, facts: own } of classes) {
      expect(
        own.filter((key) => !Object.hasOwn(facts, key)),
        name,
      ).toEqual([]);
      expect(new Set(own.map((key) => facts[key]![0])), name).toEqual(new Set(['shape', 'use']));
      expect(own.length, name).toBeGreaterThanOrEqual(3);
      expect(own.length, name).toBeLessThanOrEqual(6);
      const key = [...own].sort().join();
      expect(seen.get(key), `${name} has the facts of another class`).toBeUndefined();
      seen.set(key, name);
    }
  });

  it('says every fact of some class or variant, in at least three wordings that name no class', () => {
    const used = new Set(classes.flatMap((each) => each.facts));
    for (const { name } of classes) {
      for (const standard of standards) for (const fact of plain(name, standard).drawn.facts) used.add(fact);
      for (let seed = 0; seed < 12; seed++)
        for (const fact of componentDrawer.content(name, 'textbook', seed).facts) used.add(fact);
    }
    expect(Object.keys(facts).filter((key) => !used.has(key))).toEqual([]);
    for (const [key, [, ...wordings]] of Object.entries(facts)) {
      expect(new Set(wordings).size, key).toBeGreaterThanOrEqual(3);
      for (const { name, synonyms } of classes)
        for (const known of [name, ...synonyms].filter((each) => each.includes(' ')))
          expect(
            wordings.filter((wording) => wording.includes(known)),
            key,
          ).toEqual([]);
    }
  });
});

describe('component symbols', () => {
  it('follow from class, style and seed alone, content included', () => {
    const draw = (seed: number) => componentDrawer.draw('triac', 'photograph', seed, { square: 64 });
    expect(draw(1)).toEqual(draw(1));
    expect(draw(1).rgb).not.toEqual(draw(2).rgb);
    for (let seed = 0; seed < 20; seed++) {
      const content = componentDrawer.content('NPN transistor', 'notebook', seed);
      expect(componentDrawer.draw('NPN transistor', 'notebook', seed, { square: 16 }).content).toEqual(
        content,
      );
      for (const fact of content.facts) expect(facts).toHaveProperty(fact);
    }
  });

  it.each(standards)('are drawn under %s with a plausible amount of ink, no two alike', (standard) => {
    const drawings = classes.map(({ name }) => ({ name, ...plain(name, standard) }));
    for (const { name, dark, drawn } of drawings) {
      const share = dark.filter(Boolean).length / dark.length;
      expect(share, name).toBeGreaterThan(0.004);
      expect(share, name).toBeLessThan(0.25);
      expect(drawn.pins.length, name).toBeGreaterThan(0);
      for (const { away } of drawn.pins) expect(Math.hypot(...away), name).toBeCloseTo(1);
    }
    const alike = [];
    for (const [i, a] of drawings.entries()) {
      for (const b of drawings.slice(i + 1)) {
        const differing = a.dark.filter((value, at) => value !== b.dark[at]).length;
        if (differing < 12) alike.push(`${a.name} = ${b.name}`);
      }
    }
    expect(alike).toEqual([]);
  });

  it('leave clear edges in the picture, whatever its style', () => {
    const size = 96;
    for (const [i, { name }] of classes.entries()) {
      const style = componentDrawer.styles[i % componentDrawer.styles.length]!.name;
      const { rgb } = componentDrawer.draw(name, style, i, { square: size });
      let edges = 0;
      for (let y = 0; y < size; y++) {
        for (let x = 0; x < size - 3; x++) {
          const at = (y * size + x) * 3 + 1;
          if (Math.abs(rgb[at]! - rgb[at + 9]!) > 40) edges++;
        }
      }
      expect(edges / (size * size), `${name}, ${style}`).toBeGreaterThan(0.015);
    }
  });

  it('keep the size they are asked for in their natural aspect', () => {
    const { width, height, rgb } = componentDrawer.draw('diac', 'textbook', 'size', { pixels: 40_000 });
    expect(rgb.length).toBe(width * height * 3);
    expect(Math.abs(width * height - 40_000)).toBeLessThan(900);
  });

  it('are refused for a name nobody draws', () => {
    expect(() => componentDrawer.draw('flux capacitor', 'textbook', 1, { square: 32 })).toThrow(
      /flux capacitor/,
    );
  });
});

describe('crops of circuits', () => {
  it('have the class’s part in the middle, and nothing outside their window', () => {
    const style = styleNamed('textbook');
    for (const { name } of classes.filter((each) => occursInCircuits(each.name))) {
      let found = 0;
      for (let seed = 0; seed < 30; seed++) {
        const random = seeded('crop', name, seed);
        const cut = cropOf(name, { ...habitsFor(style, random), quarterTurns: 0 }, random);
        if (!cut) continue;
        found++;
        const [left, top, right, bottom] = cut.sheet.bounds();
        const middle = clipped(cut.sheet.strokes, [
          left + (right - left) * 0.15,
          top + (bottom - top) * 0.15,
          right - (right - left) * 0.15,
          bottom - (bottom - top) * 0.15,
        ]);
        expect(
          middle.some(({ kind }) => kind === 'symbol'),
          `${name} ${seed}`,
        ).toBe(true);
        for (const fact of cut.facts) expect(facts, name).toHaveProperty(fact);
      }
      expect(found, name).toBeGreaterThan(10);
    }
  });

  it('end lines at the window and leave what lies inside', () => {
    const strokes = clipped(
      [
        {
          points: [
            [-3, 0],
            [3, 0],
          ],
          kind: 'wire',
          fill: 'none',
        },
        {
          points: [
            [-0.5, -0.5],
            [0.5, -0.5],
            [0, 0.5],
            [-0.5, -0.5],
          ],
          kind: 'symbol',
          fill: 'ink',
        },
        {
          points: [
            [0, 2],
            [4, 2],
          ],
          kind: 'wire',
          fill: 'none',
        },
      ],
      [-1, -1, 1, 1],
    );
    expect(strokes.map(({ points }) => points)).toEqual([
      [
        [-1, 0],
        [1, 0],
      ],
      [
        [-0.5, -0.5],
        [0.5, -0.5],
        [0, 0.5],
        [-0.5, -0.5],
      ],
    ]);
  });
});

describe('a sheet of components', () => {
  const extent = (
    name: string,
    degrees: number,
    kind: 'symbol' | 'text',
  ): [width: number, height: number] => {
    const habits = habitsFor(styleNamed('textbook'), seeded('turn'));
    const sheet = new ComponentSheet(seeded('turn'), { ...habits, spread: [1, 1], mirrored: false });
    sheet.under(motion(degrees, true), () => symbolOf(name).draw(sheet));
    const [left, top, right, bottom] = around(sheet.strokes.filter((stroke) => stroke.kind === kind));
    return [right - left, bottom - top];
  };

  it('turns symbols, and leaves lettering upright', () => {
    expect(extent('wattmeter', 90, 'text')).toEqual(extent('wattmeter', 0, 'text'));
    const [width, height] = extent('resistor', 0, 'symbol');
    expect(width).toBeGreaterThan(2 * height);
    const [turnedWidth, turnedHeight] = extent('resistor', 90, 'symbol');
    expect([turnedWidth, turnedHeight]).toEqual([expect.closeTo(height), expect.closeTo(width)]);
  });
});

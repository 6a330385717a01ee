import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { METHODS } from '../../core';
import { checkGolden, FURTHER, TOLERANCE } from './check.ts';

const read = (name: string) =>
  JSON.parse(readFileSync(new URL(`../../core/testing/fixtures/${name}.json`, import.meta.url), 'utf8'));
const further = read('further');

/** Where the sections have what the code is held against. */
const OUTPUTS: readonly (readonly [section: string, ...path: (string | number)[]])[] = [
  ['cupl', 'scores'],
  ['real', 'counts'],
  ['real', 'scores'],
  ['tipAdapter', 'results', 1, 'scores'],
  ['captionEnsemble', 'chosen'],
  ['captionEnsemble', 'p'],
  ['bm25', 'hits'],
  ['fusion', 'ids'],
  ['fusion', 'scores'],
  ['casedCandidates', 'names'],
  ['shares', 'outputs', 3, 'shares'],
  ['shares', 'outputs', 3, 'margins'],
  ['transclip', 'z'],
  ['transclip', 'zFromCore'],
  ['transclip', 'zAccepted'],
  ['transclip', 'zChosen'],
  ['variedCaptions', 'results', 0, 'counted'],
  ['variedCaptions', 'results', 5, 'scores'],
  ['likeness', 'likeness'],
];

describe('vectors made by numpy', () => {
  it.each(checkGolden(further).errors)('$method agrees to 1e-5', ({ largest }) => {
    expect(largest).toBeLessThanOrEqual(TOLERANCE);
  });

  it('leave out no section', () => {
    expect(checkGolden(further).absent).toEqual([]);
    expect(checkGolden(read('methods-1')).absent).toEqual([]);
  });

  it('are there for every method of the menu', () => {
    const checked = ['methods-1', 'further'].flatMap((name) =>
      checkGolden(read(name)).errors.map(({ method }) => method.toLowerCase()),
    );
    const zeroShot = 'core α 0 β 0';
    for (const { id, title } of METHODS) {
      const name = id === 'zero-shot' ? zeroShot : title.toLowerCase();
      expect(
        checked.some((method) => method.startsWith(name)),
        name,
      ).toBe(true);
    }
  });

  it.each(OUTPUTS)('tell a wrong value in %s %s', (name, ...path) => {
    const { classes, images, [name]: section } = structuredClone(further);
    const last = path.at(-1)!;
    const holder = path.slice(0, -1).reduce((at, key) => at[key], section);
    holder[last] = changed(holder[last]);
    const { errors } = checkGolden({ classes, images, [name]: section });
    expect(Math.max(...errors.map(({ largest }) => largest))).toBeGreaterThan(TOLERANCE);
  });

  it('are all tried with a wrong value', () =>
    expect(new Set(OUTPUTS.map(([name]) => name))).toEqual(new Set(FURTHER)));
});

/** The same with its last number or text changed. */
function changed(value: unknown): unknown {
  if (Array.isArray(value)) return [...value.slice(0, -1), changed(value.at(-1))];
  return typeof value === 'number' ? value + 0.01 : `${value} more`;
}

describe('a section that is there', () => {
  const methods = read('methods-1');

  it.each([
    ['core', { core: [] }],
    ['xmore', { xmore: { ...methods.xmore, steps: [] } }],
    ['zlap', { zlap: {} }],
    ['cased', { cased: null }],
    ['images', { images: [] }],
    ['retrieval.classHits', { retrieval: { ...methods.retrieval, classHits: [] } }],
  ])('and holds nothing is an error: %s', (place, part) => {
    expect(() => checkGolden({ ...methods, ...part })).toThrow(`holds nothing in ${place}`);
  });

  it.each(FURTHER)('and holds nothing is an error: %s', (name) => {
    expect(() => checkGolden({ ...further, [name]: {} })).toThrow(`holds nothing in ${name}`);
  });

  it('and is not numbers is no agreement', () => {
    const core = [
      { ...methods.core[0], scores: methods.core[0].scores.map((row: number[]) => row.map(() => 'x')) },
    ];
    const { errors } = checkGolden({ ...methods, core });
    expect(Math.max(...errors.map(({ largest }) => largest))).toBe(Number.POSITIVE_INFINITY);
  });
});

it.each([[null], [[]], ['text'], [{}], [{ k: 10, classes: [[1]] }]])('%j is no golden file', (file) => {
  expect(() => checkGolden(file)).toThrow('is no golden file');
});

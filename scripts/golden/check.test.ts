import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { METHODS } from '../../core';
import { checkGolden, FURTHER, TOLERANCE } from './check.ts';

const read = (name: string) =>
  JSON.parse(readFileSync(new URL(`../../core/testing/fixtures/${name}.json`, import.meta.url), 'utf8'));
const further = read('further');

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

  it.each(FURTHER)('of %s tell a wrong number', (name) => {
    let spoiled = false;
    const spoil = (value: unknown): unknown => {
      if (spoiled) return value;
      if (typeof value === 'number') {
        spoiled = true;
        return value + 0.01;
      }
      if (typeof value === 'string') {
        spoiled = true;
        return `${value} more`;
      }
      if (Array.isArray(value)) return value.toReversed().map(spoil).toReversed();
      return value;
    };
    const section = { ...further[name] };
    const output = ['scores', 'results', 'p', 'hits', 'names', 'outputs', 'z'].find((key) => key in section)!;
    const list = name === 'tipAdapter' || name === 'shares' ? section[output][0] : section;
    const key = name === 'tipAdapter' ? 'scores' : name === 'shares' ? 'shares' : output;
    const wrong = {
      ...list,
      [name === 'cupl' ? 'scores' : key]: spoil(list[name === 'cupl' ? 'scores' : key]),
    };
    const changed = list === section ? wrong : { ...section, [output]: [wrong] };
    const worst = Math.max(
      ...checkGolden({ classes: further.classes, images: further.images, [name]: changed }).errors.map(
        ({ largest }) => largest,
      ),
    );
    expect(spoiled).toBe(true);
    expect(worst).toBeGreaterThan(TOLERANCE);
  });
});

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

  it.each(['cupl', 'bm25', 'shares', 'fusion', 'transclip'])('and holds nothing is an error: %s', (name) => {
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

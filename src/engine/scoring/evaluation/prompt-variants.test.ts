import { expect, it } from 'vitest';
import { PAPER_SETTINGS } from '../../../../core';
import { groupsOfVariants, modesNow, variantTables } from './prompt-variants';

const crossedOf = (zeroShot: string, retrieval: string) =>
  variantTables({ zeroShot, retrieval }, PAPER_SETTINGS, ['meaning'], 'meaning', ['{}']).crossed.map(
    ({ prompts }) => [prompts.zeroShot, prompts.retrieval],
  );

it('prompts that are the same are crossed with the general one, and that alone with nothing', () => {
  expect(crossedOf('a frond of {}', 'a frond of {}')).toEqual([
    ['a frond of {}', 'a photo of a {}'],
    ['a frond of {}', 'a frond of {}'],
    ['a photo of a {}', 'a frond of {}'],
    ['a photo of a {}', 'a photo of a {}'],
  ]);
  expect(crossedOf('a photo of a {}', 'a photo of a {}')).toEqual([['a photo of a {}', 'a photo of a {}']]);
});

it('variants that need the same texts and captions are put together', () => {
  const prompts = { zeroShot: 'a {}', retrieval: 'the {}' };
  const { modes, prefixes, crossed } = variantTables(
    prompts,
    { ...PAPER_SETTINGS, zeroShotShare: 0.4 },
    ['meaning', 'name'],
    'meaning',
    ['a {}'],
  );
  expect(
    prefixes.map(({ settings: { alpha, beta, zeroShotShare } }) => [alpha, beta, zeroShotShare]),
  ).toEqual([
    [0, 0, 0],
    [1, 0, 0],
  ]);
  expect(modes[0]!.settings.zeroShotShare).toBe(0.4);
  const groups = groupsOfVariants([...modes, ...prefixes, ...crossed]);
  expect(
    groups.map(({ prompts: its, mode, variants }) => [its.zeroShot, its.retrieval, mode, variants.length]),
  ).toEqual([
    ['a {}', 'the {}', 'meaning', 2],
    ['a {}', 'the {}', 'name', 1],
    ['a {}', 'a {}', 'meaning', 3],
    ['the {}', 'a {}', 'meaning', 1],
    ['the {}', 'the {}', 'meaning', 1],
  ]);
});

it('a second encoder that is not loaded is not fetched for a comparison', () => {
  const offers = [
    { mode: 'meaning', offered: true, note: null },
    { mode: 'second', offered: true, note: null },
    { mode: 'hybrid', offered: false, note: null },
  ] as const;
  expect(modesNow(offers, 'unused').modes).toEqual(['meaning']);
  expect(modesNow(offers, 'unused').leftOut.map(({ mode }) => mode)).toEqual(['second', 'hybrid']);
  expect(modesNow(offers, 'ready').modes).toEqual(['meaning', 'second']);
});

import { expect, it } from 'vitest';
import { dot, normalise } from '../../embeddings';
import { enrichAtoms } from '../../reweighting';
import { PAPER_SETTINGS, RELEASED_CODE_SETTINGS } from '../../settings';
import type { ClassInput } from '../task';
import { Prototypes } from './prototypes';

let drawn = 1;
const vector = () =>
  normalise(
    Array.from({ length: 13 }, () => {
      drawn = (drawn * 16_807) % 2_147_483_647;
      return drawn / 2_147_483_647 - 0.5;
    }),
  );

const classes = Array.from({ length: 37 }, (_, i): ClassInput => {
  const captions = Array.from({ length: i % 4 }, vector);
  return {
    atoms: { own: vector(), captions, similarities: captions.map((_, j) => 0.5 - j / 10) },
    names: [],
    templates: [],
    descriptions: [],
    counts: null,
  };
});

it('scores as every prototype enriched by itself does, whichever setting came before', () => {
  const all = new Prototypes(classes);
  const z = vector();
  for (const settings of [
    PAPER_SETTINGS,
    { ...PAPER_SETTINGS, alpha: 0.7 },
    { ...PAPER_SETTINGS, alpha: 0 },
    { ...PAPER_SETTINGS, alpha: 1, k: 1 },
    RELEASED_CODE_SETTINGS,
  ]) {
    const expected = classes.map(({ atoms }) => dot(z, enrichAtoms(atoms, 'class', settings)));
    const scores = all.under(settings).scores(z);
    expect([...scores]).toEqual(expected.map((score) => expect.closeTo(score, 6)));
  }
});

it('builds in steps, and goes on with what another setting has begun', () => {
  const all = new Prototypes(classes);
  const first = all.under(PAPER_SETTINGS);
  const steps = first.build();
  steps.next();
  const second = all.under({ ...PAPER_SETTINGS, alpha: 0.9 });
  expect([...second.build()].length).toBeGreaterThan(1);
  const z = vector();
  const expected = (alpha: number) =>
    classes.map(({ atoms }) =>
      expect.closeTo(dot(z, enrichAtoms(atoms, 'class', { ...PAPER_SETTINGS, alpha })), 6),
    );
  expect([...second.scores(z)]).toEqual(expected(0.9));
  expect([...first.scores(z)]).toEqual(expected(PAPER_SETTINGS.alpha));
});

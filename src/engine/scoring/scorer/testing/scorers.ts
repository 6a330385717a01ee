import {
  type Atoms,
  type ClassInput,
  methodById,
  normalise,
  type ParameterValues,
  type PhotoInput,
  paperValues,
  unwrap,
} from '../../../../../core';
import { SetScoring } from '../../../../../workers/scoring/set-scoring';
import type { ScoringClient } from '../../../workers/clients';
import { Scorer } from '../scorer';

/** Atoms of no captions; the vector is normalised. */
export const atoms = (...own: number[]): Atoms => ({ own: normalise(own), captions: [], similarities: [] });
/** Never stops a step. */
export const always = () => true;

/** The atoms with captions, the first the most similar. */
export const loaded = (own: Atoms, ...captions: number[][]): Atoms => ({
  ...own,
  captions: captions.map((caption) => normalise(caption)),
  similarities: captions.map((_, i) => 0.5 - i / 10),
});

/** A photo as methods read it. */
export const photo = (id: string, of: Atoms, change: Partial<PhotoInput> = {}): PhotoInput => ({
  id,
  atoms: of,
  paired: null,
  candidates: null,
  ...change,
});

/** A class as methods read it. */
export const cls = (of: Atoms, change: Partial<ClassInput> = {}): ClassInput => ({
  atoms: of,
  names: [of.own],
  templates: [],
  descriptions: [],
  counts: null,
  ...change,
});

/** The worker's work, without the worker. */
export function clientInPlace(): ScoringClient {
  const scoring = new SetScoring();
  return {
    take: async (photos: readonly PhotoInput[]) => unwrap(await scoring.take(photos)),
    drop: async (ids: readonly string[]) => unwrap(await scoring.drop(ids)),
    begin: async (...task: Parameters<SetScoring['begin']>) => unwrap(await scoring.begin(...task)),
    prepare: async (ids: readonly string[]) => unwrap(await scoring.prepare(ids)),
    score: async (values: ParameterValues) => unwrap(await scoring.score(values)),
    explain: async (id: string) => unwrap(await scoring.explain(id)),
  };
}

/** A scorer of one method, whose worker does its work in place. */
export function scorerWith(
  methodId = 'core',
  values?: ParameterValues,
  mostProducts?: number,
  client = clientInPlace(),
): Scorer {
  const scorer = new Scorer(
    () => client,
    () => {},
    mostProducts,
  );
  const method = methodById(methodId)!;
  scorer.setMethod(method, values ?? paperValues(method));
  return scorer;
}

/** A photo between the first two classes. */
export const first = loaded(atoms(1, 0.4, 0.1), [0.2, 1, 0.3], [0.1, 0.9, 1]);
/** Three classes. */
export const classes = [
  cls(loaded(atoms(1, 0, 0), [1, 0.3, 0])),
  cls(loaded(atoms(0, 1, 0.2), [0, 1, 1], [0.3, 1, 0])),
  cls(atoms(0, 0.1, 1)),
];
/** Classes by rank, as positions in the list. */
export const places = (ranking: readonly { index: number }[]) => ranking.map(({ index }) => index);

/** The classes with all that methods may read of one. */
export const fullClasses = classes.map(({ atoms: of }, i) =>
  cls(of, {
    names: [of.own, normalise([0.2, i, 1])],
    templates: [of.own, normalise([0.4, i, 0.3])],
    descriptions: [normalise([i, 0.2, 1])],
    counts: [0, i],
  }),
);

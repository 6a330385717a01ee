import {
  type Atoms,
  type ClassNames,
  type EnrichmentSettings,
  finish,
  type Method,
  margin,
  methodById,
  type ParameterValues,
  paperValues,
  rank,
  shares,
  type Task,
} from '../../../core';
import { seeded } from '../../random.ts';
import { FOLDS, foldsOf, supportOf } from './folds.ts';

/** What a method made of a picture. */
export interface Verdict {
  /** Place of its class in the ranking, from 0; infinite where it is not in it. */
  readonly place: number;
  /** Share of the best class minus that of the second, 0–1. */
  readonly margin: number;
}

/** Labelled pictures among classes, with all that a method may ask for. */
export interface Labelled {
  readonly task: Task;
  readonly classes: readonly ClassNames[];
  /** `[photos]`, places in `classes`. */
  readonly labels: readonly number[];
  /** The class's place that a candidate of CaSED names, or −1. */
  readonly classNamed: (candidate: string) => number;
  /** Atoms of the classes with captions found by name, and by name and meaning together. */
  readonly byName: { readonly alone: readonly Atoms[]; readonly fused: readonly Atoms[] };
}

/** A row of the table: a method with its parameters, on a list of classes. */
export interface FurtherMethod {
  readonly name: string;
  judge(labelled: Labelled): Verdict[];
}

/** Accepted pictures of each class that Tip-Adapter is given. */
const SHOTS = [1, 2, 4];

/**
 * The methods beside CoRE, with the values of their papers, and CoRE with captions that were found by name.
 * @param settings those of the row `core`
 */
export function furtherMethods(settings: EnrichmentSettings): readonly FurtherMethod[] {
  const plain = (name: string, id = name): FurtherMethod => ({
    name,
    judge: ({ task, labels }) => verdicts(named(id), task, labels),
  });
  const core = (name: string, atoms: (labelled: Labelled) => readonly Atoms[]): FurtherMethod => ({
    name,
    judge: (labelled) => {
      const found = atoms(labelled);
      const classes = labelled.task.classes.map((cls, c) => ({ ...cls, atoms: found[c]! }));
      return verdicts(named('core'), { ...labelled.task, classes }, labelled.labels, { ...settings });
    },
  });
  return [
    core('core-lexical', ({ byName }) => byName.alone),
    core('core-hybrid', ({ byName }) => byName.fused),
    { name: 'x-more', judge: ({ task, labels }) => inRandomOrder(named('x-more'), task, labels) },
    plain('caption-ensemble'),
    { name: 'cased', judge: nameVerdicts },
    plain('cupl'),
    plain('autoclip', 'auto-clip'),
    plain('real'),
    plain('zlap'),
    ...SHOTS.map(
      (shots): FurtherMethod => ({ name: `tip-adapter-${shots}`, judge: (of) => fewShotVerdicts(of, shots) }),
    ),
  ];
}

function named(id: string): Method {
  const method = methodById(id);
  if (method === undefined) throw new RangeError(`there is no method ${id}`);
  return method;
}

/** Scores the photos at `places` in that order, each with the state that the one before left. */
function* scored(
  method: Method,
  task: Task,
  parameters: ParameterValues,
  places: Iterable<number> = task.photos.keys(),
) {
  const prepared = method.prepare(task);
  const weighed = prepared.weigh(parameters);
  let { initial: state } = weighed;
  for (const place of places) {
    const photo = task.photos[place]!;
    const measured = prepared.immediate?.(photo) ?? finish(prepared.measure(photo));
    const result = weighed.score(measured, state);
    state = result.state;
    yield { place, ...result };
  }
}

function verdicts(
  method: Method,
  task: Task,
  labels: readonly number[],
  parameters = paperValues(method),
  places?: Iterable<number>,
): Verdict[] {
  const found: Verdict[] = [];
  for (const { place, scores } of scored(method, task, parameters, places))
    found[place] = {
      place: rank(scores).findIndex(({ index }) => index === labels[place]),
      margin: margin(shares(method.output, scores, task.logitScale)),
    };
  return found;
}

/** X-MoRe remembers the photos so far: they come mixed, not class by class. */
function inRandomOrder(method: Method, task: Task, labels: readonly number[]): Verdict[] {
  const order = seeded('order', task.photos.length).sample([...task.photos.keys()], task.photos.length);
  return verdicts(method, task, labels, paperValues(method), order);
}

/** CaSED is right where its first candidate is a name of the class; candidates that are no class's name stay in the ranking. */
function nameVerdicts({ task, labels, classNamed }: Labelled): Verdict[] {
  const cased = named('cased');
  const found: Verdict[] = [];
  for (const { place, scores, names } of scored(cased, task, paperValues(cased))) {
    const ranking = rank(scores).map(({ index }) => classNamed(names![index]!));
    const at = ranking.indexOf(labels[place]!);
    found[place] = {
      place: at < 0 ? Number.POSITIVE_INFINITY : at,
      margin: margin(shares(cased.output, scores, task.logitScale)),
    };
  }
  return found;
}

/** Tip-Adapter by cross-validation: the pictures of each part are judged with accepted ones from the next part. */
function fewShotVerdicts({ task, labels }: Labelled, shots: number): Verdict[] {
  const method = named('tip-adapter');
  const folds = foldsOf(labels);
  const found: Verdict[] = [];
  for (let fold = 0; fold < FOLDS; fold++) {
    const labelled = supportOf(labels, folds, (fold + 1) % FOLDS, shots).map((place) => ({
      id: task.photos[place]!.id,
      embedding: task.photos[place]!.atoms.own,
      label: labels[place]!,
    }));
    const judged = [...folds.keys()].filter((place) => folds[place] === fold);
    const results = verdicts(method, { ...task, labelled }, labels, paperValues(method), judged);
    for (const place of judged) found[place] = results[place]!;
  }
  return found;
}

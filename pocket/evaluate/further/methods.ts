import {
  type Atoms,
  CAREFUL_SETTINGS,
  type ClassNames,
  type EnrichmentSettings,
  type FittedScales,
  finish,
  type Method,
  margin,
  methodById,
  type ParameterValues,
  paperValues,
  RELEASED_CODE_SETTINGS,
  rank,
  type ScoredPhoto,
  scaleOf,
  shares,
  type Task,
  VARIED_SETTINGS,
} from '../../../core';
import { seeded } from '../../random.ts';
import type { Verdict } from '../ranking/judge.ts';
import { FOLDS, foldsOf, supportOf } from './folds.ts';

/** Labelled pictures among classes, with all that a method may ask for. */
export interface Labelled {
  readonly task: Task;
  readonly classes: readonly ClassNames[];
  /** `[photos]`, places in `classes`. */
  readonly labels: readonly number[];
  /** Fitted scales of shares; null where nobody fitted any. */
  readonly scales: FittedScales | null;
  /** Told of each picture's scores, and of its place in the task. */
  readonly onScored?: ((method: Method, photo: ScoredPhoto, place: number) => void) | undefined;
  /** The class's place that a candidate of CaSED names, or −1. */
  readonly classNamed: (candidate: string) => number;
  /** Atoms of the classes with captions found by name, and by name and meaning together. */
  readonly byName: { readonly alone: readonly Atoms[]; readonly fused: readonly Atoms[] };
  /**
   * Atoms of the classes whose prototype starts from CuPL's, with captions found by name, and by meaning and descriptions together
   * (HyDE's idea: what looks like the answer is sought, besides the question).
   */
  readonly described: readonly Atoms[];
  /** Atoms of the classes with as many captions as `VARIED_SETTINGS` ask for. */
  readonly varied: readonly Atoms[];
  /** Atoms of the classes with captions found by one retrieval prompt that holds all names. */
  readonly together: readonly Atoms[];
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
    judge: (of) => verdicts(named(id), of),
  });
  const core = (
    name: string,
    atoms: (labelled: Labelled) => readonly Atoms[],
    values = settings,
  ): FurtherMethod => ({
    name,
    judge: (labelled) => {
      const found = atoms(labelled);
      const classes = labelled.task.classes.map((cls, c) => ({ ...cls, atoms: found[c]! }));
      return verdicts(
        named('core'),
        { ...labelled, onScored: undefined, task: { ...labelled.task, classes } },
        { ...values },
      );
    },
  });
  return [
    core('core-varied', ({ varied }) => varied, VARIED_SETTINGS),
    core('core-careful', ({ varied }) => varied, CAREFUL_SETTINGS),
    core('core-released', ({ together }) => together, RELEASED_CODE_SETTINGS),
    core('core-lexical', ({ byName }) => byName.alone),
    core('core-hybrid', ({ byName }) => byName.fused),
    core('core-descriptions', ({ described }) => described),
    { name: 'x-more', judge: (of) => inRandomOrder(named('x-more'), of) },
    plain('caption-ensemble'),
    { name: 'cased', judge: nameVerdicts },
    plain('cupl'),
    plain('autoclip', 'auto-clip'),
    plain('real'),
    plain('zlap'),
    plain('transclip'),
    {
      name: 'transclip-core',
      judge: (of) => {
        const { alpha, beta } = settings;
        return verdicts(named('transclip'), of, { start: 'core', alpha, beta });
      },
    },
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
  labelled: Labelled,
  parameters = paperValues(method),
  places?: Iterable<number>,
): Verdict[] {
  const { task } = labelled;
  const found: Verdict[] = [];
  for (const { place, scores } of scored(method, task, parameters, places))
    found[place] = verdict(method, parameters, scores, labelled, (index) => index, place);
  return found;
}

/**
 * @param classOf the class in the list that a score belongs to, or −1
 * @param photo its place in the task
 */
function verdict(
  method: Method,
  parameters: ParameterValues,
  scores: ArrayLike<number>,
  { task, labels, scales, onScored }: Labelled,
  classOf: (index: number) => number,
  photo: number,
): Verdict {
  const ranking = rank(scores).map(({ index }) => index);
  const place = ranking.findIndex((index) => classOf(index) === labels[photo]);
  const { value: scale } = scaleOf(method, parameters, scales, task.logitScale, {
    photos: task.photos.length,
    classes: task.classes.length,
  });
  const relative = shares(method.output, scores, scale);
  onScored?.(method, { scores, right: place === 0 }, photo);
  return {
    place: place < 0 ? Number.POSITIVE_INFINITY : place,
    answer: classOf(ranking[0]!),
    share: relative[ranking[0]!]!,
    margin: margin(relative),
  };
}

/** X-MoRe remembers the photos so far: they come mixed, not class by class. */
function inRandomOrder(method: Method, labelled: Labelled): Verdict[] {
  const { task } = labelled;
  const order = seeded('order', task.photos.length).sample([...task.photos.keys()], task.photos.length);
  return verdicts(method, labelled, paperValues(method), order);
}

/** CaSED is right where its first candidate is a name of the class; candidates that are no class's name stay in the ranking. */
function nameVerdicts(labelled: Labelled): Verdict[] {
  const { task, classNamed } = labelled;
  const cased = named('cased');
  const found: Verdict[] = [];
  for (const { place, scores, names } of scored(cased, task, paperValues(cased))) {
    found[place] = verdict(
      cased,
      paperValues(cased),
      scores,
      labelled,
      (index) => classNamed(names![index]!),
      place,
    );
  }
  return found;
}

/** Tip-Adapter by cross-validation: the pictures of each part are judged with accepted ones from the next part. */
function fewShotVerdicts(of: Labelled, shots: number): Verdict[] {
  const { task, labels } = of;
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
    const results = verdicts(method, { ...of, task: { ...task, labelled } }, paperValues(method), judged);
    for (const place of judged) found[place] = results[place]!;
  }
  return found;
}

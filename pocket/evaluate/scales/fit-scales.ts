import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type Atoms,
  dot,
  type Embeddings,
  enrichAtoms,
  type Fit,
  type FittedScale,
  type FittedScales,
  type FittedStates,
  falseAlarmsAt,
  fitCrowding,
  fitMargin,
  fitScale,
  type JudgedAnswer,
  lead,
  likenessOf,
  METHODS,
  type Method,
  NEAREST_CAPTIONS,
  nearestCosine,
  partingMargin,
  SCALES_VERSION,
  type ScoredPhoto,
  STATES_VERSION,
  scaleAt,
  unfittedScale,
} from '../../../core';
import type { Knowledge } from '../../domain.ts';
import type { FurtherMethods } from '../further/index.ts';
import type { Options } from '../options.ts';
import { type ClassList, domainList, everyClassList } from '../pictures/class-lists.ts';
import { type LabelledPicture, thingsOf } from '../pictures/pictures.ts';
import { type Bench, depthOf, judgeList, photosOf, picturesOf } from '../ranking/evaluate.ts';
import { classAtoms } from '../ranking/judge.ts';
import { type HeldOut, heldOut, heldOutLines, judgedAt, type ScoredPicture } from './held-out.ts';

/** Values of α and of β that CoRE's scale is fitted at. */
const GRID = [0, 0.25, 0.5, 0.75, 1];
/** Values of γ, zero-shot's share in CoRE's score, that its scale is fitted at with each. */
const ZERO_SHOT_SHARES = [0, 0.3];

/** Rows that score a set together, and pictures of each class in the smaller of the two sets that their scales are fitted on. */
const TOGETHER = ['zlap', 'transclip', 'transclip-core'];
const FEW = 2;

/** Part of the confident answers that is to be right at least: a method that is seldom right is not confident then. */
const LEAST_RIGHT = 0.75;
/** Part that would be right where the other rule were taken, which stands beside the chosen one for comparison. */
const OFTEN_RIGHT = 0.9;
/** Part of the classes' pictures that are not to be called strangers. */
const KEPT = 0.95;

/**
 * Fits the scale of every method's shares on labelled pictures, each among the classes of its domain and among all classes; CoRE's for a
 * grid of α, β and γ; then the margin that parts right answers from wrong ones best, CoRE's at the setting that the page starts with, and
 * the likeness that nearly all pictures have. Gives lines to print, and writes the index's manifest where that was asked for.
 */
export async function fitLines(
  bench: Bench,
  domains: readonly Knowledge[],
  pictures: readonly LabelledPicture[],
  embeddings: Embeddings,
  retrievalPrompt: string,
  options: Options,
): Promise<string[]> {
  const scored = new Map<string, ScoredPicture[]>();
  const scoredFew = new Map<string, ScoredPicture[]>();
  let judging: readonly { readonly at: number }[] = [];
  const thingOf = thingsOf(pictures);
  const pictureAt = (at: number) => ({ picture: at, thing: thingOf[at]! });
  const into =
    (found: Map<string, ScoredPicture[]>): NonNullable<FurtherMethods['onScored']> =>
    ({ id }, photo, place) => {
      const of = found.get(id) ?? [];
      of.push({ ...photo, ...pictureAt(judging[place]!.at) });
      found.set(id, of);
    };
  bench.further.onScored = into(scored);
  const few = bench.further.only(TOGETHER);
  few.onScored = into(scoredFew);
  /** Photos and classes of all lists, with all pictures and with few. */
  const sizes = { all: { photos: 0, classes: 0 }, few: { photos: 0, classes: 0 } };
  const count = (size: keyof typeof sizes, found: number, classes: number) => {
    const { photos: before, classes: known } = sizes[size];
    sizes[size] = { photos: before + found, classes: known + classes };
  };
  const photos = await photosOf(bench, embeddings);
  const settings = bench.methods.find(({ name }) => name === 'core')!.settings;
  const crossings = GRID.flatMap((alpha) =>
    GRID.flatMap((beta) =>
      ZERO_SHOT_SHARES.map((zeroShotShare) => ({ ...settings, alpha, beta, zeroShotShare })),
    ),
  );
  const core: ScoredPicture[][] = crossings.map(() => []);
  /** CoRE's as the page starts. */
  const atStart: ScoredPicture[] = [];
  const likenesses: number[] = [];
  const judge = async (list: ClassList, slug: string | null) => {
    const known = picturesOf(list, slug, pictures);
    const atoms = known.map(({ at }) => photos.atoms[at]!);
    const inputs = known.map(({ at }) => photos.inputs[at]!);
    judging = known;
    const zeroShot = bench.methods.slice(0, 1);
    await judgeList({ ...bench, methods: zeroShot }, list, known, { atoms, inputs });
    count('all', known.length, list.classes.length);
    const some = fewOfEach(known);
    judging = some;
    await judgeList({ ...bench, methods: zeroShot, further: few }, list, some, {
      atoms: some.map(({ at }) => photos.atoms[at]!),
      inputs: some.map(({ at }) => photos.inputs[at]!),
    });
    count('few', judging.length, list.classes.length);
    const classes = await classAtoms(list, bench.encoder.embedTexts, bench.index, depthOf(bench.methods));
    const own = classes.map((cls) => cls.own);
    for (const { captions } of atoms) {
      const likeness = likenessOf(
        captions.slice(0, NEAREST_CAPTIONS).map((caption) => nearestCosine(caption, own)),
      );
      if (likeness !== null) likenesses.push(likeness);
    }
    const started = classes.map((cls) => enrichAtoms(cls, 'class', settings));
    for (const [p, photo] of atoms.entries()) {
      const { at, label } = known[p]!;
      atStart.push({ ...scoredPhoto(photo, own, started, settings, label), ...pictureAt(at) });
    }
    for (const [i, crossing] of crossings.entries()) {
      const prototypes = classes.map((cls) => enrichAtoms(cls, 'class', crossing));
      for (const [p, photo] of atoms.entries())
        core[i]!.push({
          ...scoredPhoto(photo, own, prototypes, crossing, known[p]!.label),
          ...pictureAt(known[p]!.at),
        });
    }
  };
  for (const knowledge of domains) await judge(domainList(knowledge, retrievalPrompt), knowledge.slug);
  await judge(everyClassList(domains, retrievalPrompt), null);

  const lines = [
    `${pictures.length} validation pictures, each among its domain's classes and among all`,
    `${'method'.padEnd(26)}${'scale'.padStart(10)}${'ECE'.padStart(8)}${'unfitted'.padStart(10)}${'ECE'.padStart(8)}${'margin'.padStart(8)}${'kept'.padStart(8)}`,
  ];
  const judged = new Map<string, JudgedAnswer[]>();
  const held: (readonly [name: string, HeldOut | null])[] = [];
  const startOf = (method: Method) => unfittedScale(method.output, bench.logitScale).value;
  const fitted = (method: Method, name: string, of: readonly ScoredPicture[]): number => {
    const start = startOf(method);
    const before = fitScale(method.output, of, start, 1);
    const after = fitScale(method.output, of, start);
    if (after === null || before === null) throw new RangeError(`${name} is right always or never`);
    const answers = judgedAt(method.output, of, after.scale);
    if (method.id !== 'core') {
      judged.set(method.id, answers);
      held.push([method.id, heldOut(method.output, of, start, confidentFrom)]);
    }
    lines.push(name.padEnd(26) + cells(after) + cells(before) + marginCells(answers));
    return Number(after.scale.toPrecision(4));
  };
  const fewScale = (method: Method, of: readonly ScoredPicture[]): number => {
    const fit = fitScale(method.output, of, startOf(method));
    if (fit === null) throw new RangeError(`${method.id} is right always or never on few pictures`);
    lines.push(`${method.id}, ${FEW} of each class`.padEnd(26) + cells(fit));
    return fit.scale;
  };
  const methods: Record<string, FittedScale> = {};
  for (const method of METHODS) {
    if (method.id === 'core')
      methods.core = {
        axes: [
          { parameter: 'alpha', at: GRID },
          { parameter: 'beta', at: GRID },
          { parameter: 'zeroShotShare', at: ZERO_SHOT_SHARES },
        ],
        scales: crossings.map(({ alpha, beta, zeroShotShare }, i) =>
          fitted(method, `core α ${alpha} β ${beta} γ ${zeroShotShare}`, core[i]!),
        ),
      };
    else {
      // CoRE without captions is zero-shot.
      const scale = fitted(
        method,
        method.id,
        method.id === 'zero-shot' ? core[0]! : (scored.get(method.id) ?? []),
      );
      const ofFew = scoredFew.get(method.id);
      methods[method.id] =
        ofFew === undefined
          ? { axes: [], scales: [scale] }
          : crowdedScale({ ...sizes.all, scale }, { ...sizes.few, scale: fewScale(method, ofFew) });
    }
  }
  const scale = scaleAt(methods.core!, { ...settings });
  const started = atStart.map(({ scores, right, picture }) => ({
    right,
    picture,
    ...lead('cosine', scores, scale),
  }));
  judged.set('core', started);
  const coreMethod = METHODS.find(({ id }) => id === 'core')!;
  const heldCore = heldOut('cosine', atStart, startOf(coreMethod), confidentFrom);
  lines.push('', ...ruleLines(started));
  lines.push('', ...heldOutLines([['core', heldCore], ...held]));
  const scales: FittedScales = {
    version: SCALES_VERSION,
    fittedOn: `${pictures.length} validation pictures of the pocket world`,
    methods,
  };
  const states: FittedStates = {
    version: STATES_VERSION,
    fittedOn: scales.fittedOn,
    likeness: rounded(falseAlarmsAt(likenesses, [], KEPT).threshold),
    margins: Object.fromEntries([...judged].map(([id, answers]) => [id, rounded(confidentFrom(answers))])),
  };
  lines.push('', `States: ${JSON.stringify(states)}`);
  if (options.what.kind === 'world' && options.what.write) {
    const file = join(options.index, 'manifest.json');
    const manifest = JSON.parse(readFileSync(file, 'utf8')) as object;
    writeFileSync(file, `${JSON.stringify({ ...manifest, scales, states }, null, 1)}\n`);
    lines.push('', `Written to ${file}`);
  } else lines.push('', JSON.stringify(scales));
  return lines;
}

/** The first few pictures of each class. */
function fewOfEach<P extends { readonly label: number }>(pictures: readonly P[]): readonly P[] {
  const taken = new Map<number, number>();
  return pictures.filter(({ label }) => {
    const before = taken.get(label) ?? 0;
    taken.set(label, before + 1);
    return before < FEW;
  });
}

/** The scale of a method that scores a set together, whatever the set's size. */
function crowdedScale(...sets: Parameters<typeof fitCrowding>): FittedScale {
  const { scale, crowding } = fitCrowding(...sets);
  const rounded = { axes: [], scales: [Number(scale.toPrecision(4))] };
  return crowding === 0 ? rounded : { ...rounded, crowding: Number(crowding.toPrecision(3)) };
}

const cells = ({ scale, ece }: Fit) => scale.toPrecision(4).padStart(10) + (100 * ece).toFixed(1).padStart(8);

/** What can be said of answers parted by a margin. */
function partedCells(answers: readonly JudgedAnswer[], least: number): string {
  const kept = answers.filter(({ margin }) => margin >= least);
  const right = kept.filter((answer) => answer.right).length;
  const wrong = answers.filter((answer) => !answer.right).length;
  const cells = [kept.length / answers.length, right / kept.length, 1 - (kept.length - right) / wrong];
  return least.toFixed(3).padStart(8) + cells.map((part) => (100 * part).toFixed(1).padStart(8)).join('');
}

/** Both rules for CoRE as the page starts: each fitted on every second picture, and held against the others. */
function ruleLines(answers: readonly (JudgedAnswer & { readonly picture: number })[]): string[] {
  const [fit, held] = [0, 1].map((half) => answers.filter(({ picture }) => picture % 2 === half));
  const right = answers.filter((answer) => answer.right).length / answers.length;
  const rules = [
    ['right from wrong', confidentFrom(fit!)],
    ['nine of ten right', fitMargin(fit!, OFTEN_RIGHT)],
    ['margin of 0.15', 0.15],
  ] as const;
  return [
    `CoRE as the page starts, ${(100 * right).toFixed(1)} % right; margins fitted on every second picture, held against the others`,
    `${'rule'.padEnd(20)}${'margin'.padStart(8)}${'kept'.padStart(8)}${'right'.padStart(8)}${'caught'.padStart(8)}`,
    ...rules.map(([name, least]) => name.padEnd(20) + partedCells(held!, least)),
  ];
}

/** From which margin on answers are confident: where it parts right from wrong best, if enough of those above it are right. */
const confidentFrom = (answers: readonly JudgedAnswer[]): number =>
  Math.max(partingMargin(answers), fitMargin(answers, LEAST_RIGHT));

/** That margin, and the part of the answers that have it. */
function marginCells(answers: readonly JudgedAnswer[]): string {
  const least = confidentFrom(answers);
  const kept = answers.filter(({ margin }) => margin >= least).length / answers.length;
  return least.toFixed(3).padStart(8) + (100 * kept).toFixed(1).padStart(8);
}

const rounded = (part: number) => Number(part.toPrecision(3));

function scoredPhoto(
  photo: Atoms,
  own: readonly ArrayLike<number>[],
  prototypes: readonly Float32Array[],
  settings: Parameters<typeof enrichAtoms>[2],
  label: number,
): ScoredPhoto {
  const z = enrichAtoms(photo, 'image', settings);
  const { zeroShotShare } = settings;
  const scores = Float32Array.from(
    prototypes,
    (prototype, c) => (1 - zeroShotShare) * dot(z, prototype) + zeroShotShare * dot(photo.own, own[c]!),
  );
  let best = 0;
  for (let c = 1; c < scores.length; c++) if (scores[c]! > scores[best]!) best = c;
  return { scores, right: best === label };
}

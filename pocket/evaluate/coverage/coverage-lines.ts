import {
  type ClassCoverage,
  coverageOf,
  type Embeddings,
  LIMITS,
  namedPart,
  rankCorrelation,
  row,
  stack,
} from '../../../core';
import type { Knowledge } from '../../domain.ts';
import { MethodRetrieval } from '../further/retrieval.ts';
import { everyClassList } from '../pictures/class-lists.ts';
import type { LabelledPicture } from '../pictures/pictures.ts';
import { atomsOf } from '../ranking/classify.ts';
import { type Bench, picturesOf } from '../ranking/evaluate.ts';
import { classAtoms, queriesOf, rankingsOf } from '../ranking/judge.ts';

/** What is held against accuracy: each part of coverage, and what is predicted from them. */
const PARTS: readonly (readonly [name: string, of: (coverage: ClassCoverage) => number])[] = [
  ['captions that name it', ({ counts }) => (counts ?? []).reduce((sum, n) => sum + n, 0)],
  ['part that names it', ({ named }) => named ?? 0],
  ['nearest caption', ({ nearest }) => nearest ?? 0],
  ['captions agree', ({ agreement }) => agreement ?? 0],
  ['own captions (1 − mixed)', ({ mixed }) => 1 - (mixed ?? 1)],
  ['distance of the rival', ({ rival }) => 1 - (rival?.cosine ?? 1)],
  ['predicted', ({ strength }) => strength],
];

/** How well coverage of all classes in one list foretells their Acc@1 under CoRE, as lines to print. */
export async function coverageLines(
  { encoder, index, methods }: Bench,
  domains: readonly Knowledge[],
  pictures: readonly LabelledPicture[],
  embeddings: Embeddings,
  retrievalPrompt: string,
  folder: string,
): Promise<string[]> {
  const list = everyClassList(domains, retrievalPrompt);
  const core = methods.find(({ name }) => name === 'core')!;
  const { k } = core.settings;
  const atoms = await classAtoms(list, encoder.embedTexts, index, k);
  const retrieval = await MethodRetrieval.open(index, folder);
  const counts = await retrieval.counts(list.classes.flatMap(({ names }) => names));
  let next = 0;
  const { hits } = await index.search(await queriesOf(list, encoder.embedTexts), LIMITS.k.max);
  const steps = coverageOf(
    list.classes.map(({ names }, c) => ({
      atoms: atoms[c]!,
      counts: names.map(() => counts[next++]!),
      named: namedPart(
        hits[c]!.map(({ text }) => text),
        names,
      ),
    })),
    core.settings,
  );
  let step = steps.next();
  while (!step.done) step = steps.next();
  const coverage = step.value;

  const known = picturesOf(list, null, pictures);
  const images = stack(known.map(({ at }) => row(embeddings, at)));
  const [rankings] = rankingsOf(await atomsOf(images, images, index, k), atoms, [core]);
  const right = new Float64Array(list.classes.length);
  const all = new Float64Array(list.classes.length);
  known.forEach(({ label }, i) => {
    all[label]! += 1;
    if (rankings![i]![0]!.index === label) right[label]! += 1;
  });
  const accuracy = right.map((n, c) => n / all[c]!);
  const width = Math.max(...list.classes.map(({ name }) => name.length)) + 2;
  const order = [...coverage.keys()].sort((a, b) => coverage[a]!.strength - coverage[b]!.strength);
  return [
    `${list.classes.length} classes in one list, ${known.length} pictures, Acc@1 under CoRE`,
    '',
    `${'class'.padEnd(width)}${'Acc@1'.padStart(7)}${'named'.padStart(18)}${'of nearest'.padStart(12)}${'nearest'.padStart(9)}${'mixed'.padStart(7)}${'rival'.padStart(7)}  predicted`,
    ...order.map((c) => {
      const { counts: own, named, nearest, mixed, rival, strength, weak } = coverage[c]!;
      return `${list.classes[c]!.name.padEnd(width)}${(100 * accuracy[c]!).toFixed(0).padStart(7)}${(own ?? []).join('+').padStart(18)}${(named ?? 0).toFixed(2).padStart(12)}${(nearest ?? 0).toFixed(3).padStart(9)}${(mixed ?? 1).toFixed(1).padStart(7)}${(rival?.cosine ?? 0).toFixed(3).padStart(7)}  ${strength.toFixed(3)}${weak ? ' likely weak' : ''}`;
    }),
    '',
    'Rank correlation (Spearman) with Acc@1',
    ...PARTS.map(
      ([name, of]) => `  ${name.padEnd(26)}${rankCorrelation(coverage.map(of), accuracy).toFixed(3)}`,
    ),
    ...weakLines(coverage, accuracy),
  ];
}

/** What the classes called weak come to, against the others. */
function weakLines(coverage: readonly ClassCoverage[], accuracy: ArrayLike<number>): string[] {
  const mean = (places: readonly number[]) =>
    places.length === 0
      ? '–'
      : ((100 * places.reduce((sum, c) => sum + accuracy[c]!, 0)) / places.length).toFixed(1);
  const weak = [...coverage.keys()].filter((c) => coverage[c]!.weak);
  const others = [...coverage.keys()].filter((c) => !coverage[c]!.weak);
  return ['', `Likely weak: ${weak.length} classes, mean Acc@1 ${mean(weak)}; the others ${mean(others)}`];
}

import {
  type Atoms,
  dot,
  type Embeddings,
  FernglassError,
  type FittedScales,
  type PhotoInput,
  row,
  scaleOf,
} from '../../../core';
import { enrichment } from '../../../core/methods/enrichment';
import type { NodeEncoder } from '../../../workers/encoder/node';
import type { SearchableIndex } from '../../../workers/retrieval/search/searchable-index.ts';
import type { Knowledge } from '../../domain.ts';
import type { FurtherMethods } from '../further/index.ts';
import { type ClassList, domainList, everyClassList, placeOf } from '../pictures/class-lists.ts';
import type { LabelledPicture } from '../pictures/pictures.ts';
import { partsOf, type RowWithGain, rowsOf } from '../tables/rows.ts';
import { atomsOf } from './classify.ts';
import { classAtoms, type Judged, type JudgedList, judge, type Known, rankingsOf } from './judge.ts';
import type { Method } from './methods.ts';

/** The model and the index that are evaluated, and how. */
export interface Bench {
  readonly encoder: NodeEncoder;
  readonly index: SearchableIndex;
  readonly methods: readonly Method[];
  readonly further: FurtherMethods;
  /** exp(t) of the checkpoint, for margins. */
  readonly logitScale: number;
  /** Those of the index; null where nobody fitted any. */
  readonly scales: FittedScales | null;
}

/** Below this cosine between the index's fixed sentence and the model's embedding of it, the two do not belong together. */
const SAME_MODEL_COSINE = 0.99;

/**
 * Makes sure that the index was made with the model.
 * @throws FernglassError `index-model-mismatch`
 */
export async function checkIndex({ encoder, index }: Pick<Bench, 'encoder' | 'index'>): Promise<void> {
  const { id, width, fingerprint } = index.manifest.model;
  const embeddings = await encoder.embedTexts([fingerprint.sentence]);
  if (embeddings.width === width && dot(fingerprint.embedding, row(embeddings, 0)) >= SAME_MODEL_COSINE)
    return;
  throw new FernglassError(
    'index-model-mismatch',
    `The index was made with ${id}, not with the model in ${encoder.id}. Choose an index that was made with it: --index DIR.`,
  );
}

/** Captions that the methods ask for at most. */
export const depthOf = (methods: readonly Method[]): number =>
  Math.max(...methods.map(({ settings }) => settings.k));

/** Pictures ranked at once: their rankings are held in memory. */
const AT_ONCE = 256;

/** Pictures as CoRE sees them, and as the further methods do. */
export interface Photos {
  readonly atoms: readonly Atoms[];
  readonly inputs: readonly PhotoInput[];
}

/** Retrieves for pictures what the methods ask for. */
export async function photosOf({ index, methods, further }: Bench, embeddings: Embeddings): Promise<Photos> {
  return {
    atoms: await atomsOf(embeddings, embeddings, index, depthOf(methods)),
    inputs: await further.photos(embeddings),
  };
}

/** CoRE scores each photo by itself. */
const ALONE = { photos: 1, classes: 0 };

/** What the shares of one of CoRE's rows are scaled by; zero-shot is CoRE without captions. */
export const shareScale = (
  { scales, logitScale }: Pick<Bench, 'scales' | 'logitScale'>,
  { settings }: Method,
): number => scaleOf(enrichment, { ...settings }, scales, logitScale, ALONE).value;

/** Ranks pictures among the classes of a list. */
export async function judgeList(
  bench: Bench,
  list: ClassList,
  pictures: readonly Known[],
  { atoms, inputs }: Photos,
): Promise<JudgedList> {
  const { encoder, index, methods, further } = bench;
  const classes = await classAtoms(list, encoder.embedTexts, index, depthOf(methods));
  const scales = methods.map((method) => shareScale(bench, method));
  const judged: Judged[] = [];
  for (let start = 0; start < pictures.length; start += AT_ONCE) {
    const rankings = rankingsOf(atoms.slice(start, start + AT_ONCE), classes, methods);
    judged.push(...judge(pictures.slice(start, start + AT_ONCE), rankings, scales));
  }
  const labels = pictures.map(({ label }) => label);
  const verdicts = await further.judge(list, labels, inputs, classes);
  return {
    domain: list.domain,
    classes: list.classes.length,
    renderings: false,
    judged: judged.map((one, i) => ({
      ...one,
      verdicts: [...one.verdicts, ...verdicts.map((of) => of[i]!)],
    })),
  };
}

/** The pictures that lie in a domain, with their place among its classes and in `embeddings`. */
export function picturesOf(
  list: ClassList,
  slug: string | null,
  pictures: readonly LabelledPicture[],
): (Known & { at: number })[] {
  return pictures.flatMap(({ slug: own, className, part }, at) =>
    slug === null || own === slug
      ? [{ at, className, part, group: null, label: placeOf(list, className) }]
      : [],
  );
}

/**
 * Held-out pictures ranked within their domains; where there are several, these together (`all`), and all of them among all classes.
 */
export async function judgeWorld(
  bench: Bench,
  domains: readonly Knowledge[],
  pictures: readonly LabelledPicture[],
  embeddings: Embeddings,
  retrievalPrompt: string,
): Promise<JudgedList[]> {
  const photos = await photosOf(bench, embeddings);
  const judgeAmong = async (list: ClassList, slug: string | null): Promise<JudgedList> => {
    const own = picturesOf(list, slug, pictures);
    const judged = await judgeList(bench, list, own, {
      atoms: own.map(({ at }) => photos.atoms[at]!),
      inputs: own.map(({ at }) => photos.inputs[at]!),
    });
    // All pictures of a class are drawn by one generator.
    return { ...judged, renderings: true };
  };
  const lists: JudgedList[] = [];
  for (const knowledge of domains)
    lists.push(await judgeAmong(domainList(knowledge, retrievalPrompt), knowledge.slug));
  if (lists.length < 2) return lists;
  return [...lists, together('all', lists), await judgeAmong(everyClassList(domains, retrievalPrompt), null)];
}

/** Lists one after the other: a class keeps its place in its own list, counted on from the lists before. */
export function together(domain: string, lists: readonly JudgedList[]): JudgedList {
  let before = 0;
  const judged = lists.flatMap((list) => {
    const first = before;
    before += list.classes;
    return list.judged.map((one) => ({
      ...one,
      label: first + one.label,
      verdicts: one.verdicts.map((of) => ({ ...of, answer: of.answer < 0 ? -1 : first + of.answer })),
    }));
  });
  return { domain, classes: before, renderings: lists.every(({ renderings }) => renderings), judged };
}

/** What the rows of the methods are called, in the order of `Judged.places`. */
export const rowNames = ({ methods, further }: Pick<Bench, 'methods' | 'further'>): string[] =>
  [...methods, ...further.methods].map(({ name }) => name);

/** Rows of every list, method and part; the parts come in one order in all lists. */
export function allRows(lists: readonly JudgedList[], names: readonly string[]): RowWithGain[] {
  const parts = partsOf(lists.flatMap(({ judged }) => judged));
  return lists.flatMap((list) => rowsOf(list, names, parts));
}

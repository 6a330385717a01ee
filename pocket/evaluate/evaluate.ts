import { type Atoms, dot, type Embeddings, FernglassError, row } from '../../src/core';
import type { NodeEncoder } from '../../workers/encoder/node';
import type { SearchableIndex } from '../../workers/retrieval/searchable-index.ts';
import type { Knowledge } from '../domain.ts';
import { type ClassList, domainList, everyClassList, placeOf } from './class-lists.ts';
import { atomsOf } from './classify.ts';
import { classAtoms, type Judged, judge, rankingsOf } from './judge.ts';
import type { Method } from './methods.ts';
import type { LabelledPicture } from './pictures.ts';
import { partsOf, type RowWithGain, rowsOf } from './rows.ts';

/** The model and the index that are evaluated, and how. */
export interface Bench {
  readonly encoder: NodeEncoder;
  readonly index: SearchableIndex;
  readonly methods: readonly Method[];
  /** exp(t) of the checkpoint, for margins. */
  readonly logitScale: number;
}

/** The pictures of a list as the methods judged them. */
export interface JudgedList {
  readonly domain: string;
  readonly judged: readonly Judged[];
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

/** Ranks pictures among the classes of a list. */
export async function judgeList(
  { encoder, index, methods, logitScale }: Bench,
  list: ClassList,
  pictures: readonly { readonly label: number; readonly className: string; readonly part: string | null }[],
  images: readonly Atoms[],
): Promise<JudgedList> {
  const classes = await classAtoms(list, encoder.embedTexts, index, depthOf(methods));
  const judged: Judged[] = [];
  for (let start = 0; start < pictures.length; start += AT_ONCE) {
    const rankings = rankingsOf(images.slice(start, start + AT_ONCE), classes, methods);
    judged.push(...judge(pictures.slice(start, start + AT_ONCE), rankings, logitScale));
  }
  return { domain: list.domain, judged };
}

/** The pictures that lie in a domain, with their place among its classes and in `embeddings`. */
export function picturesOf(
  list: ClassList,
  slug: string | null,
  pictures: readonly LabelledPicture[],
): { at: number; label: number; className: string; part: string }[] {
  return pictures.flatMap(({ slug: own, className, part }, at) =>
    slug === null || own === slug ? [{ at, className, part, label: placeOf(list, className) }] : [],
  );
}

/** Held-out pictures ranked within their domains, these together (`all`), and all of them among all classes. */
export async function judgeWorld(
  bench: Bench,
  domains: readonly Knowledge[],
  pictures: readonly LabelledPicture[],
  embeddings: Embeddings,
  retrievalPrompt: string,
): Promise<JudgedList[]> {
  const atoms = atomsOf(embeddings, embeddings, bench.index, depthOf(bench.methods));
  const judgeAmong = (list: ClassList, slug: string | null) => {
    const own = picturesOf(list, slug, pictures);
    return judgeList(
      bench,
      list,
      own,
      own.map(({ at }) => atoms[at]!),
    );
  };
  const lists: JudgedList[] = [];
  for (const knowledge of domains)
    lists.push(await judgeAmong(domainList(knowledge, retrievalPrompt), knowledge.slug));
  return [
    ...lists,
    { domain: 'all', judged: lists.flatMap(({ judged }) => judged) },
    await judgeAmong(everyClassList(domains, retrievalPrompt), null),
  ];
}

/** Rows of every list, method and part; the parts come in one order in all lists. */
export function allRows(lists: readonly JudgedList[], methods: readonly Method[]): RowWithGain[] {
  const names = methods.map(({ name }) => name);
  const parts = partsOf(lists.flatMap(({ judged }) => judged));
  return lists.flatMap(({ domain, judged }) => rowsOf(domain, judged, names, parts));
}

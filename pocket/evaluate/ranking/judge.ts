import {
  type Atoms,
  type Embeddings,
  margin,
  meanDirection,
  type RankedClass,
  relativeShares,
  row,
  stack,
} from '../../../core';
import { classTexts } from '../../../src/engine/state/records.ts';
import type { SearchableIndex } from '../../../workers/retrieval/search/searchable-index.ts';
import type { ClassList } from '../pictures/class-lists.ts';
import { atomsOf, classify } from './classify.ts';
import type { Method } from './methods.ts';

/** Where a text tower runs. */
export type EmbedTexts = (texts: readonly string[]) => Promise<Embeddings>;

/** What a method made of a picture. */
export interface Verdict {
  /** Place of its class in the ranking, from 0; infinite where it is not in it. */
  readonly place: number;
  /** Place of the best class in the list; −1 where it is none of the list. */
  readonly answer: number;
  /** Share of the best class as the page shows it, 0–1. */
  readonly share: number;
  /** Share of the best class minus that of the second, 0–1. */
  readonly margin: number;
}

/** A picture whose class is known. */
export interface Known {
  /** Place of its class in the list. */
  readonly label: number;
  readonly className: string;
  /** Whether its class is in the head or the tail; null where nobody says. */
  readonly part: string | null;
  /** What it shares with other pictures of the same thing, which are right or wrong together; null for a picture of its own. */
  readonly group: string | null;
}

/** What each method made of a picture whose class is known, `[method]`. */
export interface Judged extends Known {
  readonly verdicts: readonly Verdict[];
}

/** The pictures of a list as the methods judged them. */
export interface JudgedList {
  readonly domain: string;
  /** Length of the class list. */
  readonly classes: number;
  /** Whether the pictures of a class are renderings of one thing, as those of the pocket world are: intervals resample whole classes. */
  readonly renderings: boolean;
  readonly judged: readonly Judged[];
}

/**
 * The prototypes of a list with the captions retrieved for them. Several names of a class make one prototype and one query, the
 * direction of the mean of their embeddings, as on the page.
 */
export async function classAtoms(
  list: ClassList,
  embedTexts: EmbedTexts,
  index: SearchableIndex,
  k: number,
): Promise<Atoms[]> {
  return atomsOf(
    await merged(list, 'zeroShot', embedTexts),
    await merged(list, 'retrieval', embedTexts),
    index,
    k,
  );
}

/** What captions are retrieved by for the classes of a list, `[classes, d]`. */
export const queriesOf = (list: ClassList, embedTexts: EmbedTexts): Promise<Embeddings> =>
  merged(list, 'retrieval', embedTexts);

async function merged(
  { classes, prompts }: ClassList,
  side: 'zeroShot' | 'retrieval',
  embedTexts: EmbedTexts,
): Promise<Embeddings> {
  const texts = classes.map((names) => classTexts(names, prompts)[side]);
  const embeddings = await embedTexts(texts.flat());
  let next = 0;
  return stack(texts.map((own) => meanDirection(own.map(() => row(embeddings, next++)))));
}

/** Rankings of the pictures by each method, `[method][picture]`. */
export function rankingsOf(
  images: readonly Atoms[],
  classes: readonly Atoms[],
  methods: readonly Method[],
): RankedClass[][][] {
  return classify(
    images,
    classes,
    methods.map(({ settings }) => settings),
  );
}

/** What the page shows of a ranking of the classes, and where the true class is in it. */
export function verdictOf(ranking: readonly RankedClass[], label: number, scale: number): Verdict {
  const shares = relativeShares(
    ranking.map(({ score }) => score),
    scale,
  );
  return {
    place: ranking.findIndex(({ index }) => index === label),
    answer: ranking[0]!.index,
    share: shares[0]!,
    margin: margin(shares),
  };
}

/**
 * What the rankings `[method][picture]` say of each picture.
 * @param scales of the methods' shares, `[method]`
 */
export function judge(
  pictures: readonly Known[],
  rankings: readonly (readonly RankedClass[])[][],
  scales: readonly number[],
): Judged[] {
  return pictures.map(({ label, className, part, group }, i) => ({
    label,
    className,
    part,
    group,
    verdicts: rankings.map((of, m) => verdictOf(of[i]!, label, scales[m]!)),
  }));
}

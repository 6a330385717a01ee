import {
  type Atoms,
  type Embeddings,
  margin,
  meanDirection,
  type RankedClass,
  relativeShares,
  row,
  stack,
} from '../../core';
import { classTexts } from '../../src/engine/state/records.ts';
import type { SearchableIndex } from '../../workers/retrieval/search/searchable-index.ts';
import type { ClassList } from './class-lists.ts';
import { atomsOf, classify } from './classify.ts';
import type { Method } from './methods.ts';

/** Where a text tower runs. */
export type EmbedTexts = (texts: readonly string[]) => Promise<Embeddings>;

/** What each method made of a picture whose class is known. */
export interface Judged {
  readonly className: string;
  /** Whether its class is in the head or the tail; null where nobody says. */
  readonly part: string | null;
  /** `[method]`, place of its class in the ranking, from 0. */
  readonly places: readonly number[];
  /** `[method]`, margin as the page shows it, 0–1. */
  readonly margins: readonly number[];
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

/** Margin of a ranking as the page shows it (share of the best class minus that of the second), 0–1. */
export function marginOf(ranking: readonly RankedClass[], logitScale: number): number {
  return margin(
    relativeShares(
      ranking.map(({ score }) => score),
      logitScale,
    ),
  );
}

/** A picture whose class is known, and that class's place in the list. */
export interface Known {
  readonly label: number;
  readonly className: string;
  readonly part: string | null;
}

/** Where the true class came in each picture's rankings `[method][picture]`. */
export function judge(
  pictures: readonly Known[],
  rankings: readonly (readonly RankedClass[])[][],
  logitScale: number,
): Judged[] {
  return pictures.map(({ label, className, part }, i) => ({
    className,
    part,
    places: rankings.map((of) => of[i]!.findIndex(({ index }) => index === label)),
    margins: rankings.map((of) => marginOf(of[i]!, logitScale)),
  }));
}

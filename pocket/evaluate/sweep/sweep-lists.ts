import { type Embeddings, row, sameSettings, stack } from '../../../core';
import type { ClassList } from '../pictures/class-lists.ts';
import { atomsOf } from '../ranking/classify.ts';
import type { Bench } from '../ranking/evaluate.ts';
import { classAtoms } from '../ranking/judge.ts';
import { SWEPT_DEPTH, type SweptDomain, sweep } from './sweep.ts';
import { sweepLines } from './sweep-table.ts';

/** A list of classes, and its pictures: where each one's embedding stands, its class's place, and its part of the world. */
export interface SweptList {
  readonly name: string;
  readonly list: ClassList;
  readonly own: readonly { readonly at: number; readonly label: number; readonly part: string | null }[];
}

/**
 * Acc@1 of every α, β, τ and k on pictures of some lists.
 * @param embeddings `[pictures, d]` of all of them
 * @returns lines to print: the plane of the settings that stand, then the best of every τ and k
 */
export async function sweepLists(
  { encoder, index, methods }: Pick<Bench, 'encoder' | 'index' | 'methods'>,
  lists: readonly SweptList[],
  embeddings: Embeddings,
): Promise<string[]> {
  const swept: SweptDomain[] = [];
  for (const { list, own } of lists) {
    const images = stack(own.map(({ at }) => row(embeddings, at)));
    swept.push({
      images: await atomsOf(images, images, index, SWEPT_DEPTH),
      classes: await classAtoms(list, encoder.embedTexts, index, SWEPT_DEPTH),
      labels: own.map(({ label }) => label),
      isTail: own.map(({ part }) => part === 'tail'),
    });
  }
  const results = sweep(swept);
  const { settings } = methods.find(({ name }) => name === 'core')!;
  const current = results.find((one) => sameSettings(one.settings, settings)) ?? results[0]!;
  const names = lists.map(({ name }) => name);
  return [
    `${embeddings.count} pictures of ${lists.length} ${lists.length === 1 ? 'list' : 'lists'}`,
    ...sweepLines(results, current, names),
  ];
}

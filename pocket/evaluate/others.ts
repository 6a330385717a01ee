import type { Embeddings } from '../../core';
import { isUnsure } from '../../src/features/photos/list/summary.ts';
import type { Knowledge } from '../domain.ts';
import { domainList, everyClassList } from './class-lists.ts';
import { atomsOf } from './classify.ts';
import { type Bench, depthOf, type JudgedList } from './evaluate.ts';
import { classAtoms, marginOf, rankingsOf } from './judge.ts';

/** Margins of pictures in a list of classes, as the page shows them. */
interface Margins {
  readonly n: number;
  readonly median: number;
  /** Part of the pictures whose answer the page sets lighter, 0–1. */
  readonly unsure: number;
}

function summary(margins: readonly number[]): Margins {
  const sorted = [...margins].sort((a, b) => a - b);
  const unsure = margins.filter((margin) => isUnsure({ margin })).length;
  return {
    n: margins.length,
    median: sorted[Math.floor(sorted.length / 2)] ?? 0,
    unsure: unsure / Math.max(1, margins.length),
  };
}

/** How sure a method is of pictures that show none of the classes, beside those that do: lines to print. */
export async function marginLines(
  bench: Bench,
  domains: readonly Knowledge[],
  lists: readonly JudgedList[],
  others: Embeddings,
  retrievalPrompt: string,
  method: string,
): Promise<string[]> {
  const m = bench.methods.findIndex(({ name }) => name === method);
  const k = depthOf(bench.methods);
  const images = await atomsOf(others, others, bench.index, k);
  const lines = [
    '',
    `Margin under ${method} (share of the best class minus that of the second), in percent`,
    `${'classes'.padEnd(20)}${'pictures'.padEnd(20)}${'n'.padStart(6)}${'median'.padStart(9)}${'unsure'.padStart(9)}`,
  ];
  const add = (domain: string, of: string, { n, median, unsure }: Margins) => {
    const cells = [median, unsure].map((part) => (part * 100).toFixed(1).padStart(9)).join('');
    lines.push(`${domain.padEnd(20)}${of.padEnd(20)}${String(n).padStart(6)}${cells}`);
  };
  const classLists = [
    ...domains.map((knowledge) => domainList(knowledge, retrievalPrompt)),
    everyClassList(domains, retrievalPrompt),
  ];
  for (const list of classLists) {
    const own = lists.find(({ domain }) => domain === list.domain)!;
    add(list.domain, 'of its classes', summary(own.judged.map(({ margins }) => margins[m]!)));
    const classes = await classAtoms(list, bench.encoder.embedTexts, bench.index, k);
    const [rankings] = rankingsOf(images, classes, [bench.methods[m]!]);
    add(list.domain, 'of something else', summary(rankings!.map((of) => marginOf(of, bench.logitScale))));
  }
  return lines;
}

import {
  type Embeddings,
  FernglassError,
  LIMITS,
  meanDirection,
  stack,
  toPlainError,
} from '../../../../core';
import type { SearchMode } from '../../../../workers/protocol';
import type { ScoringStage } from '../../scoring/scoring-stage';
import { prototypeOf } from '../../state/basis';
import type { EngineData } from '../../state/engine-data';
import type { RetrievalJob } from '../../state/plan/retrieval';
import { type ClassRecord, classTexts } from '../../state/records';
import type { ClassRetrievalState, IndexCoverage, Prompts } from '../../state/types';
import { captionsForClass } from '../captions/caption-store';
import { askIndex, keepPart, partOf, searchKey } from '../index-search';
import type { SearchedIndex } from '../indexes/open-indexes';
import type { OpenedIndex } from '../indexes/opened/opened-index';
import { mergedForClass } from '../merged';
import type { Searched } from '../method-retrieval';
import type { SecondEncoder } from '../spaces/second-encoder';
import type { VectorSpaces } from '../spaces/vector-spaces';

interface Seen {
  readonly captions: number;
  readonly total: number;
}

type ClassJob = Extract<RetrievalJob, { kind: 'search classes' }>;

/** Seeks the classes' captions in the mode that is asked for. */
export class ClassRetrieval {
  /** How much of each index its last search saw, by the serial of its numbers. */
  readonly #seen = new Map<number, Seen>();
  /** What was found by the last searches and is not in force yet. */
  #waiting: { readonly key: string; readonly state: Omit<ClassRetrievalState, 'modes'> } | null = null;

  constructor(
    private readonly data: EngineData,
    private readonly scoring: ScoringStage,
    private readonly spaces: VectorSpaces,
    private readonly second: SecondEncoder,
  ) {}

  /** Has every index give what it has for classes, where that is not there yet, and merges it; it is in force once they settle. */
  async search(job: ClassJob, searched: Searched): Promise<void> {
    const asked = await this.find(job, searched, this.data.prompts);
    // Another index meanwhile, or the second encoder has failed: what is to be searched is something else now.
    if (asked === null) return;
    const seen = asked.flatMap(({ index }) => this.#seen.get(index.numbers!.serial) ?? []);
    const sum = (of: (one: Seen) => number) => seen.reduce((total, one) => total + of(one), 0);
    this.#waiting = {
      key: job.key,
      state: {
        mode: job.mode,
        searched: { captions: sum(({ captions }) => captions), total: sum(({ total }) => total) },
      },
    };
  }

  /**
   * Finds captions for classes, of the list or not, and puts them where they wait (`ClassRecord.searched`).
   * @param prompts that the classes' retrieval prompts come from
   * @returns the indexes that were asked; null where something else is to be searched by now
   */
  async find(
    { classes, key, mode, withSecond }: Omit<ClassJob, 'kind'>,
    searched: Searched,
    prompts: Prompts,
  ): Promise<readonly SearchedIndex[] | null> {
    const { basis, indexes, rules } = searched;
    const queries = classes.map((record) => prototypeOf(record, basis)!.query);
    const asked = indexes
      .searched('classes')
      .map((one) => ({ one, ...modeIn(one.index === indexes.first, mode, withSecond) }))
      .filter(({ isAsked }) => isAsked)
      .map((ask) => ({ ...ask, key: `${searchKey(ask.one, this.data, rules)} ${mode} ${ask.withSecond}` }));
    const results = await Promise.all(
      asked.map((ask) => this.#searchIn(ask, mode, classes, queries, searched, prompts)),
    );
    if (results.includes(false)) return null;
    classes.forEach((record, i) => {
      const query = queries[i]!;
      const parts = asked.flatMap(({ key: its, one }) => {
        const part = partOf(record, one, its, query);
        return part === undefined ? [] : [{ part, weight: one.use.weight }];
      });
      if (parts.length < asked.length) return;
      const value = mergedForClass(parts, this.data.captions);
      record.searched = { key, query, captions: basis.captions, value };
    });
    return asked.map(({ one }) => one);
  }

  /** Asks an index for the classes that it was not asked for yet; false where the answer is of no use any more. */
  async #searchIn(
    {
      key,
      one,
      withSecond,
    }: { readonly key: string; readonly one: SearchedIndex; readonly withSecond: boolean },
    mode: SearchMode,
    classes: readonly ClassRecord[],
    queries: readonly Float32Array[],
    { indexes, rules }: Searched,
    prompts: Prompts,
  ): Promise<boolean> {
    const { index } = one;
    const numbers = index.numbers!;
    const lacking = classes
      .map((record, i) => ({ record, query: queries[i]! }))
      .filter(({ record, query }) => partOf(record, one, key, query) === undefined);
    if (lacking.length === 0) return true;
    const records = lacking.map(({ record }) => record);
    const second = withSecond ? await this.#inSecond(records, prompts) : null;
    if (second === null && mode === 'second') return false;
    const names = records.map((record) => record.names.names.join(' '));
    const meaning = stack(lacking.map(({ query }) => query));
    const result = await askIndex(index, (client) =>
      client.searchTexts({ mode, meaning, second, names }, LIMITS.k.max, rules),
    );
    if (result === null) return false;
    this.data.captions.add(result, numbers.base);
    this.#seen.set(numbers.serial, { captions: result.captionsSearched, total: result.captionsTotal });
    lacking.forEach(({ record, query }, i) => {
      const value = captionsForClass(result.hits[i]!, numbers.base);
      keepPart(record, { key, query, numbers, value }, indexes.all);
    });
    return true;
  }

  /**
   * How many of the classes an open index's captions name.
   * @throws FernglassError `index-not-found` where it is not open
   */
  async coverage(index: OpenedIndex | undefined): Promise<IndexCoverage> {
    if (index === undefined) throw new FernglassError('index-not-found', 'This index is not open.');
    const { classes } = this.data;
    const { counts, captionsSearched, captionsTotal } = await index.client.countNames(
      classes.flatMap(({ names }) => [...names.names]),
    );
    let next = 0;
    const named = classes.filter(({ names }) => {
      const its = counts.slice(next, next + names.names.length);
      next += its.length;
      return its.some((count) => count > 0);
    }).length;
    return { named, classes: classes.length, captionsSearched, captionsTotal };
  }

  /** Puts what was found in force, now that no class is left to search: answers compare classes that were searched alike. */
  settle(): void {
    const waiting = this.#waiting;
    if (waiting === null) return;
    this.#waiting = null;
    for (const record of this.data.classes) {
      if (record.searched?.key === waiting.key) record.hits = record.searched;
      record.searched = null;
    }
    this.data.store.setState(({ classRetrieval }) => ({
      classRetrieval: { ...classRetrieval, ...waiting.state },
    }));
    this.scoring.classesChanged();
  }

  /** Retrieval prompts by the second text encoder, `[classes, its width]`; null where it failed. */
  async #inSecond(classes: readonly ClassRecord[], prompts: Prompts): Promise<Embeddings | null> {
    const texts = classes.map(({ names }) => classTexts(names, prompts).retrieval);
    try {
      const vectors = await this.second.embedTexts(texts.flat());
      let next = 0;
      return stack(
        texts.map((its) => {
          next += its.length;
          return meanDirection(vectors.slice(next - its.length, next));
        }),
      );
    } catch (thrown) {
      this.spaces.fail('text', toPlainError(thrown));
      return null;
    }
  }
}

/**
 * How an index is asked where the classes are sought in a mode: vectors of the second text encoder are the first index's
 * alone. Cosines of the two encoders have no common scale, so that in `second` no other index is asked.
 */
const modeIn = (isFirst: boolean, mode: SearchMode, withSecond: boolean) => ({
  isAsked: isFirst || mode !== 'second',
  withSecond: withSecond && isFirst,
});

import { type Atoms, type Captions, type Embeddings, type PhotoInput, paperValues, row } from '../../../core';
import { xMore } from '../../../core/methods/x-more';
import type { NodeEncoder } from '../../../workers/encoder/node';
import { tagEnglish } from '../../../workers/language/part-of-speech.ts';
import type { SearchableIndex } from '../../../workers/retrieval/search/searchable-index.ts';
import type { Knowledge } from '../../domain.ts';
import type { ClassList } from '../class-lists.ts';
import { captionsOf } from '../classify.ts';
import { queriesOf } from '../judge.ts';
import type { FurtherMethod, Verdict } from './methods.ts';
import { classNamed, remembering } from './names.ts';
import { MethodRetrieval } from './retrieval.ts';
import { classInputs, NAMED_BY, photoInputs, taskOf } from './task.ts';

/** X-MoRe's image neighbours, and the captions that it and the caption ensemble read. */
const { pairs: PAIRS, k: PAIRED } = paperValues(xMore);

/** Model and index, and what they are asked with. */
interface Tools {
  readonly encoder: NodeEncoder;
  readonly index: SearchableIndex;
  readonly logitScale: number;
  /** Whose classes have descriptions. */
  readonly domains: readonly Knowledge[];
  /** Captions of each class. */
  readonly k: number;
}

/** The methods beside CoRE, with all that they need of an index in memory. */
export class FurtherMethods {
  readonly #tag = remembering(tagEnglish);

  private constructor(
    readonly methods: readonly FurtherMethod[],
    private readonly tools: Tools,
    private readonly retrieval: MethodRetrieval,
  ) {}

  /** @param folder where the index lies */
  static async open(
    methods: readonly FurtherMethod[],
    tools: Tools,
    folder: string,
  ): Promise<FurtherMethods> {
    return new FurtherMethods(methods, tools, await MethodRetrieval.open(tools.index, folder));
  }

  /** Pictures as the methods see them, `[pictures]`. */
  async photos(embeddings: Embeddings): Promise<PhotoInput[]> {
    const { encoder, index } = this.tools;
    // Without pairs X-MoRe reads the nearest of all captions.
    const depth = Math.max(NAMED_BY, this.retrieval.hasPairs ? 0 : PAIRED);
    const result = await index.search(embeddings, depth);
    const captions = captionsOf(result);
    const retrieved = result.hits.map((hits, i) => ({
      id: `${i}`,
      atoms: { own: row(embeddings, i), ...captions[i]! },
      texts: hits.map(({ text }) => text),
    }));
    const paired = await this.retrieval.pairs(embeddings, PAIRS, PAIRED);
    return photoInputs(retrieved, paired, this.#tag, encoder.embedTexts);
  }

  /**
   * What each method makes of the photos, `[method][photo]`.
   * @param atoms prototypes of the classes with the captions retrieved for them
   */
  async judge(
    list: ClassList,
    labels: readonly number[],
    photos: readonly PhotoInput[],
    atoms: readonly Atoms[],
  ): Promise<Verdict[][]> {
    const { retrieval } = this;
    const { encoder, logitScale, domains, k } = this.tools;
    const inputs = await classInputs(list, atoms, retrieval, domains, encoder.embedTexts);
    const names = list.classes.map((cls) => cls.names.join(' '));
    const queries = await queriesOf(list, encoder.embedTexts);
    const withCaptions = (found: readonly Captions[]) =>
      atoms.map(({ own }, c): Atoms => ({ own, ...found[c]! }));
    const labelled = {
      task: taskOf(inputs, photos, logitScale),
      classes: list.classes,
      labels,
      classNamed: classNamed(list.classes, this.#tag),
      byName: {
        alone: withCaptions(await retrieval.byName(names, k)),
        fused: withCaptions(await retrieval.hybrid(names, queries, k)),
      },
    };
    return this.methods.map((method) => method.judge(labelled));
  }
}

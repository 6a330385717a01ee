import {
  type Atoms,
  type Captions,
  type Embeddings,
  type FittedScales,
  meanDirection,
  type PhotoInput,
  paperValues,
  row,
  stack,
  VARIED_SETTINGS,
  withNames,
} from '../../../core';
import { describedPrototype } from '../../../core/methods/cupl';
import { xMore } from '../../../core/methods/x-more';
import type { NodeEncoder } from '../../../workers/encoder/node';
import { tagEnglish } from '../../../workers/language/part-of-speech.ts';
import type { SearchableIndex } from '../../../workers/retrieval/search/searchable-index.ts';
import type { Knowledge } from '../../domain.ts';
import type { ClassList } from '../pictures/class-lists.ts';
import { captionsOf } from '../ranking/classify.ts';
import { classAtoms, queriesOf, type Verdict } from '../ranking/judge.ts';
import type { FurtherMethod, Labelled } from './methods.ts';
import { classNamed, remembering } from './names.ts';
import { MethodRetrieval } from './retrieval.ts';
import { classInputs, NAMED_BY, photoInputs, taskOf } from './task.ts';

/** X-MoRe's image neighbours, and the captions that it and the caption ensemble read. */
const { pairs: PAIRS, k: PAIRED } = paperValues(xMore);

const NOTHING_READ: PhotoInput = {
  id: '',
  atoms: { own: [], captions: [], similarities: [] },
  paired: null,
  candidates: null,
};

/** Model and index, and what they are asked with. */
interface Tools {
  readonly encoder: NodeEncoder;
  readonly index: SearchableIndex;
  readonly logitScale: number;
  readonly scales: FittedScales | null;
  /** Whose classes have descriptions. */
  readonly domains: readonly Knowledge[];
  /** Captions of each class. */
  readonly k: number;
}

/** The methods beside CoRE, with all that they need of an index in memory. */
export class FurtherMethods {
  readonly #tag = remembering(tagEnglish);
  /** Told of every picture's scores, for who fits scales to them. */
  onScored: Labelled['onScored'];

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

  /** The methods of these names alone, with scores of their own to be told of. */
  only(names: readonly string[]): FurtherMethods {
    const kept = this.methods.filter(({ name }) => names.includes(name));
    return new FurtherMethods(kept, this.tools, this.retrieval);
  }

  /** Captions that hold each name, `[names]`. */
  countNames(names: readonly string[]): Promise<readonly number[]> {
    return this.retrieval.counts(names);
  }

  /** Pictures as the methods see them, `[pictures]`. */
  async photos(embeddings: Embeddings): Promise<PhotoInput[]> {
    const { encoder, index } = this.tools;
    // Nobody reads what they would be.
    if (this.methods.length === 0) return Array.from({ length: embeddings.count }, () => NOTHING_READ);
    // Without pairs X-MoRe reads the nearest of all captions.
    const depth = Math.max(NAMED_BY, VARIED_SETTINGS.k, this.retrieval.hasPairs ? 0 : PAIRED);
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
    if (this.methods.length === 0) return [];
    const { encoder, logitScale, scales, domains, k } = this.tools;
    const inputs = await classInputs(list, atoms, retrieval, domains, encoder.embedTexts);
    const names = list.classes.map((cls) => cls.names.join(' '));
    const queries = await queriesOf(list, encoder.embedTexts);
    const withCaptions = (found: readonly Captions[]) =>
      atoms.map(({ own }, c): Atoms => ({ own, ...found[c]! }));
    const labelled = {
      task: taskOf(inputs, photos, logitScale),
      classes: list.classes,
      labels,
      scales,
      onScored: this.onScored,
      classNamed: classNamed(list.classes, this.#tag),
      byName: {
        alone: withCaptions(await retrieval.byName(names, k)),
        fused: withCaptions(await retrieval.hybrid(names, queries, k)),
      },
      described: withCaptions(
        await retrieval.hybrid(
          names,
          stack(
            inputs.map(({ descriptions }, c) =>
              descriptions.length === 0
                ? row(queries, c)
                : meanDirection([row(queries, c), meanDirection(descriptions)]),
            ),
          ),
          k,
        ),
      ).map((of, c) => ({ ...of, own: describedPrototype(inputs[c]!) })),
      varied: await classAtoms(list, encoder.embedTexts, this.tools.index, VARIED_SETTINGS.k),
      together: await classAtoms(
        { ...list, prompts: { ...list.prompts, retrieval: withNames(list.prompts.retrieval, 'together') } },
        encoder.embedTexts,
        this.tools.index,
        k,
      ),
    };
    return this.methods.map((method) => method.judge(labelled));
  }
}

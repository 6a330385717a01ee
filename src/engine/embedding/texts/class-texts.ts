import { reads } from '../../../../core';
import type { EncoderInfo } from '../../../../workers/protocol';
import type { EngineData } from '../../state/engine-data';
import { TEXTS_AT_ONCE } from '../../state/plan/encoder';
import { embeddingSpaceOf } from '../../state/request/models';
import { chosenMethod } from '../../state/request/parameters';
import { ClassEmbeddings } from './class-embeddings';
import { firstTexts, NeededTexts, type TextNeeds } from './needed-texts';

/** Milliseconds of putting classes together between two chances for the page to paint. */
const SLICE = 8;

/** Which texts are to be embedded for what is asked for, and what those of the classes are put together to. */
export class ClassTexts {
  readonly #needed: NeededTexts;
  readonly #embeddings: ClassEmbeddings;

  /** @param fingerprintSentence the open index's, which is embedded too; null where there is none */
  constructor(
    private readonly data: Pick<EngineData, 'classes' | 'prompts' | 'store' | 'texts'>,
    private readonly fingerprintSentence: () => string | null,
  ) {
    this.#needed = new NeededTexts(data.texts);
    this.#embeddings = new ClassEmbeddings(data.texts);
  }

  /** Whether classes were not looked at yet for texts that they need. */
  get isUnfinished(): boolean {
    return this.#needed.isUnfinished;
  }

  /** The most urgent texts, embedded or not. */
  first(most: number): readonly string[] {
    return firstTexts(this.#needs(), most);
  }

  /** Some of the texts that lack an embedding, the most urgent first. */
  missing(): readonly string[] {
    this.#needed.update(this.#needs());
    const missing = this.#needed.next(TEXTS_AT_ONCE);
    if (missing.length > 0 || this.#needed.isUnfinished) return missing;
    return [...this.data.texts.wanted];
  }

  /** Whether texts are to be embedded, looked for or put together. @param info of the loaded model; null where none is */
  lacks(info: EncoderInfo | null): boolean {
    if (this.missing().length > 0 || this.isUnfinished) return true;
    return info !== null && this.#embeddings.lacks(this.#needs(), embeddingSpaceOf(info));
  }

  /** Puts the embedded texts of classes together, for a slice; true where something was put together. */
  build(space: string): boolean {
    const needs = this.#needs();
    if (!this.#embeddings.lacks(needs, space)) return false;
    const end = performance.now() + SLICE;
    const built = this.#embeddings.build(needs, space, () => performance.now() < end);
    return built.prototypes || built.extras;
  }

  /** What decides which texts are needed, and what they are put together to. */
  #needs(): TextNeeds {
    const { prompts, classes, store } = this.data;
    const { request } = store.getState();
    const method = chosenMethod(request);
    return {
      classes,
      prompts,
      sentence: this.fingerprintSentence(),
      templates: reads(method, 'templates') ? request.templates : null,
      readsDescriptions: reads(method, 'descriptions'),
    };
  }
}

import { fillPrompt, parseTemplates } from '../../../../core';
import { type ClassRecord, classTexts } from '../../state/records';
import type { Prompts } from '../../state/types';
import type { TextStore } from './text-store';

/** What decides which texts are to be embedded. */
export interface TextNeeds {
  readonly classes: readonly ClassRecord[];
  readonly prompts: Prompts;
  /** The opened index's fingerprint; null where there is none. */
  readonly sentence: string | null;
  /** Templates, one a line, that the method weighs; null where it reads none. */
  readonly templates: string | null;
  /** Whether the method reads what the user says of the classes. */
  readonly readsDescriptions: boolean;
}

/** Texts that are looked at between two chances for the page to paint. */
const LOOKED_AT_ONCE = 2000;

/**
 * The texts that have no embedding yet, the most urgent first: the fingerprint, the classes' prompts, then what the method
 * reads of the classes beside them. A list of thousands is gone through once, a piece at a time: nothing embedded is
 * looked at again until the needs are others.
 */
export class NeededTexts {
  #needs: TextNeeds | null = null;
  #generation = -1;
  #rest: Iterator<string> | null = null;
  #found = new Set<string>();

  constructor(private readonly texts: TextStore) {}

  /** Takes what is needed now; looks from the start where that, or what the embeddings belong to, is another. */
  update(needs: TextNeeds): void {
    const before = this.#needs;
    const isSame =
      before !== null &&
      this.#generation === this.texts.generation &&
      (Object.keys(needs) as (keyof TextNeeds)[]).every((name) => needs[name] === before[name]);
    if (isSame) return;
    this.#needs = needs;
    this.#generation = this.texts.generation;
    this.#rest = textsOf(needs);
    this.#found = new Set();
  }

  /** Whether a part of the list was not looked at yet. */
  get isUnfinished(): boolean {
    return this.#rest !== null;
  }

  /** At most `most` texts that lack an embedding; fewer, or none, may come while `isUnfinished`. They come until they have one. */
  next(most: number): string[] {
    for (const text of this.#found) if (this.texts.get(text) !== undefined) this.#found.delete(text);
    for (
      let looked = 0;
      this.#rest !== null && this.#found.size < most && looked < LOOKED_AT_ONCE;
      looked++
    ) {
      const { value, done } = this.#rest.next();
      if (done) this.#rest = null;
      else if (this.texts.get(value) === undefined) this.#found.add(value);
    }
    return [...this.#found].slice(0, most);
  }
}

/** The first of all texts that are needed, each once, whether or not they are embedded already. */
export function firstTexts(needs: TextNeeds, most: number): string[] {
  const found = new Set<string>();
  for (const text of textsOf(needs)) {
    if (found.size === most) break;
    found.add(text);
  }
  return [...found];
}

function* textsOf({
  classes,
  prompts,
  sentence,
  templates,
  readsDescriptions,
}: TextNeeds): Generator<string> {
  if (sentence !== null) yield sentence;
  for (const { names } of classes) {
    const { zeroShot, retrieval } = classTexts(names, prompts);
    yield* zeroShot;
    yield* retrieval;
  }
  const filled = templates === null ? [] : parseTemplates(templates);
  if (filled.length === 0 && !readsDescriptions) return;
  for (const { names } of classes) {
    for (const template of filled) yield fillPrompt(template, names.name);
    if (readsDescriptions) yield* names.descriptions;
  }
}

import { fillPrompt, meanDirection, parseTemplates } from '../../../../core';
import { type ClassExtras, type ClassRecord, classTexts } from '../../state/records';
import type { TextNeeds } from './needed-texts';
import type { TextStore } from './text-store';

/** Classes that are put together between two looks at the clock. */
const STRIDE = 32;

type ClassNeeds = Omit<TextNeeds, 'sentence'>;

/** What a step of `ClassEmbeddings` came to. */
export interface Built {
  /** Classes have prototypes, or all have extras, that had none before. */
  readonly prototypes: boolean;
  readonly extras: boolean;
}

/**
 * Puts the embedded texts of the classes together: prototypes one after another as their texts come, and what methods read
 * beside them once that of every class is there. Classes that were put together are not looked at again while the list
 * and the space are the same.
 */
export class ClassEmbeddings {
  #classes: readonly ClassRecord[] | null = null;
  #space = '';
  /** The first class without a prototype of this space. */
  #at = 0;
  #extrasKey = '';
  /** Extras of the first classes, until those of all are there; null where all have them. */
  #extras: ClassExtras[] | null = [];

  constructor(private readonly texts: TextStore) {}

  /** Whether a class lacks its prototype, or what the method reads beside it. */
  lacks(needs: ClassNeeds, space: string): boolean {
    this.#update(needs, space);
    return this.#at < needs.classes.length || this.#extras !== null;
  }

  /** Builds what the embedded texts are enough for, as long as `mayGoOn` says so. */
  build(needs: ClassNeeds, space: string, mayGoOn: () => boolean): Built {
    this.#update(needs, space);
    return {
      prototypes: this.#buildPrototypes(needs, mayGoOn),
      extras: this.#buildExtras(needs, mayGoOn),
    };
  }

  #update({ classes, templates, readsDescriptions }: ClassNeeds, space: string): void {
    const isOther = classes !== this.#classes || space !== this.#space;
    if (isOther) {
      this.#classes = classes;
      this.#space = space;
      this.#at = 0;
    }
    const key = JSON.stringify([space, templates, readsDescriptions]);
    if (isOther || key !== this.#extrasKey) {
      this.#extrasKey = key;
      this.#extras = classes.every(({ extras }) => extras?.key === key) ? null : [];
    }
    while (this.#at < classes.length && classes[this.#at]!.prototype?.key === space) this.#at++;
  }

  /** METHODS: several names → mean, renormalised. Texts are embedded in the order of the classes, so are these built. */
  #buildPrototypes({ classes, prompts }: ClassNeeds, mayGoOn: () => boolean): boolean {
    const from = this.#at;
    for (; this.#at < classes.length; this.#at++) {
      if ((this.#at - from) % STRIDE === STRIDE - 1 && !mayGoOn()) break;
      const record = classes[this.#at]!;
      if (record.prototype?.key === this.#space) continue;
      const { zeroShot, retrieval } = classTexts(record.names, prompts);
      const names = this.texts.all(zeroShot);
      const query = this.texts.all(retrieval);
      if (names === null || query === null) break;
      record.prototype = {
        key: this.#space,
        value: { own: meanDirection(names), query: meanDirection(query), names },
      };
    }
    return this.#at > from;
  }

  /** Methods read all classes alike: none has its extras before every class can have them. */
  #buildExtras({ classes, templates, readsDescriptions }: ClassNeeds, mayGoOn: () => boolean): boolean {
    const found = this.#extras;
    if (found === null) return false;
    const filled = templates === null ? [] : parseTemplates(templates);
    const isEmpty = filled.length === 0 && !readsDescriptions;
    const from = found.length;
    while (found.length < classes.length) {
      if ((found.length - from) % STRIDE === STRIDE - 1 && !mayGoOn()) return false;
      const { names } = classes[found.length]!;
      const inTemplates = this.texts.all(filled.map((template) => fillPrompt(template, names.name)));
      const descriptions = this.texts.all(readsDescriptions ? names.descriptions : []);
      if (inTemplates === null || descriptions === null) return false;
      found.push(isEmpty ? NO_EXTRAS : { templates: inTemplates, descriptions });
    }
    classes.forEach((record, i) => {
      record.extras = { key: this.#extrasKey, space: this.#space, value: found[i]! };
    });
    this.#extras = null;
    return classes.length > 0;
  }
}

const NO_EXTRAS: ClassExtras = { templates: [], descriptions: [] };

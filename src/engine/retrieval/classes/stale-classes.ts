import type { EngineData } from '../../state/engine-data';
import type { ClassRecord } from '../../state/records';

/**
 * The classes that lack something derived under today's key. Each is looked at once while the list, its prototypes and
 * the key stay the same, so that finding the next ones costs nothing where thousands have what they need.
 */
export class StaleClasses {
  #classes: readonly ClassRecord[] = [];
  #built = -1;
  #key = '';
  /** The first class that may lack it. */
  #at = 0;

  /** @param lacks must depend on nothing but the record, its prototype and the key. */
  constructor(
    private readonly data: Pick<EngineData, 'classes' | 'classesBuilt'>,
    private readonly lacks: (record: ClassRecord, key: string) => boolean,
  ) {}

  /** The next classes that lack it, at most `most`. They stay next until they lack it no more. */
  next(key: string, most: number): ClassRecord[] {
    const { classes, classesBuilt } = this.data;
    if (classes !== this.#classes || classesBuilt !== this.#built || key !== this.#key) {
      this.#classes = classes;
      this.#built = classesBuilt;
      this.#key = key;
      this.#at = 0;
    }
    while (this.#at < classes.length && !this.lacks(classes[this.#at]!, key)) this.#at++;
    const found: ClassRecord[] = [];
    for (let at = this.#at; at < classes.length && found.length < most; at++)
      if (this.lacks(classes[at]!, key)) found.push(classes[at]!);
    return found;
  }
}

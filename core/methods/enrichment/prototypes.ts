import { type Embeddings, productsWithRows, row, weightedDirection } from '../../embeddings';
import { atomWeights } from '../../reweighting';
import type { Measuring } from '../method';
import type { ClassInput } from '../task';
import type { EnrichmentParameters } from './parameters';

/** Classes that are mixed between two chances to pause. */
const STRIDE = 16;

/** What the classes' captions come to, which depends on τ, k and what counts as a duplicate, and on neither α nor β. */
interface Directions {
  readonly key: string;
  /** Weighted sum of each class's captions, renormalised, `[C, d]`; 0 where none counts. */
  readonly rows: Embeddings;
  /** Classes whose row is there. */
  done: number;
}

/** The enriched prototypes W+ of a class list, for one setting after another. */
export class Prototypes {
  #directions: Directions | null = null;

  constructor(private readonly classes: readonly ClassInput[]) {}

  /** Those of a setting; nothing is computed before it is asked for. */
  under(parameters: EnrichmentParameters): EnrichedPrototypes {
    const { k, tauTextToText, nearDuplicateCosine } = parameters;
    const key = JSON.stringify([k, tauTextToText, nearDuplicateCosine]);
    if (this.#directions?.key !== key) this.#directions = { key, rows: matrixFor(this.classes), done: 0 };
    return new EnrichedPrototypes(this.classes, this.#directions, parameters);
  }
}

/** W+ of every class for one setting (CoRE eq. 5), built in steps. */
class EnrichedPrototypes {
  #rows: Embeddings | null = null;
  #done = 0;

  constructor(
    private readonly classes: readonly ClassInput[],
    private readonly directions: Directions,
    private readonly parameters: EnrichmentParameters,
  ) {}

  /** Builds what is not built yet. */
  *build(): Measuring<void> {
    const { classes, directions } = this;
    const count = classes.length;
    this.#rows ??= matrixFor(classes);
    while (this.#done < count) {
      const end = Math.min(count, this.#done + STRIDE);
      for (; directions.done < end; directions.done++) this.#findDirection(directions.done);
      for (; this.#done < end; this.#done++) this.#mix(this.#done, row(this.#rows, this.#done));
      yield;
    }
  }

  /** cos(z+, W+) with every class, `[C]`. */
  scores(z: ArrayLike<number>): Float64Array {
    if (this.#done < this.classes.length) for (const _ of this.build());
    return productsWithRows(this.#rows ?? matrixFor(this.classes), z);
  }

  #findDirection(c: number): void {
    const { atoms } = this.classes[c]!;
    if (atoms.captions.length === 0) return;
    const weights = atomWeights(atoms, 'class', this.parameters);
    row(this.directions.rows, c).set(weightedDirection(atoms.captions, weights));
  }

  /** As `enrich` does it, into a row that is there. */
  #mix(c: number, to: Float32Array): void {
    const { own } = this.classes[c]!.atoms;
    const captions = row(this.directions.rows, c);
    const share = captions.some((x) => x !== 0) ? this.parameters.alpha : 0;
    let square = 0;
    for (let j = 0; j < to.length; j++) square += (share * captions[j]! + (1 - share) * own[j]!) ** 2;
    const norm = Math.sqrt(square) || 1;
    for (let j = 0; j < to.length; j++) to[j] = (share * captions[j]! + (1 - share) * own[j]!) / norm;
  }
}

function matrixFor(classes: readonly ClassInput[]): Embeddings {
  const width = classes[0]?.atoms.own.length ?? 0;
  return { count: classes.length, width, data: new Float32Array(classes.length * width) };
}

/** Mean and standard deviation of similarities. */
export interface Moments {
  readonly mean: number;
  readonly deviation: number;
}

/** Sums from which moments follow: one value more costs the same however many there were. */
export class RunningMoments {
  #count = 0;
  #mean = 0;
  /** Sum of squared distances from the mean (Welford 1962). */
  #squares = 0;

  add(value: number): void {
    this.#count++;
    const before = value - this.#mean;
    this.#mean += before / this.#count;
    this.#squares += before * (value - this.#mean);
  }

  get count(): number {
    return this.#count;
  }

  /** Of all values so far; zeros where there were none. */
  get moments(): Moments {
    return {
      mean: this.#mean,
      deviation: this.#count === 0 ? 0 : Math.sqrt(this.#squares / this.#count),
    };
  }
}

/**
 * How near a photo is to words and to another photo at once. Cosines of photos with photos lie high and far apart, those
 * with texts low and close together (the modality gap), so that a sum of both would follow the photo alone. Each is taken
 * in standard deviations from its mean over the photos instead.
 * @param share of the words, 0–1; at the ends the other side has no say
 */
export function mixedNearness(
  words: number,
  photo: number,
  share: number,
  moments: { readonly words: Moments; readonly photo: Moments },
): number {
  return share * standard(words, moments.words) + (1 - share) * standard(photo, moments.photo);
}

/** Where every value is the same none is nearer than another. */
const standard = (value: number, { mean, deviation }: Moments) =>
  deviation > 0 ? (value - mean) / deviation : 0;

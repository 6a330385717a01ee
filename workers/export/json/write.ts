import type { ExportedConfidence, PhotoFacts, PhotoResult, ResultHead, ScoredClass } from '../../protocol';
import { shortened } from '../numbers';
import type { JsonCaption, JsonCaptions, JsonFacts, JsonPhoto, JsonRanking } from './photo';

type Side = 'zeroShot' | 'enriched';

/** Writes results as JSON, photo by photo. What photos share stands once: settings before them, captions behind. */
export class JsonWriter {
  #photos = 0;
  /** By what tells them apart, in the order of their places. */
  readonly #captions = new Map<string, number>();

  constructor(private readonly head: ResultHead) {}

  /** The file up to the first photo. */
  begin(): string {
    return `${JSON.stringify(this.head, null, 2).slice(0, -2)},\n  "photos": [`;
  }

  /** One photo on a line of its own. */
  photo(photo: PhotoResult): string {
    return `${this.#photos++ === 0 ? '' : ','}\n    ${JSON.stringify(this.#written(photo))}`;
  }

  /** The list of captions, each on a line of its own, and what closes the file. */
  end(): string {
    const captions = [...this.#captions.keys()].map((caption) => `\n    ${caption}`);
    return `${this.#photos === 0 ? '' : '\n  '}],\n  "captions": [${captions.join(',')}${captions.length === 0 ? '' : '\n  '}]\n}\n`;
  }

  #written(photo: PhotoResult): JsonPhoto {
    return { file: photo.file, ...this.#results(photo) };
  }

  #results(photo: PhotoResult): Omit<JsonPhoto, 'file'> {
    const {
      zeroShot,
      enriched,
      shares,
      confidence,
      captions,
      label,
      note,
      boxes,
      classified,
      further,
      facts,
      warning,
      error,
    } = photo;
    const shared = confidence?.enriched;
    return {
      ...(zeroShot.length > 0 && { zeroShot: this.#ranking('zeroShot', zeroShot, confidence) }),
      ...(enriched.length > 0 && { enriched: this.#ranking('enriched', enriched, confidence, shares) }),
      ...(captions.length > 0 && { captions: this.#captionsOf(captions) }),
      ...(shared?.captionCosine != null && { captionCosine: shortened(shared.captionCosine) }),
      ...(shared?.likeness != null && { likeness: shortened(shared.likeness) }),
      ...(label !== undefined && { label }),
      ...(note !== undefined && { note }),
      ...(boxes !== undefined && { boxes }),
      ...(classified !== undefined && { classified }),
      ...(further !== undefined && { further: further.map((box) => this.#results(box)) }),
      ...(facts !== undefined && { facts: said(facts) }),
      ...(warning !== '' && { warning }),
      ...(error !== undefined && { error }),
    };
  }

  #ranking(
    side: Side,
    ranking: readonly ScoredClass[],
    confidence: Readonly<Record<Side, ExportedConfidence>> | undefined,
    shares?: readonly number[],
  ): JsonRanking {
    return {
      class: ranking.map((entry) => entry.class),
      score: ranking.map(({ score }) => shortened(score)),
      ...(shares !== undefined && { share: shares.map(shortened) }),
      ...(confidence !== undefined && this.#sureness(side, confidence[side], ranking[0]!.score)),
    };
  }

  #sureness(
    side: Side,
    { margin, state, scale, bestCosine }: ExportedConfidence,
    best: number,
  ): Pick<JsonRanking, 'margin' | 'state' | 'scale' | 'bestCosine'> {
    const { scales, outputs } = this.head.settings;
    const impliedCosine = outputs[side] === 'cosine' ? best : null;
    return {
      margin: shortened(margin),
      state,
      ...(isOther(scale, scales?.[side] ?? null) && { scale: shortened(scale) }),
      ...(isOther(bestCosine, impliedCosine) && { bestCosine: bestCosine && shortened(bestCosine) }),
    };
  }

  #captionsOf(captions: PhotoResult['captions']): JsonCaptions {
    return {
      caption: captions.map(({ text, index, file }) =>
        this.#placeOf({
          text,
          ...(index !== undefined && { index }),
          ...(file !== undefined && { file }),
        }),
      ),
      similarity: captions.map(({ similarity }) => shortened(similarity)),
      weight: captions.map(({ weight }) => shortened(weight)),
    };
  }

  #placeOf(caption: JsonCaption): number {
    const key = JSON.stringify(caption);
    const known = this.#captions.get(key);
    if (known !== undefined) return known;
    this.#captions.set(key, this.#captions.size);
    return this.#captions.size - 1;
  }
}

/** Whether two numbers differ in the digits that are kept. */
const isOther = (a: number | null, b: number | null) => (a && shortened(a)) !== (b && shortened(b));

/** What a file says of itself, without what it does not say. */
function said(facts: PhotoFacts): JsonFacts {
  const { place, ...others } = facts;
  return { ...filled(others), ...(place !== null && { place: filled(place) }) };
}

/** The fields that hold something. */
const filled = <T extends object>(fields: T): Partial<T> =>
  Object.fromEntries(
    Object.entries(fields).filter(
      ([, value]) => value !== null && !(Array.isArray(value) && value.length === 0),
    ),
  ) as Partial<T>;

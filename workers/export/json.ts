import type { ExportedConfidence, PhotoResult, ResultHead, ScoredClass } from '../protocol';
import { shortened } from './numbers';

/** The head without its closing brace; the photos follow as its last field. */
export function jsonHead(head: ResultHead): string {
  return `${JSON.stringify(head, null, 2).slice(0, -2)},\n  "photos": [`;
}

/** One photo on a line of its own. @param first whether it is the first photo of the file */
export function jsonPhoto(photo: PhotoResult, first: boolean): string {
  const scores = (ranking: readonly ScoredClass[]) =>
    ranking.map((entry) => ({ class: entry.class, score: shortened(entry.score) }));
  const written = {
    ...photo,
    zeroShot: scores(photo.zeroShot),
    enriched: scores(photo.enriched),
    ...(photo.shares === undefined ? {} : { shares: photo.shares.map(shortened) }),
    ...(photo.confidence === undefined
      ? {}
      : {
          confidence: {
            zeroShot: shortenedAll(photo.confidence.zeroShot),
            enriched: shortenedAll(photo.confidence.enriched),
          },
        }),
    captions: photo.captions.map(({ text, similarity, weight, index }) => ({
      text,
      ...(index === undefined ? {} : { index }),
      similarity: shortened(similarity),
      weight: shortened(weight),
    })),
  };
  return `${first ? '' : ','}\n    ${JSON.stringify(written)}`;
}

/** What closes the file. @param none whether it holds no photo */
export const jsonEnd = (none: boolean): string => (none ? ']\n}\n' : '\n  ]\n}\n');

const shortenedAll = (values: ExportedConfidence): ExportedConfidence => ({
  margin: shortened(values.margin),
  scale: shortened(values.scale),
  bestCosine: values.bestCosine === null ? null : shortened(values.bestCosine),
  captionCosine: values.captionCosine === null ? null : shortened(values.captionCosine),
  likeness: values.likeness === null ? null : shortened(values.likeness),
  state: values.state,
});

import { embeddingKey } from '../photos/classified-part';
import type { PhotoRecord } from '../records';
import type { ModelState } from '../types';

/** What the encoder is to do next. */
export type EncoderJob =
  | { readonly kind: 'embed texts'; readonly texts: readonly string[] }
  | {
      readonly kind: 'embed photos';
      readonly photos: readonly PhotoRecord[];
      /** Photos that come after these, which may be read meanwhile. */
      readonly next: readonly PhotoRecord[];
    };

/** What is known when the encoder's next job is looked for. */
export interface EncoderWorld {
  readonly model: ModelState['status'];
  /** The space that the loaded model embeds in; null while none is loaded. */
  readonly space: string | null;
  /** Texts without an embedding in today's space, the most urgent first. */
  readonly missingTexts: readonly string[];
  /** Whether class names are being typed. */
  readonly isTyping: boolean;
  readonly queued: Iterable<PhotoRecord>;
}

/** Texts that go to the encoder in one call. */
export const TEXTS_AT_ONCE = 32;
const PHOTOS_EMBEDDED_AT_ONCE = 4;
/** Enough for a few threads to be busy until the next call. */
const PHOTOS_READ_AHEAD = 12;
/** Whether a photo that is queued has an embedding of an earlier visit that holds in a space. */
export const holdsIn = ({ embedding, part }: PhotoRecord, space: string | null): boolean =>
  embedding !== null && space !== null && embedding.key === embeddingKey(space, part);

/**
 * Nothing before the model is there; texts before photos: they are few, and every answer needs them. A photo that may be
 * fatal goes alone, and nothing is read beside it; one whose embedding holds is not embedded again.
 */
export function nextForEncoder({
  model,
  space,
  missingTexts,
  isTyping,
  queued,
}: EncoderWorld): EncoderJob | null {
  if (model !== 'ready') return null;
  if (!isTyping && missingTexts.length > 0)
    return { kind: 'embed texts', texts: missingTexts.slice(0, TEXTS_AT_ONCE) };
  const photos: PhotoRecord[] = [];
  for (const record of queued) {
    if (holdsIn(record, space)) continue;
    if (record.deaths > 0 && photos.length > 0) break;
    photos.push(record);
    if (record.deaths > 0 || photos.length === PHOTOS_EMBEDDED_AT_ONCE + PHOTOS_READ_AHEAD) break;
  }
  if (photos.length === 0) return null;
  return {
    kind: 'embed photos',
    photos: photos.slice(0, PHOTOS_EMBEDDED_AT_ONCE),
    next: photos.slice(PHOTOS_EMBEDDED_AT_ONCE),
  };
}

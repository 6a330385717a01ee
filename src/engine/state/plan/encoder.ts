import type { PhotoRecord } from '../records';
import type { ModelState } from '../types';

/** What the encoder is to do next. */
export type EncoderJob =
  | { readonly kind: 'embed texts'; readonly texts: readonly string[] }
  | { readonly kind: 'embed photos'; readonly photos: readonly PhotoRecord[] };

/** What is known when the encoder's next job is looked for. */
export interface EncoderWorld {
  readonly model: ModelState['status'];
  /** Texts without an embedding in today's space, the most urgent first. */
  readonly missingTexts: readonly string[];
  /** Whether class names are being typed. */
  readonly isTyping: boolean;
  readonly queued: Iterable<PhotoRecord>;
}

/** Texts that go to the encoder in one call. */
export const TEXTS_AT_ONCE = 32;
const PHOTOS_EMBEDDED_AT_ONCE = 4;

/**
 * Nothing before the model is there; then texts before photos: they are few, and every answer needs them. A photo that may be
 * fatal goes alone.
 */
export function nextForEncoder({ model, missingTexts, isTyping, queued }: EncoderWorld): EncoderJob | null {
  if (model !== 'ready') return null;
  if (!isTyping && missingTexts.length > 0)
    return { kind: 'embed texts', texts: missingTexts.slice(0, TEXTS_AT_ONCE) };
  const photos: PhotoRecord[] = [];
  for (const record of queued) {
    if (record.deaths > 0 && photos.length > 0) break;
    photos.push(record);
    if (record.deaths > 0 || photos.length === PHOTOS_EMBEDDED_AT_ONCE) break;
  }
  return photos.length === 0 ? null : { kind: 'embed photos', photos };
}

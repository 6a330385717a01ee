import { FINGERPRINT_SENTENCE } from '../../../index-shards/format';
import type { OwnJob } from '../../../workers/protocol';
import { TEXTS_AT_ONCE } from '../state/plan/encoder';

/** Captions that become a shard: so many embeddings are lost, and computed again, by a crash. */
export const CAPTIONS_PER_SHARD = 1024;

/** What is known of the captions that are being made into an index. */
export interface OwnWorld {
  readonly job: OwnJob | null;
  /** Of the job's texts, those that are in the index. */
  readonly added: number;
  /** Those after them whose embeddings are in hand. */
  readonly embedded: number;
  /** Whether nothing may go on now: paused, failed, or without a model. */
  readonly isHeld: boolean;
  /** The model that is loaded. */
  readonly model: { readonly id: string; readonly revision: string } | null;
  /** Whether a text's embedding is there. */
  readonly isThere: (text: string) => boolean;
}

export type OwnStep =
  | { readonly kind: 'wait' }
  /** Have these embedded. */
  | { readonly kind: 'want'; readonly texts: readonly string[] }
  /** Take the embeddings of these, which are there. */
  | { readonly kind: 'take'; readonly texts: readonly string[] }
  /** Add what is in hand to the index. */
  | { readonly kind: 'add' }
  | { readonly kind: 'finish' };

/** The next step: a few texts at a time, so that photos wait for no more than these. */
export function nextForOwn({ job, added, embedded, isHeld, model, isThere }: OwnWorld): OwnStep {
  if (job === null) return { kind: 'wait' };
  const done = added + embedded;
  if (done >= job.texts.length && embedded === 0) return { kind: 'finish' };
  const isItsModel = model?.id === job.model.id && model.revision === job.model.revision;
  if (isHeld || !isItsModel) return { kind: 'wait' };
  if (!isThere(FINGERPRINT_SENTENCE)) return { kind: 'want', texts: [FINGERPRINT_SENTENCE] };
  if (embedded >= CAPTIONS_PER_SHARD || done >= job.texts.length) return { kind: 'add' };
  const texts = job.texts.slice(done, done + TEXTS_AT_ONCE);
  const missing = texts.filter((text) => !isThere(text));
  return missing.length > 0 ? { kind: 'want', texts: missing } : { kind: 'take', texts };
}

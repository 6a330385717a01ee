import { dot, type PlainError } from '../../../../../core';
import type { Manifest } from '../../../../../index-shards/format';
import type { EncoderInfo } from '../../../../../workers/protocol';

/** Below this cosine between a fixed sentence's stored and fresh embedding, the model is another one; int8 stays above. */
const SAME_MODEL_COSINE = 0.99;

/**
 * Says why an index is not searched with the loaded model: what differs between the model that made it and this one; null
 * where it is the same.
 * @param embedding of the fingerprint sentence by the loaded model, `[d]`
 */
export function misfit(
  made: Pick<Manifest['model'], 'id' | 'revision' | 'width' | 'fingerprint'>,
  loaded: Pick<EncoderInfo, 'id' | 'revision' | 'width'>,
  embedding: Float32Array,
): PlainError | null {
  const cosine = made.width === loaded.width ? dot(made.fingerprint.embedding, embedding) : null;
  if (cosine !== null && cosine >= SAME_MODEL_COSINE) return null;
  const isSameName = made.id === loaded.id;
  const isSameRevision = made.revision === loaded.revision;
  const nameOf = ({ id, revision }: { readonly id: string; readonly revision: string }) =>
    isSameName && !isSameRevision ? `${id} at revision ${short(revision)}` : id;
  const models =
    isSameName && isSameRevision
      ? `This index was made with another model of the name ${made.id} than the one loaded`
      : `This index was made with ${nameOf(made)}; the loaded model is ${nameOf(loaded)}`;
  const difference =
    cosine === null
      ? `embeddings have ${made.width} dimensions there and ${loaded.width} here`
      : `one sentence embedded by both has a cosine of ${cosine.toFixed(3)} instead of 1`;
  const advice =
    isSameName && isSameRevision
      ? 'Choose an index made with the loaded model, or load the model from where the index’s maker had it.'
      : `Choose an index made with ${nameOf(loaded)}, or go back to ${nameOf(made)}.`;
  return {
    code: 'index-model-mismatch',
    message: `${models} (${difference}). Answers are zero-shot only. ${advice}`,
  };
}

/** A commit's first digits; names of branches and tags stay whole. */
const short = (revision: string) => (/^[0-9a-f]{40}$/.test(revision) ? revision.slice(0, 8) : revision);

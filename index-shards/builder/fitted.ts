import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { dot } from '../../core';
import { type Manifest, type ManifestModel, parseManifest } from '../format';

/** What of a manifest nobody builds: it is fitted on labelled photos afterwards. */
type Fitted = Pick<Manifest, 'scales' | 'states'>;

/** Cosine of two embeddings of the fingerprint's sentence from which on they are of the same weights. */
const SAME = 0.9999;

/**
 * What was fitted on labelled photos for the index that lies in `out`, to go into the one that takes its place: building
 * anew does not know the photos, and would drop it. It says nothing of another model's scores: where the model is another,
 * or no readable index lies there, there is none.
 */
export function fittedBefore(out: string, model: ManifestModel): Fitted {
  const file = join(out, 'manifest.json');
  if (!existsSync(file)) return {};
  const before = readable(readFileSync(file, 'utf8'));
  if (before === null || !isSame(before.model, model)) return {};
  const { scales, states } = before;
  return { ...(scales === undefined ? {} : { scales }), ...(states === undefined ? {} : { states }) };
}

const isSame = (a: ManifestModel, b: ManifestModel) =>
  a.id === b.id &&
  a.width === b.width &&
  a.fingerprint.sentence === b.fingerprint.sentence &&
  dot(a.fingerprint.embedding, b.fingerprint.embedding) >= SAME;

/** Null for what no reader would take: the build replaces it. */
function readable(text: string): Manifest | null {
  try {
    return parseManifest(JSON.parse(text));
  } catch {
    return null;
  }
}

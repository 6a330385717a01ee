import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fingerprintOf } from '../../workers/encoder/known-texts/fingerprint';
import type { TextEmbeddingsOrigin } from '../../workers/encoder/known-texts/format';
import type { SelfTest } from '../../workers/encoder/self-test';
import { PRECISION_SUFFIXES, type Precision } from '../../workers/protocol';

/** The precisions that the pocket model ships in. */
export const POCKET_PRECISIONS: readonly Precision[] = ['fp32', 'fp16', 'q8'];

/**
 * What identifies the text tower that lies in a checkpoint's folder at a precision.
 * @throws Error where this Node offers no digests
 */
export async function originOf(folder: string, precision: Precision): Promise<TextEmbeddingsOrigin> {
  const selfTest = JSON.parse(readFileSync(join(folder, 'self-test.json'), 'utf8')) as SelfTest;
  const fingerprint = await fingerprintOf(selfTest);
  if (fingerprint === null) throw new Error('This Node offers no digests. Use Node 20.19 or later.');
  const weights = readFileSync(join(folder, 'onnx', `text_model${PRECISION_SUFFIXES[precision]}.onnx`));
  return { fingerprint, precision, tower: createHash('sha256').update(weights).digest('hex') };
}

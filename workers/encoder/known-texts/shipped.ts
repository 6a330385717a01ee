import type { Precision } from '../../protocol';
import type { CheckpointFiles } from '../checkpoint/files/files';
import { decodeTextEmbeddings, type TextEmbeddings, textEmbeddingsFile } from './format';

/**
 * Reads the text embeddings that lie beside a checkpoint. Null where there are none, or none that fit: texts are then
 * embedded, so nothing here is worth an error.
 * @param fingerprint of the checkpoint
 */
export async function readShippedTexts(
  files: CheckpointFiles,
  fingerprint: string,
  precision: Precision,
): Promise<TextEmbeddings | null> {
  try {
    const bytes = await files.weights(textEmbeddingsFile(precision));
    if (typeof bytes === 'string') return null;
    const shipped = await decodeTextEmbeddings(bytes);
    return shipped.fingerprint === fingerprint && shipped.precision === precision ? shipped : null;
  } catch {
    return null;
  }
}

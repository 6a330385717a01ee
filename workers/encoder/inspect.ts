import { type Backend, type Inspection, type PrecisionFacts, predictMemory } from '../protocol';
import type { CheckpointFiles } from './checkpoint/files/files';
import { number, object } from './checkpoint/json';
import { precisionsIn, refuseCombined } from './checkpoint/layout';
import { readLicence } from './checkpoint/licence';
import { type CheckpointShape, readShape, TOKENIZER_FILE } from './checkpoint/settings';

/** A checkpoint as inspected, and what was read for it. */
export interface Inspected {
  readonly inspection: Inspection;
  readonly shape: CheckpointShape;
}

const BACKENDS: readonly Backend[] = ['webgpu', 'wasm'];

/**
 * Tells what a checkpoint is, ships, needs and is under. Reads its small files and its host's listing.
 * @param threads of WASM, on which the memory depends a little
 * @throws FernglassError `model-not-found`, `model-unreadable`, `model-unsupported`, `network-failed`
 */
export async function inspectCheckpoint(files: CheckpointFiles, threads: number): Promise<Inspected> {
  const [shape, listing, licence] = await Promise.all([
    readShape(files),
    files.listing(),
    readLicence(files),
  ]);
  if (listing !== null) refuseCombined(files.id, listing.keys());
  const patches = patchesOf(shape);
  const vocabularyValues = vocabularyOf(shape);
  const tokenizerBytes = listing?.get(TOKENIZER_FILE)?.bytes ?? 0;
  const precisions = listing === null ? null : precisionsIn(listing);
  const facts = precisions?.map((sizes): PrecisionFacts => {
    const memory = (backend: Backend) =>
      predictMemory({ ...sizes, tokenizerBytes, vocabularyValues, patches }, backend, threads);
    const [webgpu, wasm] = BACKENDS.map(memory);
    return { ...sizes, memory: { webgpu: webgpu!, wasm: wasm! } };
  });
  const inspection: Inspection = {
    id: files.id,
    revision: files.revision,
    family: shape.family.name,
    imageSize: shape.preprocessor.imageSize,
    licence,
    distrusts8Bit: shape.family.distrusts8Bit,
    // A listing without a whole precision says less than the host may know: it is asked for what it has.
    precisions: facts === undefined || facts.length === 0 ? null : facts,
  };
  return { inspection, shape };
}

/** Positions of a picture in the vision tower: its patches, which are 16 pixels wide where config.json does not say. */
function patchesOf({ config, preprocessor }: CheckpointShape): number {
  const side = number(object(config.vision_config).patch_size) ?? 16;
  return Math.ceil(preprocessor.imageSize / side) ** 2;
}

/** What config.json leaves out of a text tower, since it is transformers' own default: tokens, and values for each. */
const USUAL_TEXT = { siglip: { tokens: 32_000, width: 768 }, clip: { tokens: 49_408, width: 512 } };

/** Values of the table of token embeddings. */
function vocabularyOf({ config, family }: CheckpointShape): number {
  const text = object(config.text_config);
  const usual = family.scoring === 'sigmoid' ? USUAL_TEXT.siglip : USUAL_TEXT.clip;
  return (number(text.vocab_size) ?? usual.tokens) * (number(text.hidden_size) ?? usual.width);
}

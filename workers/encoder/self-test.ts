import { dot, type Embeddings, FernglassError, row } from '../../core';
import type { CheckpointFiles } from './checkpoint/files/files';
import type { TokenIds, Tokenize } from './towers/tokens';
import type { Pixels, Tower } from './towers/tower';

/** What a checkpoint's self-test.json stores: inputs, and what 32-bit floats make of them, normalised. */
export interface SelfTest {
  readonly vision: { readonly input: 'gradient'; readonly embedding: readonly number[] };
  readonly text: { readonly text: string; readonly embedding: readonly number[] };
}

/** What a self-test found. */
export interface SelfTestOutcome {
  /** Width of the tower's embeddings. */
  readonly width: number;
  /** Cosine to the stored embedding; null where none is stored. */
  readonly cosine: number | null;
}

export const SELF_TEST_FILE = 'self-test.json';

const LEAST_COSINE = 0.99;
/** Two inputs as unlike as these never come closer on a working back end. */
const MOST_ALIKE = 0.99999;

/**
 * Reads a checkpoint's self-test; null where it ships none.
 * A test that cannot be fetched is no reason to refuse a checkpoint whose every other file is here.
 */
export async function readSelfTest(files: CheckpointFiles): Promise<SelfTest | null> {
  const text = await files.text(SELF_TEST_FILE).catch((thrown) => {
    if (thrown instanceof FernglassError && thrown.code === 'network-failed') return null;
    throw thrown;
  });
  if (text === null) return null;
  const test = JSON.parse(text) as Partial<SelfTest>;
  if (test.vision?.input !== 'gradient' || !test.vision.embedding || !test.text?.embedding)
    throw new FernglassError('model-unreadable', `${SELF_TEST_FILE} of ${files.id} is of an unknown form.`);
  return test as SelfTest;
}

/** The stored test's picture: value(c, y, x) = 2·((x(c+1) + y(3-c)) mod size)/(size-1) - 1; and the same upside down. */
export function gradientPixels(size: number): Pixels {
  const area = size * size;
  const data = new Float32Array(2 * 3 * area);
  for (let c = 0; c < 3; c++)
    for (let y = 0; y < size; y++)
      for (let x = 0; x < size; x++) {
        const value = (2 * ((x * (c + 1) + y * (3 - c)) % size)) / (size - 1) - 1;
        data[c * area + y * size + x] = value;
        data[(3 + (2 - c)) * area + (size - 1 - y) * size + x] = -value;
      }
  return { count: 2, size, data };
}

/**
 * Runs the vision tower on the gradient.
 * @throws FernglassError `self-test-failed`
 */
export async function testVisionTower(
  tower: Tower<Pixels>,
  size: number,
  stored: SelfTest | null,
): Promise<SelfTestOutcome> {
  return judge(await tower.embed(gradientPixels(size)), stored?.vision.embedding);
}

/**
 * Runs the text tower on the stored text.
 * @throws FernglassError `self-test-failed`
 */
export async function testTextTower(
  tower: Tower<TokenIds>,
  tokenize: Tokenize,
  stored: SelfTest | null,
): Promise<SelfTestOutcome> {
  const text = stored?.text.text ?? 'a photo of a fern';
  return judge(
    await tower.embed(tokenize([text, 'three electric locomotives in a shed'])),
    stored?.text.embedding,
  );
}

/** @param embeddings of the tested input and of one quite unlike it. */
function judge(embeddings: Embeddings, expected: readonly number[] | undefined): SelfTestOutcome {
  const [tested, other] = [row(embeddings, 0), row(embeddings, 1)];
  const { width } = embeddings;
  if (!embeddings.data.every(Number.isFinite)) throw failed('its results are not numbers');
  if (!expected) {
    if (dot(tested, other) > MOST_ALIKE) throw failed('it gives the same result for everything');
    return { width, cosine: null };
  }
  if (expected.length !== width) throw failed(`its results have ${width} values, not ${expected.length}`);
  const cosine = dot(tested, expected);
  if (!(cosine >= LEAST_COSINE)) throw failed(`its result has cosine ${cosine.toFixed(4)} to the stored one`);
  return { width, cosine };
}

function failed(why: string): FernglassError {
  return new FernglassError('self-test-failed', `The model computes wrongly on this back end: ${why}.`);
}

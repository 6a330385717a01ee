import { IDBFactory } from 'fake-indexeddb';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Embeddings, FernglassError, row, stack } from '../../../core';
import type { Precision } from '../../protocol';
import type { CheckpointFiles } from '../checkpoint/files/files';
import type { SelfTest } from '../self-test';
import { fingerprintOf } from './fingerprint';
import { encodeTextEmbeddings } from './format';
import { KnownTexts } from './known-texts';

const SELF_TEST: SelfTest = {
  vision: { input: 'gradient', embedding: [1, 0] },
  text: { text: 'a fern', embedding: [0, 1] },
};
const OTHER_MODEL: SelfTest = { ...SELF_TEST, text: { text: 'a fern', embedding: [0.6, 0.8] } };

const SHIPPED = { fern: [1, 0], moss: [0, 1] };
const BY_TOWER = [0.6, 0.8];

interface Beside {
  readonly selfTest?: SelfTest;
  readonly precision?: Precision;
  readonly tower?: string;
  readonly change?: (bytes: Uint8Array<ArrayBuffer>) => void;
}

/** A checkpoint with text embeddings beside it, made as told; without any for null. */
function checkpoint(beside: Beside | null, revision = 'main'): CheckpointFiles {
  return {
    id: 'someone/model',
    revision,
    listing: async () => null,
    text: async () => null,
    async weights(file) {
      if (beside === null || file !== 'text-embeddings_quantized.bin')
        throw new FernglassError('model-not-found', file);
      const bytes = await encodeTextEmbeddings({
        fingerprint: (await fingerprintOf(beside.selfTest ?? SELF_TEST))!,
        precision: beside.precision ?? 'q8',
        tower: beside.tower ?? 'tower',
        texts: Object.keys(SHIPPED),
        embeddings: stack(Object.values(SHIPPED)),
      });
      beside.change?.(bytes);
      return bytes;
    },
  };
}

/** Embeds texts in one visit; tells what came out and what the tower was asked for. */
async function visit(files: CheckpointFiles, texts: string[], selfTest: SelfTest | null = SELF_TEST) {
  const asked: string[] = [];
  const known = new KnownTexts(files, 'q8', selfTest);
  const embeddings = await known.embed(texts, async (unknown): Promise<Embeddings> => {
    asked.push(...unknown);
    return stack(unknown.map(() => BY_TOWER));
  });
  await known.flush();
  return { asked, rows: texts.map((_, i) => [...row(embeddings, i)]) };
}

beforeEach(() => vi.stubGlobal('indexedDB', new IDBFactory()));
afterEach(() => vi.unstubAllGlobals());

const f32 = (values: readonly number[]) => [...Float32Array.from(values)];

describe('known texts', () => {
  it('beside the checkpoint are not embedded, and the others are, each once and in their order', async () => {
    const { asked, rows } = await visit(checkpoint({}), ['moss', 'lichen', 'fern', 'lichen']);
    expect(asked).toEqual(['lichen']);
    expect(rows).toEqual([[0, 1], f32(BY_TOWER), [1, 0], f32(BY_TOWER)]);
  });

  it.each<[string, Beside | null]>([
    ['of another model', { selfTest: OTHER_MODEL }],
    ['of another precision', { precision: 'fp32' }],
    [
      'damaged',
      {
        change: (bytes) => {
          bytes[bytes.length - 1]! ^= 1;
        },
      },
    ],
    ['missing', null],
  ])('%s are embedded', async (_, beside) => {
    const { asked, rows } = await visit(checkpoint(beside), ['fern', 'moss']);
    expect(asked).toEqual(['fern', 'moss']);
    expect(rows).toEqual([f32(BY_TOWER), f32(BY_TOWER)]);
  });

  it('from an earlier visit are not embedded again', async () => {
    expect((await visit(checkpoint({}), ['lichen'])).asked).toEqual(['lichen']);
    const { asked, rows } = await visit(checkpoint({}), ['lichen', 'fern', 'liverwort']);
    expect(asked).toEqual(['liverwort']);
    expect(rows).toEqual([f32(BY_TOWER), [1, 0], f32(BY_TOWER)]);
  });

  it('from an earlier visit are embedded again by another model or another export of its text tower', async () => {
    await visit(checkpoint({}), ['lichen']);
    expect((await visit(checkpoint({ tower: 'other' }), ['lichen'])).asked).toEqual(['lichen']);
    expect((await visit(checkpoint({}), ['lichen'], OTHER_MODEL)).asked).toEqual(['lichen']);
  });

  it('of a checkpoint without a self-test are kept by its commit, and not at all by a branch', async () => {
    const commit = checkpoint(null, 'c'.repeat(40));
    await visit(commit, ['fern'], null);
    expect((await visit(commit, ['fern'], null)).asked).toEqual([]);
    const branch = checkpoint(null, 'main');
    await visit(branch, ['fern'], null);
    expect((await visit(branch, ['fern'], null)).asked).toEqual(['fern']);
  });

  it('are all embedded where the browser refuses storage', async () => {
    vi.stubGlobal('indexedDB', undefined);
    await visit(checkpoint(null), ['fern']);
    expect((await visit(checkpoint(null), ['fern'])).asked).toEqual(['fern']);
  });

  it('of no text are no rows', async () => {
    expect((await visit(checkpoint({}), [])).rows).toEqual([]);
  });
});

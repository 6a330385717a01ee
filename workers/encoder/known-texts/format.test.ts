import { describe, expect, it } from 'vitest';
import { stack } from '../../../core';
import { decodeTextEmbeddings, encodeTextEmbeddings, type TextEmbeddings } from './format';

const content: TextEmbeddings = {
  fingerprint: 'f'.repeat(64),
  precision: 'q8',
  tower: 'a'.repeat(64),
  texts: ['a photo of a hart’s-tongue', 'R-2R ladder'],
  embeddings: stack([
    [0.6, -0.8, 0],
    [1e-7, 0, 1],
  ]),
};

describe('text embeddings beside a checkpoint', () => {
  it('come back to the bit', async () => {
    expect(await decodeTextEmbeddings(await encodeTextEmbeddings(content))).toEqual(content);
  });

  it('are read from wherever they begin in a buffer', async () => {
    const bytes = await encodeTextEmbeddings(content);
    const larger = new Uint8Array(bytes.length + 3);
    larger.set(bytes, 3);
    expect(await decodeTextEmbeddings(larger.subarray(3))).toEqual(content);
  });

  it('are refused with any byte changed, cut or added', async () => {
    const bytes = await encodeTextEmbeddings(content);
    for (let i = 0; i < bytes.length; i++) {
      const damaged = bytes.slice();
      damaged[i]! ^= 0x10;
      await expect(decodeTextEmbeddings(damaged), `byte ${i}`).rejects.toMatchObject({
        code: 'model-unreadable',
      });
    }
    for (const other of [bytes.slice(0, -1), bytes.slice(0, 9), new Uint8Array([...bytes, 0])])
      await expect(decodeTextEmbeddings(other)).rejects.toMatchObject({ code: 'model-unreadable' });
  });

  it('of another version are refused by its number, which later formats keep where it is', async () => {
    const bytes = await encodeTextEmbeddings(content);
    expect(new TextDecoder().decode(bytes.subarray(0, 4))).toBe('FGTE');
    new DataView(bytes.buffer).setUint32(4, 2, true);
    await expect(decodeTextEmbeddings(bytes)).rejects.toThrow('format 2, not 1');
  });

  it('need an embedding for every text', async () => {
    await expect(encodeTextEmbeddings({ ...content, texts: ['one'] })).rejects.toThrow(RangeError);
  });
});

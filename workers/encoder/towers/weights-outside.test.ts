import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { InferenceSession, Tensor } from 'onnxruntime-web';
import { describe, expect, test } from 'vitest';
import { type Bytes, fieldsOf, lengthField, varint } from '../checkpoint/protobuf';
import { identityModel } from '../identity-model';
import { LentWeights } from './library';
import { partWeights } from './weights-outside';

const fixture = (name: string) =>
  new Uint8Array(readFileSync(new URL(`../fixtures/tiny-siglip/onnx/${name}`, import.meta.url)));

/** What the vision tower gives for one picture. */
async function embedded(graph: Uint8Array, options: InferenceSession.SessionOptions = {}) {
  const session = await InferenceSession.create(graph, { executionProviders: ['wasm'], ...options });
  const picture = Float32Array.from({ length: 3 * 96 * 96 }, (_, i) => Math.sin(i / 50));
  const outputs = await session.run({ pixel_values: new Tensor('float32', picture, [1, 3, 96, 96]) });
  await session.release();
  return [...(outputs.pooler_output!.data as Float32Array)];
}

describe.each(['vision_model.onnx', 'vision_model_fp16.onnx', 'vision_model_quantized.onnx'])(
  '%s',
  (name) => {
    const file = fixture(name);
    const parted = partWeights(file, 'within')!;

    test('computes the same, bit for bit, with its weights read from where they lie', async () => {
      const outside = await embedded(parted.graph, { externalData: [{ path: parted.name, data: file }] });
      expect(outside).toEqual(await embedded(file));
    });

    test('computes the same with its weights handed over in parts', async () => {
      const parts: number[] = [];
      const elsewhere: Bytes = {
        length: file.length,
        at: (index) => file[index],
        subarray: (start, end) => {
          parts.push(end - start);
          return file.slice(start, end);
        },
      };
      const { graph, name } = partWeights(elsewhere, 'within')!;
      expect(graph).toEqual(parted.graph);
      parts.length = 0;
      const data = new LentWeights(elsewhere);
      expect(await embedded(graph, { externalData: [{ path: name, data }] })).toEqual(await embedded(file));
      expect(parts.length).toBeGreaterThan(10);
      expect(Math.max(...parts)).toBeLessThan(file.length / 2);
    });

    test('is little without them', () => {
      expect(parted.graph.length).toBeLessThan(file.length / 2);
    });

    test('is left alone once they lie outside', () => {
      expect(partWeights(parted.graph, 'again')).toBeNull();
    });
  },
);

test('a graph without weights is left as it is', () => {
  expect(partWeights(Uint8Array.from(identityModel()), 'within')).toBeNull();
});

test('bytes that are no message are refused, and never read past their end', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
      try {
        const fields = [...fieldsOf(bytes)];
        expect(fields.at(-1)?.end ?? 0).toBe(bytes.length);
      } catch (thrown) {
        expect(thrown).toBeInstanceOf(RangeError);
      }
    }),
  );
});

test('what is written as fields is read again', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.integer({ min: 1, max: 2 ** 20 }), fc.uint8Array())), (written) => {
      const bytes = Uint8Array.from(written.flatMap(([number, content]) => lengthField(number, content)));
      const read = [...fieldsOf(bytes)];
      expect(read.map(({ number, content, end }) => [number, bytes.slice(content, end)])).toEqual(written);
    }),
  );
  expect(varint(300)).toEqual([0xac, 0x02]);
});

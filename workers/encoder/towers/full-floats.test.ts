import { readFileSync } from 'node:fs';
import { InferenceSession, Tensor } from 'onnxruntime-web';
import { describe, expect, test } from 'vitest';
import { dot, normalise } from '../../../core';
import {
  type Message,
  messages,
  numberOf,
  numberPart,
  part,
  rewrite,
  text,
  textPart,
} from '../checkpoint/message';
import { joined } from '../checkpoint/protobuf';
import { identityModel } from '../identity-model';
import { inFullFloats } from './full-floats';
import { LentWeights } from './library';
import { partWeights } from './weights-outside';
import { WidenedFile } from './widened';

const HALF = 10;
/** Fields of ONNX's messages. */
const GRAPH = 7;
const [NODE, INITIALIZER] = [1, 5];
const [ELEMENT_TYPE, INT32_DATA, NAME, RAW_DATA] = [2, 5, 8, 9];

const fixture = (name: string): Message =>
  new Uint8Array(readFileSync(new URL(`../fixtures/${name}`, import.meta.url)));

/** A checkpoint's file in full floats, as a tower is made of it. */
function full(file: Message) {
  const { graph, name } = partWeights(file, 'within')!;
  const widened = inFullFloats(graph, () => file.length)!;
  return { graph: widened, externalData: [{ path: name, data: new LentWeights(new WidenedFile(file)) }] };
}

/** Names of the weights that are half floats. */
const halvesOf = (model: Message) =>
  messages(messages(model, GRAPH)[0]!, INITIALIZER)
    .filter((tensor) => numberOf(tensor, ELEMENT_TYPE) === HALF)
    .map((tensor) => text(tensor, NAME));

async function embedded(
  graph: Message,
  input: Record<string, Tensor>,
  output: string,
  options: InferenceSession.SessionOptions = {},
) {
  const session = await InferenceSession.create(graph, { executionProviders: ['wasm'], ...options });
  const outputs = await session.run(input);
  await session.release();
  return normalise(outputs[output]!.data as Float32Array);
}

const pictures = (size: number) => ({
  pixel_values: new Tensor(
    'float32',
    Float32Array.from({ length: 3 * size * size }, (_, i) => Math.sin(i / 50)),
    [1, 3, size, size],
  ),
});
const ids = (length: number) => ({
  input_ids: new Tensor(
    'int64',
    BigInt64Array.from({ length }, (_, i) => BigInt((7 * i) % 100)),
    [1, length],
  ),
});

const TOWERS: readonly [string, Record<string, Tensor>, string, tables: number][] = [
  ['tiny-siglip/onnx/vision_model', pictures(96), 'pooler_output', 1],
  ['tiny-siglip/onnx/text_model', ids(24), 'pooler_output', 2],
  ['tiny-clip/onnx/vision_model', pictures(32), 'image_embeds', 1],
  ['tiny-clip/onnx/text_model', ids(16), 'text_embeds', 2],
];

describe.each(TOWERS)('%s', (name, input, output, tables) => {
  const file = fixture(`${name}_fp16.onnx`);

  test('embeds in full floats as it does in 32 bits, no farther off than the rounding of its weights', async () => {
    const { graph, externalData } = full(file);
    const own = await embedded(graph, input, output, { externalData });
    const exact = await embedded(fixture(`${name}.onnx`), input, output);
    const left = await embedded(file, input, output);
    expect(dot(own, exact)).toBeGreaterThan(0.99999);
    expect(dot(own, left)).toBeGreaterThan(0.99999);
  });

  test('keeps the tables that it looks up in, and nothing else, in half floats', () => {
    const kept = halvesOf(full(file).graph);
    expect(kept).toHaveLength(tables);
    expect(kept.every((table) => table.includes('embedding'))).toBe(true);
  });

  test('has no half floats in 32 bits, so that there is nothing to widen', () => {
    expect(inFullFloats(fixture(`${name}.onnx`), () => 0)).toBeNull();
  });
});

test('a few halves that are written as numbers are widened too', async () => {
  const [name, input, output] = TOWERS[1]!;
  const file = fixture(`${name}_fp16.onnx`);
  const asNumbers = (tensor: Message) => {
    const raw = messages(tensor, RAW_DATA)[0]!;
    const bits = new Uint16Array(raw.slice().buffer);
    const numbers = [...bits].map((value) => numberPart(INT32_DATA, value));
    return joined([
      rewrite(tensor, (number) => (number === RAW_DATA ? new Uint8Array(0) : undefined)),
      ...numbers,
    ]);
  };
  const rewritten = rewrite(file, (number, graph) =>
    number === GRAPH
      ? part(
          GRAPH,
          rewrite(graph, (field, tensor) =>
            field === INITIALIZER && text(tensor, NAME).endsWith('bias')
              ? part(INITIALIZER, asNumbers(tensor))
              : undefined,
          ),
        )
      : undefined,
  );
  expect(rewritten.length).toBeGreaterThan(file.length);
  const [own, others] = [full(rewritten), full(file)];
  expect(await embedded(own.graph, input, output, own)).toEqual(
    await embedded(others.graph, input, output, others),
  );
});

test('a graph that takes half floats, or has functions of its own, is left as it is', () => {
  const halves = joined([
    numberPart(ELEMENT_TYPE, HALF),
    textPart(NAME, 'w'),
    part(RAW_DATA, new Uint8Array(2)),
  ]);
  const withHalves = (others: readonly Message[], functions: readonly Message[] = []) =>
    joined([part(GRAPH, joined([part(INITIALIZER, halves), ...others])), ...functions]);
  const input = (type: number) => part(11, joined([textPart(1, 'x'), part(2, part(1, numberPart(1, type)))]));
  const within = part(NODE, part(5, part(6, new Uint8Array(0))));
  expect(inFullFloats(withHalves([input(1)]), () => 0)).not.toBeNull();
  expect(inFullFloats(withHalves([input(HALF)]), () => 0)).toBeNull();
  expect(inFullFloats(withHalves([within]), () => 0)).toBeNull();
  expect(inFullFloats(withHalves([], [part(25, new Uint8Array(0))]), () => 0)).toBeNull();
  expect(inFullFloats(identityModel() as Message, () => 0)).toBeNull();
});

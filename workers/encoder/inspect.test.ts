import { statSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { hostFiles } from './checkpoint/files/host';
import { inspectCheckpoint } from './inspect';
import { directoryFiles } from './node/directory';
import { type Hub, startHub } from './testing/hub';

const fixtures = new URL('./fixtures/', import.meta.url).pathname;
const size = (file: string) => statSync(`${fixtures}${file}`).size;

let hub: Hub;
beforeAll(async () => {
  hub = await startHub(`${fixtures}tiny-siglip2`, 'someone/tiny-siglip2');
});
afterAll(() => hub.close());
const onHub = () => hostFiles({ id: 'someone/tiny-siglip2', revision: 'main', host: hub.url, layout: 'hub' });

test('family, size and precisions of a checkpoint with everything', async () => {
  const { inspection } = await inspectCheckpoint(directoryFiles(`${fixtures}tiny-clip`), 2);
  expect(inspection).toMatchObject({
    id: 'tiny-clip',
    family: 'clip',
    imageSize: 32,
    licence: null,
    distrusts8Bit: false,
  });
  expect(inspection.precisions?.map(({ precision }) => precision)).toEqual([
    'fp32',
    'fp16',
    'q8',
    'int8',
    'uint8',
    'q4',
    'q4f16',
    'bnb4',
  ]);
  const half = inspection.precisions!.find(({ precision }) => precision === 'fp16')!;
  expect(half.visionBytes).toBe(size('tiny-clip/onnx/vision_model_fp16.onnx'));
  expect(half.textBytes).toBe(size('tiny-clip/onnx/text_model_fp16.onnx'));
  expect(half.memory.wasm.peakBytes).toBeGreaterThan(half.memory.wasm.heapBytes);
});

test('weights outside the graph count, and no weights are asked for', async () => {
  hub.api = true;
  hub.requests.length = 0;
  const { inspection } = await inspectCheckpoint(onHub(), 1);
  expect(inspection.family).toBe('siglip2');
  expect(inspection.precisions).toHaveLength(1);
  expect(inspection.precisions![0]!.textBytes).toBe(
    size('tiny-siglip2/onnx/text_model.onnx') + size('tiny-siglip2/onnx/text_model.onnx_data'),
  );
  expect(hub.requests.filter((path) => /\.onnx|tokenizer\.json/.test(path))).toEqual([]);
});

test('a host without a listing: the family is known, the precisions are not', async () => {
  hub.api = false;
  const { inspection } = await inspectCheckpoint(onHub(), 1);
  expect(inspection).toMatchObject({ family: 'siglip2', precisions: null });
});

test('MobileCLIP is known to suffer, and to be for research alone', async () => {
  const { inspection } = await inspectCheckpoint(directoryFiles(`${fixtures}tiny-mobileclip`), 1);
  expect(inspection).toMatchObject({ distrusts8Bit: true, licence: { use: 'research-only' } });
});

test('what is no checkpoint is refused with the reason', async () => {
  const files = directoryFiles(`${fixtures}preprocess`);
  await expect(inspectCheckpoint(files, 1)).rejects.toMatchObject({ code: 'model-not-found' });
});

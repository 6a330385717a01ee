import {
  CLIPTextModelWithProjection,
  CLIPVisionModelWithProjection,
  type PreTrainedModel,
  SiglipTextModel,
  SiglipVisionModel,
  Tensor,
} from '@huggingface/transformers';
import { type Embeddings, FernglassError, normalise, stack } from '../../../core';
import { type Backend, is8Bit, type Precision, TOWER_BATCH } from '../../protocol';
import type { CheckpointFiles } from '../checkpoint/files/files';
import type { KeptFile } from '../checkpoint/kept-file';
import { type TowerName, towerFiles } from '../checkpoint/layout';
import { release } from '../checkpoint/release';
import type { CheckpointSettings } from '../checkpoint/settings';
import { inFullFloats } from './full-floats';
import { LentWeights, type LoadedFiles, withFiles } from './library';
import type { TokenIds } from './tokens';
import { partWeights } from './weights-outside';
import { WidenedFile } from './widened';

/** Where and how a tower runs. */
export interface TowerOptions {
  readonly device: Backend | 'cpu';
  readonly precision: Precision;
  /** Threads for `cpu`; the browser's back ends take theirs from the environment. */
  readonly threads?: number;
}

/** A loaded tower: what it is given to normalised embeddings `[count, d]`. */
export interface Tower<Input> {
  embed(input: Input): Promise<Embeddings>;
  /** Frees its memory. */
  dispose(): Promise<void>;
}

/** Pictures as the vision tower takes them, `[count, 3, size, size]`. */
export interface Pixels {
  readonly count: number;
  readonly size: number;
  readonly data: Float32Array;
}

/** Pictures `[3, size, size]` as one input. */
export function stackPixels(pictures: readonly Float32Array[], size: number): Pixels {
  const { count, data } = stack(pictures, 3 * size * size);
  return { count, size, data };
}

/**
 * Items of a batch at a precision. Dynamic quantisation scales activations by the largest value in the whole batch, so
 * an int8 tower gets its items one by one: an embedding must not depend on its neighbours.
 */
function batchSize(precision: Precision): number {
  return is8Bit(precision) ? 1 : TOWER_BATCH;
}

/**
 * Loads the vision tower.
 * @param runtime settles when a session may be made; the weights are read meanwhile
 * @throws FernglassError as `CheckpointFiles.weights`; `backend-unavailable` where no session can be made of them
 */
export async function loadVisionTower(
  files: CheckpointFiles,
  settings: CheckpointSettings,
  options: TowerOptions,
  runtime: Promise<void> = Promise.resolve(),
): Promise<Tower<Pixels>> {
  const weights = await readWeights(files, settings, 'vision_model', options);
  await runtime;
  const model = await startedWith(weights, options, (name) =>
    started(visionClass(settings).from_pretrained(name, loadOptions(settings, options, weights)), files.id),
  );
  return tower(model, options, settings.family.outputs.vision, ({ count, size, data }, start, end) => {
    const area = 3 * size * size;
    if (data.length !== count * area)
      throw new RangeError(`${data.length} values are not [${count}, 3, ${size}, ${size}]`);
    return {
      pixel_values: new Tensor('float32', data.slice(start * area, end * area), [end - start, 3, size, size]),
    };
  });
}

/**
 * Loads the text tower.
 * @throws FernglassError as `CheckpointFiles.weights`; `backend-unavailable` where no session can be made of them
 */
export async function loadTextTower(
  files: CheckpointFiles,
  settings: CheckpointSettings,
  options: TowerOptions,
): Promise<Tower<TokenIds>> {
  const weights = await readWeights(files, settings, 'text_model', options);
  const model = await startedWith(weights, options, (name) =>
    started(textClass(settings).from_pretrained(name, loadOptions(settings, options, weights)), files.id),
  );
  return tower(model, options, settings.family.outputs.text, ({ length, data }, start, end) => {
    const shape = [end - start, length];
    return {
      input_ids: new Tensor('int64', data.slice(start * length, end * length), shape),
      // Of use to exports that ask for it. No family hides its padding: CLIP looks back only, the others see it all.
      attention_mask: new Tensor('int64', new BigInt64Array((end - start) * length).fill(1n), shape),
    };
  });
}

const visionClass = ({ family }: CheckpointSettings) =>
  family.scoring === 'sigmoid' ? SiglipVisionModel : CLIPVisionModelWithProjection;

const textClass = ({ family }: CheckpointSettings) =>
  family.scoring === 'sigmoid' ? SiglipTextModel : CLIPTextModelWithProjection;

/** What a session is made of. */
interface Weights {
  /** The graph, by its path. */
  readonly files: LoadedFiles;
  /** What the graph looks for outside of it, by name. In Node a local graph finds what lies beside it. */
  readonly outside: readonly { readonly path: string; readonly data: Uint8Array<ArrayBuffer> }[];
  /** Files that are in memory as a whole. */
  readonly held: readonly Uint8Array<ArrayBuffer>[];
}

/** Reads a tower's files before the library asks, so that a failure is ours to explain and never a session's. */
async function readWeights(
  files: CheckpointFiles,
  { config }: CheckpointSettings,
  name: TowerName,
  { device, precision }: TowerOptions,
): Promise<Weights> {
  const [path, ...others] = await towerFiles(files, config, name, precision);
  const read = async (file: string) => (await files.kept?.(file)) ?? files.weights(file);
  const main = await read(path!);
  const outside = new Map<string, ReadFile>();
  for (const other of others) {
    const data = await read(other);
    if (typeof data !== 'string') outside.set(baseName(other), data);
  }
  if (typeof main === 'string') return weightsOf(path!, main, outside, lent);
  const parted = partWeights(main, `${baseName(path!)}_within`);
  if (parted !== null) outside.set(parted.name, main);
  const graph = parted?.graph ?? main.subarray(0, main.length);
  const full =
    device === 'wasm' && precision === 'fp16'
      ? inFullFloats(graph, (location) => outside.get(baseName(location))?.length ?? 0)
      : null;
  return full === null
    ? weightsOf(path!, graph, outside, lent)
    : weightsOf(path!, full, outside, (file) => new LentWeights(new WidenedFile(file)));
}

/** A file as it was read: kept on this device, where its parts are read from, or all of it. */
type ReadFile = KeptFile | Uint8Array<ArrayBuffer>;

const lent = (file: ReadFile) => (file instanceof Uint8Array ? file : new LentWeights(file));

function weightsOf(
  path: string,
  graph: Uint8Array<ArrayBuffer> | string,
  outside: ReadonlyMap<string, ReadFile>,
  handedOver: (file: ReadFile) => Uint8Array<ArrayBuffer>,
): Weights {
  return {
    files: new Map([[path, graph]]),
    outside: [...outside].map(([name, file]) => ({ path: name, data: handedOver(file) })),
    held: [...outside.values()].filter((file) => file instanceof Uint8Array),
  };
}

const baseName = (path: string) => path.slice(path.lastIndexOf('/') + 1);

/**
 * Precisions whose weights are multiplied with as they are. Laid out anew for its kernels, as the runtime would have it, they take up
 * to half as much memory again, since gaps stay where they lay before; a batch then takes some 2 % less time (SigLIP base).
 */
const FLOATS: ReadonlySet<Precision> = new Set(['fp32', 'fp16']);
const AS_THEY_ARE = { session: { disable_prepacking: '1' } };

function loadOptions(
  { config }: CheckpointSettings,
  { device, precision, threads }: TowerOptions,
  { outside }: Weights,
) {
  return {
    // The library's type of a configuration is a class; it takes the plain object.
    config: config as never,
    device,
    dtype: precision,
    // What lies outside the graph is handed over below, whether or not config.json declares it.
    use_external_data_format: 0,
    session_options: {
      ...(threads === undefined ? {} : { intraOpNumThreads: threads, interOpNumThreads: 1 }),
      ...(outside.length === 0 ? {} : { externalData: outside }),
      ...(device === 'wasm' && FLOATS.has(precision) ? { extra: AS_THEY_ARE } : {}),
    },
  };
}

/** Makes a session of weights, of which nothing is needed after that: it has its own copy. */
async function startedWith<Model>(
  { files, outside, held }: Weights,
  { device }: TowerOptions,
  load: (name: string) => Promise<Model>,
): Promise<Model> {
  const model = await withFiles(files, load);
  // In Node they may lie in a store in memory, from which they are read again.
  if (device !== 'cpu') {
    for (const { data } of outside) if (data instanceof LentWeights) data.end();
    for (const file of held) release(file);
  }
  return model;
}

async function started<Model>(model: Promise<Model>, id: string): Promise<Model> {
  try {
    return await model;
  } catch (cause) {
    throw new FernglassError(
      'backend-unavailable',
      `${id} could not be started on this back end: ${cause instanceof Error ? cause.message : String(cause)}`,
      { cause },
    );
  }
}

function tower<Input extends { readonly count: number }>(
  model: PreTrainedModel,
  { precision }: TowerOptions,
  outputs: readonly string[],
  feed: (input: Input, start: number, end: number) => Record<string, Tensor>,
): Tower<Input> {
  return {
    async embed(input) {
      const rows: Float32Array[] = [];
      for (let start = 0; start < input.count; start += batchSize(precision)) {
        const end = Math.min(input.count, start + batchSize(precision));
        rows.push(...(await run(model, outputs, feed(input, start, end))));
      }
      return stack(rows);
    },
    dispose: async () => void (await model.dispose()),
  };
}

async function run(
  model: PreTrainedModel,
  names: readonly string[],
  inputs: Record<string, Tensor>,
): Promise<Float32Array[]> {
  const outputs = (await model(inputs)) as Record<string, Tensor>;
  try {
    const pooled = names.map((name) => outputs[name]).find((output) => output?.dims.length === 2);
    if (!pooled)
      throw new FernglassError(
        'model-unsupported',
        `The tower gives ${Object.keys(outputs).join(', ')}, and no ${names[0]}: export it with its projection.`,
      );
    const [count, width] = pooled.dims as [number, number];
    const values = Float32Array.from(pooled.data as Float32Array);
    return Array.from({ length: count }, (_, i) => normalise(values.subarray(i * width, (i + 1) * width)));
  } finally {
    for (const tensor of [...Object.values(inputs), ...Object.values(outputs)]) tensor.dispose();
  }
}

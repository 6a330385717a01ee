import { FernglassError } from '../../../core';
import { PRECISION_SUFFIXES, PRECISIONS, type Precision } from '../../protocol';
import type { CheckpointFiles } from './files/files';
import type { Listing } from './files/listing';
import { type JsonObject, object } from './json';

/** A tower, by the name that its files begin with. */
export type TowerName = 'vision_model' | 'text_model';

/** The graph of a tower at a precision. */
export const graphFile = (tower: TowerName, precision: Precision): string =>
  `onnx/${tower}${PRECISION_SUFFIXES[precision]}.onnx`;

/** The graph of a sentence encoder at a precision. */
export const sentenceGraph = (precision: Precision): string =>
  `onnx/model${PRECISION_SUFFIXES[precision]}.onnx`;

/** What a sentence encoder needs beside its graph. */
export const SENTENCE_FILES = ['config.json', 'tokenizer.json', 'tokenizer_config.json'] as const;

/**
 * Whether files are a sentence encoder's: one graph, and settings that tell of no picture. A dual encoder whose towers lie
 * in one graph has a vision part in its settings.
 * @param config what config.json holds
 */
export function isSentenceEncoder(config: JsonObject, names: Iterable<string>): boolean {
  const all = new Set(names);
  const graphs = [...all].filter((name) => name.endsWith('.onnx'));
  return (
    graphs.length > 0 &&
    graphs.every((name) => PRECISIONS.some((precision) => name === sentenceGraph(precision))) &&
    config.vision_config === undefined &&
    SENTENCE_FILES.every((name) => all.has(name))
  );
}

/** How many files of external data config.json declares beside a tower's graph. */
function declaredChunks(config: JsonObject, tower: TowerName, precision: Precision): number {
  const external = object(config['transformers.js_config']).use_external_data_format;
  const own = `${tower}${PRECISION_SUFFIXES[precision]}.onnx`;
  const chunks =
    typeof external === 'object' && external !== null
      ? (object(external)[own] ?? object(external)[tower])
      : external;
  return Number(chunks ?? 0);
}

/** Names of external data beside a graph, as exporters number them: `_data`, `_data_1`, `_data_2` … */
const chunkName = (graph: string, i: number): string => `${graph}_data${i === 0 ? '' : `_${i}`}`;

/**
 * Names of all files that hold a tower at a precision, its graph first. Weights outside the graph are found in the host's
 * listing, for config.json often fails to declare them; without a listing the host is asked for them.
 */
export async function towerFiles(
  files: CheckpointFiles,
  config: JsonObject,
  tower: TowerName,
  precision: Precision,
): Promise<string[]> {
  const graph = graphFile(tower, precision);
  const listing = await files.listing();
  const data = Array.from({ length: declaredChunks(config, tower, precision) }, (_, i) =>
    chunkName(graph, i),
  );
  if (listing) return [graph, ...new Set([...data, ...externalDataIn(listing, graph)])];
  if (data.length === 0 && files.has && (await files.has(chunkName(graph, 0))))
    data.push(chunkName(graph, 0));
  return [graph, ...data];
}

/** Files of a listing that hold a graph's weights: `x.onnx_data`, `x.onnx_data_1` …, or `x.onnx.data`. */
export function externalDataIn(listing: Listing, graph: string): string[] {
  const chunks: string[] = [];
  while (listing.has(chunkName(graph, chunks.length))) chunks.push(chunkName(graph, chunks.length));
  return listing.has(`${graph}.data`) ? [...chunks, `${graph}.data`] : chunks;
}

/** Bytes of a checkpoint's towers at one precision. */
export interface PrecisionSize {
  readonly precision: Precision;
  readonly visionBytes: number;
  readonly textBytes: number;
}

/** The precisions in which a listing has both towers, and their sizes with external data. */
export function precisionsIn(listing: Listing): PrecisionSize[] {
  const size = (tower: TowerName, precision: Precision): number | null => {
    const graph = graphFile(tower, precision);
    const names = [graph, ...externalDataIn(listing, graph)];
    return listing.has(graph) ? names.reduce((sum, name) => sum + listing.get(name)!.bytes, 0) : null;
  };
  return PRECISIONS.flatMap((precision) => {
    const [visionBytes, textBytes] = [size('vision_model', precision), size('text_model', precision)];
    return visionBytes === null || textBytes === null ? [] : [{ precision, visionBytes, textBytes }];
  });
}

/**
 * Refuses a checkpoint whose two towers lie in one graph.
 * @throws FernglassError `model-unsupported`
 */
export function refuseCombined(id: string, names: Iterable<string>): void {
  const onnx = [...names].filter((name) => name.endsWith('.onnx'));
  const isSplit = onnx.some((name) => /(^|\/)(vision|text)_model[^/]*\.onnx$/.test(name));
  const combined = onnx.find((name) => /(^|\/)model(_[a-z0-9]+)?\.onnx$/.test(name));
  if (isSplit || combined === undefined) return;
  throw new FernglassError(
    'model-unsupported',
    `${id} cannot be used: it ships both towers in one graph (${combined}), which needs a photo for every text and a text for every photo. Use an export with onnx/vision_model.onnx and onnx/text_model.onnx.`,
  );
}

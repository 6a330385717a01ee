import { FernglassError } from '../../core';

/** Files by which a folder is known for a model's. */
const MARKS = new Set(['config.json', 'open_clip_config.json']);

/** What of a model's folder is kept: settings, tokenizer, self-test, texts embedded beside it, its card, its ONNX files. */
const PARTS =
  /^([^/]+\.json|text-embeddings[^/]*\.bin|(README|LICEN[CS]E|NOTICE|CITATION)[^/]*|1_Pooling\/config\.json|onnx\/[^/]+\.onnx[^/]*)$/i;

/** Whether a path within a model's folder is of a file that the app reads, or that must stay with it. */
export const isPart = (path: string): boolean => PARTS.test(path);

/**
 * Finds the folder of the model among paths.
 * @returns its path, ending in `/`; empty where the files lie in no folder
 * @throws FernglassError `model-unsupported` with what is wrong: no model, several models, weights of another kind
 */
export function rootOf(paths: readonly string[]): string {
  const marked = paths.filter((path) => MARKS.has(nameOf(path))).map(folderOf);
  const isModel = (folder: string) => paths.some((path) => path.startsWith(`${folder}onnx/`));
  const models = [...new Set(marked)].filter(isModel);
  if (models.length > 1)
    throw unsupported(
      `It holds several models (${models.map(titleOf).join(', ')}): open one of their folders.`,
    );
  if (models[0] !== undefined) return models[0];
  const weights = paths.find((path) => /\.(safetensors|bin|pt|pth|ckpt|h5|msgpack)$/i.test(path));
  if (marked.length > 0 && weights !== undefined)
    throw unsupported(
      `Its weights are PyTorch’s (${nameOf(weights)}), and browsers run ONNX: convert it with pocket/convert, and open the folder that comes out.`,
    );
  if (marked.length > 0)
    throw unsupported(
      'It has settings and no folder “onnx” with the weights: open the folder that holds both.',
    );
  const onnx = paths.find((path) => path.endsWith('.onnx'));
  throw unsupported(
    onnx === undefined
      ? 'It is no model: it has neither a config.json nor ONNX files.'
      : `It has ONNX files and no config.json, without which nobody knows what ${nameOf(onnx)} takes.`,
  );
}

/** What a model in a folder is called: as the folder, or as what the folder was chosen from. */
export function modelName(root: string, fallback: string): string {
  return titleOf(root) || fallback.replace(/\.zip$/i, '') || 'model';
}

const nameOf = (path: string) => path.slice(path.lastIndexOf('/') + 1);
const folderOf = (path: string) => path.slice(0, path.lastIndexOf('/') + 1);
const titleOf = (folder: string) => nameOf(folder.slice(0, -1));
const unsupported = (message: string) => new FernglassError('model-unsupported', message);

import {
  type Backend,
  type FamilyName,
  fits,
  is8Bit,
  type Licence,
  type ModelSource,
  type Precision,
  predictMemory,
} from '../../../../workers/protocol';

/** A precision of a published checkpoint; `isRough` where no publisher's listing stands behind its bytes. */
export interface KnownSize {
  readonly precision: Precision;
  readonly visionBytes: number;
  readonly textBytes: number;
  readonly isRough?: true;
}

/** A published checkpoint, as its publishers describe it. */
export interface KnownModel {
  /** On the public hub, or on a mirror of it. */
  readonly id: string;
  readonly title: string;
  readonly family: FamilyName;
  /** What it is for. */
  readonly for: string;
  /** What tells how large it is, and what memory it takes; absent where that shows before the download only. */
  readonly towers?: {
    readonly sizes: readonly KnownSize[];
    /** Of a picture. */
    readonly patches: number;
    readonly tokenizerBytes: number;
    /** Values of the text tower's table of token embeddings. */
    readonly vocabularyValues: number;
  };
  readonly licence: Licence;
  /** Whether it is published in PyTorch's form alone, so that `pocket/convert` must make a folder of it first. */
  readonly needsConverting?: true;
}

const APACHE: Licence = { name: 'Apache-2.0', use: 'open' };
const MIT: Licence = { name: 'MIT', use: 'open' };
const MB = 1e6;

/** Checkpoints people bring. `docs/own-model.md` says where each figure and each licence comes from. */
export const KNOWN_MODELS: readonly KnownModel[] = [
  {
    id: 'Xenova/siglip-base-patch16-224',
    title: 'SigLIP base',
    family: 'siglip',
    for: 'General: things, scenes, electronics. English.',
    towers: {
      sizes: [
        { precision: 'q8', visionBytes: 95 * MB, textBytes: 106 * MB, isRough: true },
        { precision: 'fp16', visionBytes: 186 * MB, textBytes: 221 * MB, isRough: true },
        { precision: 'fp32', visionBytes: 371.8 * MB, textBytes: 441.3 * MB },
      ],
      patches: 196,
      tokenizerBytes: 2.4 * MB,
      vocabularyValues: 32_000 * 768,
    },
    licence: APACHE,
  },
  {
    id: 'onnx-community/siglip2-base-patch16-224-ONNX',
    title: 'SigLIP 2 base',
    family: 'siglip2',
    for: 'General, many languages.',
    towers: {
      sizes: [
        { precision: 'q8', visionBytes: 94.6 * MB, textBytes: 283.4 * MB },
        { precision: 'fp16', visionBytes: 186 * MB, textBytes: 564.9 * MB },
        { precision: 'fp32', visionBytes: 371.8 * MB, textBytes: 1130 * MB, isRough: true },
      ],
      patches: 196,
      tokenizerBytes: 34.4 * MB,
      vocabularyValues: 256_000 * 768,
    },
    licence: APACHE,
  },
  {
    id: 'onnx-community/siglip2-base-patch32-256-ONNX',
    title: 'SigLIP 2 base, patch 32',
    family: 'siglip2',
    for: 'The same with a quarter of the patches: quicker where there is no graphics processor.',
    towers: {
      sizes: [{ precision: 'fp32', visionBytes: 378.5 * MB, textBytes: 1130 * MB, isRough: true }],
      patches: 64,
      tokenizerBytes: 34.4 * MB,
      vocabularyValues: 256_000 * 768,
    },
    licence: APACHE,
  },
  {
    id: 'onnx-community/siglip2-so400m-patch14-384-ONNX',
    title: 'SigLIP 2 so400m',
    family: 'siglip2',
    for: 'The largest: for graphics processors.',
    towers: {
      sizes: [
        { precision: 'fp16', visionBytes: 857 * MB, textBytes: 1416 * MB, isRough: true },
        { precision: 'fp32', visionBytes: 1713.5 * MB, textBytes: 2831.7 * MB },
      ],
      patches: 729,
      tokenizerBytes: 34.4 * MB,
      vocabularyValues: 256_000 * 1152,
    },
    licence: APACHE,
  },
  {
    id: 'Xenova/mobileclip_s0',
    title: 'MobileCLIP S0',
    family: 'mobileclip',
    for: 'Small and quick. Eight bits ruin it.',
    licence: { name: 'Apple ML Research Model', use: 'research-only' },
  },
  {
    id: 'imageomics/bioclip',
    title: 'BioCLIP',
    family: 'clip',
    for: 'Species, by their scientific names.',
    licence: MIT,
    needsConverting: true,
  },
  {
    id: 'imageomics/bioclip-2',
    title: 'BioCLIP 2',
    family: 'clip',
    for: 'Species; larger.',
    licence: MIT,
    needsConverting: true,
  },
  {
    id: 'imageomics/biocap',
    title: 'BioCAP',
    family: 'clip',
    for: 'Species, and what captions say of them.',
    licence: MIT,
    needsConverting: true,
  },
  {
    id: 'suinleelab/monet',
    title: 'MONET',
    family: 'clip',
    for: 'Skin, for research. No diagnosis.',
    licence: { name: 'see its card', use: 'unknown' },
    needsConverting: true,
  },
  {
    id: 'redlessone/DermLIP_ViT-B-16',
    title: 'DermLIP',
    family: 'clip',
    for: 'Skin, for research. No diagnosis.',
    licence: { name: 'CC BY-NC-ND', use: 'non-commercial' },
    needsConverting: true,
  },
];

/** Where a known checkpoint lies. @param hub address of the hub or mirror in use, ending in `/` */
export const sourceOfKnown = ({ id }: KnownModel, hub: string): ModelSource => ({
  layout: 'hub',
  id,
  revision: 'main',
  host: hub,
});

/** What decides which checkpoints a device can run. */
export interface Device {
  /** That a page may hold. */
  readonly memoryBytes: number;
  readonly hasWebGpu: boolean;
}

/** Where a precision of a known checkpoint runs on a device. */
export type Place =
  | 'WASM'
  /** A page on WebAssembly holds a table of token embeddings twice while it is read. */
  | 'WebGPU only'
  | 'nowhere';

/** Threads change what a model needs by some megabytes. */
const THREADS = 4;

/** Where a precision of a checkpoint runs, as far as memory decides. 8-bit weights run on WASM alone. */
export function placeOf(
  { patches, tokenizerBytes, vocabularyValues }: NonNullable<KnownModel['towers']>,
  size: KnownSize,
  { memoryBytes, hasWebGpu }: Device,
): Place {
  const fitsOn = (backend: Backend) =>
    fits(
      predictMemory({ ...size, patches, tokenizerBytes, vocabularyValues }, backend, THREADS),
      memoryBytes,
    );
  if (fitsOn('wasm')) return 'WASM';
  return hasWebGpu && !is8Bit(size.precision) && fitsOn('webgpu') ? 'WebGPU only' : 'nowhere';
}

/** What a licence forbids, as a mark beside it; null where it forbids no use. */
export function markOf({ use }: Licence): string | null {
  if (use === 'research-only') return 'research only';
  if (use === 'non-commercial') return 'non-commercial';
  return null;
}

import type { FamilyName, Licence, ModelSource, Precision } from '../../../../workers/protocol';

/** A published checkpoint, as its publishers describe it. */
export interface KnownModel {
  /** On the public hub, or on a mirror of it. */
  readonly id: string;
  readonly title: string;
  readonly family: FamilyName;
  /** What it is for. */
  readonly for: string;
  /** Bytes of both towers, as far as they are known; `isRough` where no publisher's listing stands behind them. */
  readonly sizes: readonly {
    readonly precision: Precision;
    readonly bytes: number;
    readonly isRough?: true;
  }[];
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
    sizes: [
      { precision: 'q8', bytes: 201 * MB, isRough: true },
      { precision: 'fp16', bytes: 407 * MB, isRough: true },
      { precision: 'fp32', bytes: 813 * MB },
    ],
    licence: APACHE,
  },
  {
    id: 'onnx-community/siglip2-base-patch16-224-ONNX',
    title: 'SigLIP 2 base',
    family: 'siglip2',
    for: 'General, many languages.',
    sizes: [
      { precision: 'q8', bytes: 378 * MB },
      { precision: 'fp16', bytes: 751 * MB },
      { precision: 'fp32', bytes: 1502 * MB, isRough: true },
    ],
    licence: APACHE,
  },
  {
    id: 'onnx-community/siglip2-base-patch32-256-ONNX',
    title: 'SigLIP 2 base, patch 32',
    family: 'siglip2',
    for: 'The same with a quarter of the patches: quicker where there is no graphics processor.',
    sizes: [{ precision: 'fp32', bytes: 1509 * MB, isRough: true }],
    licence: APACHE,
  },
  {
    id: 'onnx-community/siglip2-so400m-patch14-384-ONNX',
    title: 'SigLIP 2 so400m',
    family: 'siglip2',
    for: 'The largest: for graphics processors. Its fp32 text tower is more than a page can hold.',
    sizes: [{ precision: 'fp32', bytes: 4545 * MB }],
    licence: APACHE,
  },
  {
    id: 'Xenova/mobileclip_s0',
    title: 'MobileCLIP S0',
    family: 'mobileclip',
    for: 'Small and quick. Eight bits ruin it.',
    sizes: [],
    licence: { name: 'Apple ML Research Model', use: 'research-only' },
  },
  {
    id: 'imageomics/bioclip',
    title: 'BioCLIP',
    family: 'clip',
    for: 'Species, by their scientific names.',
    sizes: [],
    licence: MIT,
    needsConverting: true,
  },
  {
    id: 'imageomics/bioclip-2',
    title: 'BioCLIP 2',
    family: 'clip',
    for: 'Species; larger.',
    sizes: [],
    licence: MIT,
    needsConverting: true,
  },
  {
    id: 'imageomics/biocap',
    title: 'BioCAP',
    family: 'clip',
    for: 'Species, and what captions say of them.',
    sizes: [],
    licence: MIT,
    needsConverting: true,
  },
  {
    id: 'suinleelab/monet',
    title: 'MONET',
    family: 'clip',
    for: 'Skin, for research. No diagnosis.',
    sizes: [],
    licence: { name: 'see its card', use: 'unknown' },
    needsConverting: true,
  },
  {
    id: 'redlessone/DermLIP_ViT-B-16',
    title: 'DermLIP',
    family: 'clip',
    for: 'Skin, for research. No diagnosis.',
    sizes: [],
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

/** What a licence forbids, as a mark beside it; null where it forbids no use. */
export function markOf({ use }: Licence): string | null {
  if (use === 'research-only') return 'research only';
  if (use === 'non-commercial') return 'non-commercial';
  return null;
}

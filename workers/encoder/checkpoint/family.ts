import type { FamilyName } from '../../protocol';
import { type JsonObject, number, object } from './json';

/** A checkpoint's own files that say what it is; an absent one is empty. */
export interface FamilyFiles {
  readonly id: string;
  readonly config: JsonObject;
  readonly preprocessor: JsonObject;
  readonly tokenizerConfig: JsonObject;
  /** `open_clip_config.json`, or a config.json of that form. */
  readonly openClip: JsonObject;
}

/** What the checkpoints of one family have in common, where their files do not say otherwise. */
export interface Family {
  readonly name: FamilyName;
  /** What a tower calls its embedding, the likeliest first. */
  readonly outputs: { readonly vision: readonly string[]; readonly text: readonly string[] };
  /** How a score becomes a probability: each class by itself, or all classes together. */
  readonly scoring: 'sigmoid' | 'softmax';
  /** Tokens of a text, where no file says. */
  readonly contextLength: number;
  /** Id of the padding; null where it is the tokenizer's own. */
  readonly padding: number | null;
  readonly mean: readonly [number, number, number];
  readonly standardDeviation: readonly [number, number, number];
  /** Whether 8-bit weights are known to ruin it, so that they are the last to be tried. */
  readonly distrusts8Bit: boolean;
}

const HALF = [0.5, 0.5, 0.5] as const;
/** Radford et al., "Learning transferable visual models from natural language supervision": OPENAI_DATASET_MEAN and _STD. */
const CLIP_MEAN = [0.48145466, 0.4578275, 0.40821073] as const;
const CLIP_DEVIATION = [0.26862954, 0.26130258, 0.27577711] as const;

const SIGLIP: Family = {
  name: 'siglip',
  outputs: { vision: ['pooler_output', 'image_embeds'], text: ['pooler_output', 'text_embeds'] },
  scoring: 'sigmoid',
  contextLength: 64,
  padding: null,
  mean: HALF,
  standardDeviation: HALF,
  distrusts8Bit: false,
};

const CLIP: Family = {
  name: 'clip',
  outputs: { vision: ['image_embeds'], text: ['text_embeds'] },
  scoring: 'softmax',
  contextLength: 77,
  padding: null,
  mean: CLIP_MEAN,
  standardDeviation: CLIP_DEVIATION,
  distrusts8Bit: false,
};

const MOBILECLIP: Family = {
  ...CLIP,
  name: 'mobileclip',
  // Its text tower sees the whole row, padding too, and was trained with open_clip's tokenizer, which pads with zeros.
  padding: 0,
  mean: [0, 0, 0],
  standardDeviation: [1, 1, 1],
  distrusts8Bit: true,
};

/**
 * Tells a checkpoint's family by its files.
 * @returns the family, or why the checkpoint is of none, as the end of a sentence
 */
export function familyOf(files: FamilyFiles): Family | string {
  const type = files.config.model_type;
  if (type === 'siglip' || type === 'siglip2') return sigLip(files, type);
  if (type === 'clip') return isMobile(files) ? MOBILECLIP : CLIP;
  if (typeof type === 'string' && /^mobile_?clip/.test(type)) return MOBILECLIP;
  if (type !== undefined)
    return `its model_type is ${JSON.stringify(type)}; Fernglass runs SigLIP, SigLIP 2, CLIP and MobileCLIP`;
  const openClip = object(files.openClip.model_cfg);
  if (openClip.vision_cfg === undefined)
    return 'neither its config.json names a model_type nor is there an open_clip_config.json';
  const text = object(openClip.text_cfg);
  if (openClip.init_logit_bias !== undefined) return { ...SIGLIP, padding: number(text.pad_id) ?? null };
  if (text.hf_model_name !== undefined)
    return `its text tower is ${JSON.stringify(text.hf_model_name)}; Fernglass runs CLIP's own text towers`;
  return isMobile(files) ? MOBILECLIP : { ...CLIP, padding: number(text.pad_id) ?? 0 };
}

function sigLip({ config, preprocessor, tokenizerConfig }: FamilyFiles, type: string): Family | string {
  const varies = preprocessor.max_num_patches ?? object(config.vision_config).num_patches;
  if (varies !== undefined)
    return 'it takes pictures in varying shapes (NaFlex); Fernglass runs the variants of fixed resolution';
  // SigLIP 2 of fixed resolution calls itself siglip; its tokenizer is Gemma's.
  const isSecond = type === 'siglip2' || /gemma/i.test(String(tokenizerConfig.tokenizer_class));
  return isSecond ? { ...SIGLIP, name: 'siglip2' } : SIGLIP;
}

/** Apple's exports call themselves CLIP; alone among these they leave pictures in 0..1. */
function isMobile({ id, preprocessor, openClip }: FamilyFiles): boolean {
  if (/mobile_?clip/i.test(id)) return true;
  const { mean } = object(openClip.preprocess_cfg);
  if (Array.isArray(mean)) return mean.every((value) => value === 0);
  if (preprocessor.do_normalize === false) return true;
  const { image_mean: own } = preprocessor;
  return Array.isArray(own) && own.every((value) => value === 0);
}

import type { Family } from './family';
import { type JsonObject, number, object } from './json';

/** How Pillow's resize samples, by the number preprocessor_config.json gives it. */
export type Resample = 'bilinear' | 'bicubic';

/** How a picture of any shape becomes a square. */
export interface Fit {
  /** `squeeze`: both sides to `side`. `shortest`: the shorter side to `side`, the longer in proportion. */
  readonly kind: 'squeeze' | 'shortest';
  /** In pixels; the square in the middle is cut out of what is larger. */
  readonly side: number;
  /** Where the middle begins if the rest is odd: `down` as transformers cuts, `half-even` as torchvision does. */
  readonly rounding: 'down' | 'half-even';
}

/** What preprocessor_config.json asks for. */
export interface PreprocessorSettings {
  /** Side of the square the vision tower sees, in pixels. */
  readonly imageSize: number;
  readonly fit: Fit;
  readonly resample: Resample;
  readonly rescaleFactor: number;
  /** Per channel, red first. */
  readonly mean: readonly [number, number, number];
  readonly standardDeviation: readonly [number, number, number];
}

const MOST_SIDE = 4096;

/**
 * Reads preprocessor_config.json, as transformers understands it.
 * @returns the settings, or why they cannot be followed, as the end of a sentence
 */
export function readPreprocessor(value: JsonObject, family: Family): PreprocessorSettings | string {
  const crops = value.do_center_crop ?? (family.name === 'clip' || family.name === 'mobileclip');
  // Written by pocket/convert for checkpoints of open_clip; transformers knows one way and has no word for it.
  const fit = readFit(value.size, value.crop_rounding === 'half-even' ? 'half-even' : 'down');
  if (fit === null) return 'its preprocessor_config.json names no square picture size';
  const crop = crops === true ? (sideOf(value.crop_size) ?? fit.side) : fit.side;
  if (crops !== true && fit.kind === 'shortest')
    return 'its preprocessor_config.json leaves pictures oblong: it names the shorter side and no crop';
  if (crop > fit.side) return 'its preprocessor_config.json cuts out more than there is of a resized picture';
  const resample = value.resample ?? 3;
  if (resample !== 2 && resample !== 3)
    return `its preprocessor_config.json asks for resample ${JSON.stringify(resample)}; Fernglass has 2 (bilinear) and 3 (bicubic)`;
  const normalise = value.do_normalize !== false;
  const mean = normalise ? triple(value.image_mean ?? family.mean) : ([0, 0, 0] as const);
  const standardDeviation = normalise
    ? triple(value.image_std ?? family.standardDeviation)
    : ([1, 1, 1] as const);
  if (!mean || !standardDeviation) return 'its preprocessor_config.json has no three means and deviations';
  return {
    imageSize: crop,
    fit,
    resample: resample === 2 ? 'bilinear' : 'bicubic',
    rescaleFactor: value.do_rescale === false ? 1 : (number(value.rescale_factor) ?? 1 / 255),
    mean,
    standardDeviation,
  };
}

/**
 * Reads the preprocessing out of open_clip's own configuration.
 * @returns the settings, or why they cannot be followed, as the end of a sentence
 */
export function readOpenClipPreprocessor(
  openClip: JsonObject,
  family: Family,
): PreprocessorSettings | string {
  const value = object(openClip.preprocess_cfg);
  const side = sideOf(value.size ?? object(object(openClip.model_cfg).vision_cfg).image_size ?? 224);
  if (side === null) return 'its open_clip_config.json names no square picture size';
  const resample = value.interpolation ?? 'bicubic';
  if (resample !== 'bilinear' && resample !== 'bicubic')
    return `its open_clip_config.json asks for ${JSON.stringify(resample)} interpolation; Fernglass has bilinear and bicubic`;
  const mode = value.resize_mode ?? (family.scoring === 'sigmoid' ? 'squash' : 'shortest');
  if (mode !== 'squash' && mode !== 'shortest')
    return `its open_clip_config.json asks for resize mode ${JSON.stringify(mode)}; Fernglass has "squash" and "shortest"`;
  const mean = triple(value.mean ?? family.mean);
  const standardDeviation = triple(value.std ?? family.standardDeviation);
  if (!mean || !standardDeviation) return 'its open_clip_config.json has no three means and deviations';
  return {
    imageSize: side,
    fit: { kind: mode === 'squash' ? 'squeeze' : 'shortest', side, rounding: 'half-even' },
    resample,
    rescaleFactor: 1 / 255,
    mean,
    standardDeviation,
  };
}

/** `224`, `{shortest_edge}`, or `{height, width}`; a bare number means the shorter side. */
function readFit(size: unknown, rounding: Fit['rounding']): Fit | null {
  const shortest = number(size) ?? number(object(size).shortest_edge);
  if (shortest !== undefined) return isSide(shortest) ? { kind: 'shortest', side: shortest, rounding } : null;
  const side = sideOf(size);
  return side === null ? null : { kind: 'squeeze', side, rounding };
}

/** `224`, `[224, 224]` or `{height, width}` of a square; null for anything else. */
function sideOf(value: unknown): number | null {
  const { height, width } = object(value);
  const [first, second] = Array.isArray(value) ? value : [value, value];
  const [a, b] = height === undefined ? [number(first), number(second)] : [number(height), number(width)];
  return a !== undefined && a === b && isSide(a) ? a : null;
}

const isSide = (side: number) => Number.isInteger(side) && side > 0 && side <= MOST_SIDE;

function triple(value: unknown): readonly [number, number, number] | null {
  if (!Array.isArray(value) || value.length !== 3 || !value.every((x) => number(x) !== undefined))
    return null;
  return value as [number, number, number];
}

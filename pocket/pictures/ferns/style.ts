import type { Split } from '../../domain.ts';
import type { Colour } from './growth/plant.ts';

type Range = readonly [number, number];

/** How a frond is put on paper, or taken from nature. */
type Medium = 'photograph' | 'flat' | 'ink' | 'wash' | 'print' | 'outlined' | 'chalk';

/** Things that lie about on a ground. */
export type Litter =
  | 'none'
  | 'leaves'
  | 'needles'
  | 'pebbles'
  | 'grass'
  | 'bokeh'
  | 'planks'
  | 'bark'
  | 'cushions'
  | 'bricks'
  | 'ruling';

/** What lies behind a frond: colours from dark to light, mixed by noise. */
export interface Ground {
  readonly colours: readonly Colour[];
  /** Patches of noise over the height of the picture. */
  readonly scale: number;
  /** How much longer patches are than wide; below 1 they lie across. */
  readonly stretch: number;
  /** 0 is an even mean colour, 1 the whole range. */
  readonly contrast: number;
  readonly litter: Litter;
}

/** A way to show ferns. */
export interface FernStyle {
  readonly name: string;
  readonly split: Split;
  readonly medium: Medium;
  readonly grounds: readonly Ground[];
  /** Colours of ink; photographs and washes take the plant's own. */
  readonly inks: readonly Colour[];
  /** Width of outlines in thousandths of the picture's height. */
  readonly weight: Range;
  /** Share of the way from fresh green to dry brown. */
  readonly dryness: Range;
  /** Shifts of the plant's hue, saturation and lightness. */
  readonly shift: readonly [hue: number, saturation: number, lightness: number];
  readonly shadow: Range;
  /** Distance of the shadow in thousandths of the picture's height. */
  readonly lift: Range;
  readonly shade: Range;
  readonly dapple: Range;
  readonly blur: Range;
  readonly groundBlur: Range;
  readonly noise: Range;
  /** Grain of ink or chalk on paper. */
  readonly grain: Range;
  readonly vignette: Range;
  /** Largest turn in degrees. */
  readonly turn: number;
  readonly perspective: number;
  readonly closeUps: number;
  readonly label: number;
  readonly tape: number;
  readonly blades: number;
  readonly fingers: number;
  readonly backFronds: number;
  /** Whether spores on the underside show. */
  readonly undersides: boolean;
  /** Whether plants lie flat on a sheet: no pots, no trunks. */
  readonly pressed: boolean;
  readonly veined: boolean;
  readonly frame: 'none' | 'rounded' | 'ruled';
  /** A cast over the whole picture: colour and share. */
  readonly toning?: readonly [Colour, number];
}

/** Paper, or any other plain surface. */
export const paper = (colours: readonly Colour[], contrast = 0.25): Ground => ({
  colours,
  scale: 5,
  stretch: 1,
  contrast,
  litter: 'none',
});

/** What is drawn or printed on a sheet, unless a style says otherwise. */
export const flat = {
  inks: [[0, 0, 10]],
  weight: [3, 6],
  dryness: [0, 0],
  shift: [0, 0, 0],
  shadow: [0, 0],
  lift: [0, 0],
  shade: [0, 0.05],
  dapple: [0, 0],
  blur: [0, 0.4],
  groundBlur: [0, 0],
  noise: [0, 3],
  grain: [0, 0],
  vignette: [0, 0],
  turn: 25,
  perspective: 0,
  closeUps: 0.15,
  label: 0,
  tape: 0,
  blades: 0,
  fingers: 0,
  backFronds: 0,
  undersides: false,
  pressed: false,
  veined: true,
  frame: 'none',
} as const;

/** What is taken with a camera, unless a style says otherwise. */
export const photograph = {
  ...flat,
  medium: 'photograph',
  inks: [],
  dryness: [0, 0.22],
  shift: [14, 14, 12],
  shadow: [0.25, 0.7],
  lift: [8, 45],
  shade: [0, 0.5],
  blur: [0, 0.6],
  noise: [0, 7],
  vignette: [0, 0.35],
  turn: 180,
  perspective: 0.25,
  closeUps: 0.3,
  undersides: true,
} as const;

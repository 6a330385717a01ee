import type { Split } from '../domain.ts';
import type { Random } from '../random.ts';
import type { Habits, StrokeKind } from './sheets/sheet.ts';

/** A low and a high end to draw from. */
type Range = readonly [low: number, high: number];

/** What may happen to the pixels, besides light, blur and noise. */
export type Effect =
  | 'vignette'
  | 'cast'
  | 'motion'
  | 'halftone'
  | 'moire'
  | 'jpeg'
  | 'enlarged'
  | 'bitmap'
  | 'fax';

/** What may stand on a sheet besides its drawing. */
export type Mark =
  | 'caption'
  | 'paragraphs'
  | 'frame'
  | 'dashed box'
  | 'red pen'
  | 'dimensions'
  | 'watermark'
  | 'arrows'
  | 'net labels'
  | 'pin numbers';

/** What may have happened to a sheet, or lie under it. */
export type Wear =
  | 'gutter'
  | 'crease'
  | 'stain'
  | 'page edge'
  | 'punch holes'
  | 'checker'
  | 'drop shadow'
  | 'bands';

/** How probable each of some things is in a picture; those not named do not occur. */
type Chances<Name extends string> = Readonly<Partial<Record<Name, number>>>;

/**
 * What happens between the sheet and the file: a scanner, a copier or a camera. Lengths are parts of the picture's height.
 * What is drawn below zero from a range counts as none.
 */
export interface Camera {
  /** How far a corner of the sheet may be from the frame's corner; 0 fills the frame flatly. */
  readonly perspective: number;
  /** Largest rotation of the drawing on its sheet, in degrees. */
  readonly rotation: number;
  /** Strength of uneven light (0: none; 1: black at the dark end). */
  readonly shade: Range;
  /** Blur, in pixels of a picture 128 pixels high. */
  readonly blur: Range;
  /** Standard deviation of the noise, in grey levels. */
  readonly noise: Range;
  /** A copier: pushes grey to black or white, and leaves specks. */
  readonly copier: boolean;
  /** A bright reflection somewhere on the sheet. */
  readonly glare: boolean;
  readonly effects?: Chances<Effect>;
  /** How probable it is that the sheet is seen at a slant, as in advertisements and isometric views. */
  readonly tilt?: number;
  /** How far a page may curve or buckle. */
  readonly bend?: number;
}

/** The colours of one picture, as CSS has them. */
export interface Palette {
  readonly paper: string;
  readonly ink: Readonly<Record<StrokeKind, string>>;
  readonly surround: string;
  readonly ruling: string;
  /** What fills the bodies of symbols. */
  readonly body: string;
}

/** A manner of drawing and of taking the picture. */
export interface Style {
  readonly name: string;
  readonly split: Split;
  readonly paper: readonly string[];
  readonly ink: readonly Readonly<Record<StrokeKind, string>>[];
  readonly surround: readonly string[];
  readonly ruling: 'none' | 'squares' | 'lines' | 'dots';
  readonly rulingColour: string;
  /** How probable it is that paper is ruled at all; always if not said. */
  readonly ruled?: number;
  /** Line width in scene units (a resistor is 1.5 long). */
  readonly weight: Range;
  /** Thinnest that a line may get, as a part of the picture's size; drawn evenly over magnitudes. */
  readonly finest?: Range;
  /** Width of a wire's line over that of a symbol's; mostly equal if not said. */
  readonly wireWeight?: Range;
  /** How far a hand's line strays, in scene units; below zero it does not. */
  readonly jitter: Range;
  /** How probable it is that every line is drawn twice, as by somebody sketching. */
  readonly sketchy?: number;
  /** How probable it is that lines consist of a printing head's dots. */
  readonly dotted?: number;
  readonly standard: readonly Habits['standard'][];
  readonly labels: readonly Habits['labels'][];
  /** Fills of symbols' bodies; without them, bodies are as the paper. */
  readonly body?: readonly string[];
  /** How probable it is that bodies are filled with one of `body`. */
  readonly filled?: number;
  readonly marks?: Chances<Mark>;
  readonly wear?: Chances<Wear>;
  /** Draws all colours anew for each picture, in place of the lists. */
  readonly palette?: (random: Random) => Palette;
  readonly camera: Camera;
}

/** The same ink for everything. */
export const one = (colour: string): Readonly<Record<StrokeKind, string>> => ({
  wire: colour,
  symbol: colour,
  text: colour,
});

/** A drawing that never was on paper, or a perfect scan. */
export const flat: Camera = {
  perspective: 0,
  rotation: 0,
  shade: [0, 0],
  blur: [0, 0.3],
  noise: [0, 1],
  copier: false,
  glare: false,
};

/** Black on white by a machine: what other styles start from. */
export const printed = {
  paper: ['#ffffff'],
  ink: [one('#000000')],
  surround: ['#ffffff'],
  ruling: 'none',
  rulingColour: '#000000',
  jitter: [0, 0],
  standard: ['IEC', 'ANSI'],
  labels: ['none', 'names', 'names and values'],
  camera: flat,
} as const satisfies Partial<Style>;

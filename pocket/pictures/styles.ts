import type { Random } from '../random.ts';
import type { Habits, StrokeKind } from './sheet.ts';

/** Which set of pictures a style is drawn for: 'test' styles are never seen in training, nor in choosing settings. */
export type Split = 'train' | 'validation' | 'test';

/** A low and a high end to draw from. */
export type Range = readonly [low: number, high: number];

/** What happens between the sheet and the file: a scanner, a copier or a camera. Lengths are parts of the picture's height. */
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
  /** Line width in scene units (a resistor is 1.5 long). */
  readonly weight: Range;
  /** How far a hand's line strays, in scene units. */
  readonly jitter: Range;
  readonly standard: readonly Habits['standard'][];
  readonly labels: readonly Habits['labels'][];
  readonly camera: Camera;
}

const one = (colour: string) => ({ wire: colour, symbol: colour, text: colour });
const flat: Camera = {
  perspective: 0,
  rotation: 0,
  shade: [0, 0],
  blur: [0, 0.3],
  noise: [0, 1],
  copier: false,
  glare: false,
};
const both = ['IEC', 'ANSI'] as const;
const anyLabels = ['none', 'names', 'names and values'] as const;
const printed = {
  paper: ['#ffffff'],
  ink: [one('#000000')],
  surround: ['#ffffff'],
  ruling: 'none',
  rulingColour: '#000000',
  jitter: [0, 0],
  standard: both,
  labels: anyLabels,
  camera: flat,
} as const;

/** Every style there is. Held-out ones bring colours, media and cameras of their own. */
export const styles: readonly Style[] = [
  { ...printed, name: 'textbook', split: 'train', weight: [0.07, 0.11] },
  {
    ...printed,
    name: 'data sheet',
    split: 'train',
    standard: ['ANSI'],
    weight: [0.05, 0.08],
    labels: ['names and values'],
  },
  { ...printed, name: 'european norm', split: 'train', standard: ['IEC'], weight: [0.08, 0.13] },
  {
    ...printed,
    name: 'slide',
    split: 'train',
    weight: [0.15, 0.24],
    ink: [
      one('#123a6b'),
      one('#7a1f1f'),
      { wire: '#444444', symbol: '#c0392b', text: '#222222' },
      one('#1b5e20'),
    ],
    paper: ['#ffffff', '#f6f1e4', '#eef4fb'],
    labels: ['none', 'names'],
  },
  {
    ...printed,
    name: 'schematic editor',
    split: 'train',
    weight: [0.08, 0.12],
    ink: [
      { wire: '#0a8a2a', symbol: '#8c1515', text: '#0b6a72' },
      { wire: '#1f4fbf', symbol: '#1a1a8c', text: '#7a4a00' },
    ],
    paper: ['#fffff0', '#ffffff'],
    ruling: 'dots',
    rulingColour: '#c9c9c9',
  },
  {
    ...printed,
    name: 'scan',
    split: 'train',
    weight: [0.08, 0.14],
    paper: ['#e9e7e0', '#dedede', '#f0eee6'],
    ink: [one('#262626'), one('#333a40')],
    camera: { ...flat, rotation: 4, shade: [0, 0.2], blur: [0.2, 0.7], noise: [3, 9] },
  },
  {
    ...printed,
    name: 'photocopy',
    split: 'train',
    weight: [0.09, 0.16],
    paper: ['#d8d8d8', '#efefef'],
    ink: [one('#2b2b2b')],
    jitter: [0, 0.03],
    camera: { ...flat, rotation: 3, shade: [0, 0.25], blur: [0.3, 0.7], noise: [8, 22], copier: true },
  },
  {
    ...printed,
    name: 'notebook',
    split: 'train',
    weight: [0.08, 0.15],
    jitter: [0.06, 0.14],
    paper: ['#fdfdf8', '#f4f1e6'],
    ink: [one('#1d2f87'), one('#222222'), one('#0d3b66')],
    ruling: 'squares',
    rulingColour: '#b9cfe6',
    camera: { ...flat, rotation: 5, shade: [0, 0.2], noise: [1, 5] },
  },
  {
    ...printed,
    name: 'pencil',
    split: 'train',
    weight: [0.06, 0.12],
    jitter: [0.05, 0.12],
    paper: ['#f7f5ee', '#ffffff'],
    ink: [one('#5a5a5a'), one('#777777')],
    ruling: 'lines',
    rulingColour: '#d5dbe3',
    camera: { ...flat, rotation: 5, shade: [0, 0.15], blur: [0.1, 0.5], noise: [2, 7] },
  },
  {
    ...printed,
    name: 'blueprint',
    split: 'train',
    weight: [0.08, 0.14],
    jitter: [0, 0.04],
    paper: ['#1f4e9c', '#15407f', '#2a5db0'],
    surround: ['#1f4e9c'],
    ink: [one('#eef4ff'), one('#d5e3fb')],
    ruling: 'squares',
    rulingColour: '#3f6cb5',
    camera: { ...flat, noise: [1, 5], shade: [0, 0.2] },
  },
  {
    ...printed,
    name: 'dark screen',
    split: 'train',
    weight: [0.08, 0.16],
    paper: ['#10151c', '#1e1e1e', '#000000'],
    surround: ['#10151c'],
    ink: [
      { wire: '#46d369', symbol: '#f2c14e', text: '#c8d3df' },
      one('#e6e6e6'),
      { wire: '#5ab0ff', symbol: '#ff7a70', text: '#eeeeee' },
    ],
  },
  {
    ...printed,
    name: 'photograph',
    split: 'train',
    weight: [0.08, 0.14],
    jitter: [0, 0.05],
    paper: ['#efece4', '#f8f8f8', '#e4e0d4'],
    ink: [one('#1c1c1c'), one('#26304d')],
    surround: ['#6b4a2f', '#30363d', '#9c8f7a', '#c8c4bb'],
    camera: {
      perspective: 0.11,
      rotation: 8,
      shade: [0.1, 0.45],
      blur: [0.1, 0.7],
      noise: [2, 8],
      copier: false,
      glare: false,
    },
  },
  {
    ...printed,
    name: 'chalkboard',
    split: 'validation',
    weight: [0.12, 0.2],
    jitter: [0.05, 0.12],
    paper: ['#234034', '#2b2f2d'],
    surround: ['#234034'],
    ink: [one('#f0f0e6'), { wire: '#f0f0e6', symbol: '#f5e08a', text: '#f0f0e6' }],
    labels: ['none', 'names'],
    camera: { ...flat, perspective: 0.04, rotation: 4, shade: [0.1, 0.3], blur: [0.2, 0.6], noise: [4, 12] },
  },
  {
    ...printed,
    name: 'whiteboard',
    split: 'test',
    weight: [0.14, 0.22],
    jitter: [0.06, 0.13],
    paper: ['#eef1f2', '#e3e8ea'],
    surround: ['#8d9499', '#c9ced1'],
    ink: [
      { wire: '#1a1a1a', symbol: '#1746b0', text: '#b01717' },
      one('#0f5f36'),
      { wire: '#1746b0', symbol: '#1a1a1a', text: '#1a1a1a' },
    ],
    labels: ['none', 'names'],
    camera: {
      perspective: 0.07,
      rotation: 5,
      shade: [0.1, 0.35],
      blur: [0.2, 0.7],
      noise: [2, 7],
      copier: false,
      glare: true,
    },
  },
  {
    ...printed,
    name: 'old print',
    split: 'test',
    weight: [0.06, 0.12],
    jitter: [0, 0.025],
    paper: ['#dcc79a', '#cdb583', '#e6d7b3'],
    surround: ['#5d4a33', '#3b2f22'],
    ink: [one('#3a2a18'), one('#4d3b26')],
    labels: ['names', 'names and values'],
    camera: {
      perspective: 0.03,
      rotation: 3,
      shade: [0.1, 0.4],
      blur: [0.3, 0.8],
      noise: [4, 11],
      copier: false,
      glare: false,
    },
  },
  {
    ...printed,
    name: 'kraft napkin',
    split: 'test',
    weight: [0.09, 0.16],
    jitter: [0.08, 0.15],
    paper: ['#b98f62', '#cfa97c', '#e8e2d8'],
    surround: ['#2d2a26', '#7d7f82'],
    ink: [one('#1b1b3a'), one('#3b0d0d'), one('#111111')],
    labels: ['none', 'names'],
    camera: {
      perspective: 0.1,
      rotation: 9,
      shade: [0.05, 0.35],
      blur: [0.1, 0.6],
      noise: [3, 10],
      copier: false,
      glare: false,
    },
  },
];

/** The styles that pictures of a split are drawn in: validation mixes the known ones with one of its own. */
export function stylesOf(split: Split): readonly Style[] {
  return styles.filter(
    (style) => style.split === split || (split === 'validation' && style.split === 'train'),
  );
}

/** A draughtsman's habits for one picture in a style. */
export function habitsFor(style: Style, random: Random): Habits {
  return {
    standard: random.pick(style.standard),
    spread: [random.between(0.88, 1.2), random.between(0.88, 1.2)],
    mirrored: random.chance(0.3),
    labels: random.pick(style.labels),
    circledTransistors: random.chance(0.6),
    junctionDots: random.chance(0.85),
    ground: random.pick(['bars', 'bars', 'triangle', 'chassis']),
    supply: random.pick(['bar', 'arrow', 'circle']),
  };
}

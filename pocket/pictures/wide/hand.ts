import { type Random, seeded } from '../../random.ts';
import { type Marks, marksOf } from './marks.ts';

/** What a hand unlike those at home does with one picture. Drawings at home have no such hand: nothing of them hangs on it. */
export interface WideHand {
  /** Quarter turns of the finished picture to the right. */
  readonly turns: 0 | 1 | 2 | 3;
  readonly pen: 'own' | 'hairline' | 'bold';
  /** Lettering beside the drawing: as the style has it, left away, or cut off by the picture's edge. */
  readonly lettering: 'own' | 'none' | 'cut';
  /** Whether the drawing had no ground, and was laid on one of any colour. */
  readonly flattened: boolean;
  /** Whether it is a photograph of the sheet from well off its axis. */
  readonly tilted: boolean;
  /** Whether lines are drawn by a free hand whatever the style. */
  readonly wobbly: boolean;
  readonly marks: Marks;
}

/** Symbols that a circle, a diamond or strokes make, and which are mistaken as soon as a hand draws these. */
const DRAWN_BY_HAND: ReadonlySet<string> = new Set([
  'AC voltage source',
  'DC voltage source',
  'current source',
  'dependent voltage source',
  'dependent current source',
  'battery',
  'galvanic cell',
]);

/** The hand of the picture of a class with a seed. */
export function wideHand(className: string, seed: string | number): WideHand {
  const random: Random = seeded('wide hand', className, seed);
  const pen = oneOf(random, { hairline: 0.15, bold: 0.15 } as const);
  const tilted = random.chance(0.15);
  return {
    turns: random.chance(0.4) ? random.pick([1, 2, 3] as const) : 0,
    pen,
    lettering: oneOf(random, { none: 0.12, cut: 0.15 } as const),
    flattened: !tilted && random.chance(0.15),
    tilted,
    wobbly: pen !== 'hairline' && !tilted && random.chance(DRAWN_BY_HAND.has(className) ? 0.5 : 0.12),
    marks: marksOf(random, pen === 'bold'),
  };
}

/** One of some things with the probability of each, or `own`. */
function oneOf<Name extends string>(random: Random, chances: Readonly<Record<Name, number>>): Name | 'own' {
  let left = random.next();
  for (const name of Object.keys(chances) as Name[]) {
    left -= chances[name];
    if (left < 0) return name;
  }
  return 'own';
}

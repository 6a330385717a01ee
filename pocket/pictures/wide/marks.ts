import type { Random } from '../../random.ts';

/** How a hand renders the marks that tell a symbol from its relations; a hand at home has none of these freedoms. */
export interface Marks {
  readonly heads: {
    readonly shape: 'filled' | 'hollow' | 'open';
    /** Length over that at home, and breadth over that length's usual. */
    readonly length: number;
    readonly breadth: number;
  };
  /** How far arrowheads of transistors stand back from where they stand at home, 0–1 of what room there is. */
  readonly inset: number;
  /** Radius of a gate's inverting ring over that at home. */
  readonly ring: number;
  /** Length of what is bent at the ends of a diode's bar over that at home. */
  readonly hooks: number;
  /** Whether a Zener diode's bar is bent at one end only. */
  readonly oneHook: boolean;
  /** Whether MOSFETs have a solid channel, no substrate, and the arrow on their source. */
  readonly plainMosfets: boolean;
  /** Height of a source's wave over that at home, and of its plus and minus. */
  readonly wave: number;
  readonly signs: number;
}

/** Such a hand's marks. Heads are never smaller than they must be for a bold pen not to blot them out. */
export function marksOf(random: Random, bold: boolean): Marks {
  return {
    heads: {
      shape: random.pick(['filled', 'filled', 'filled', 'hollow', 'open']),
      length: bold ? random.between(1.25, 1.6) : random.between(0.85, 1.5),
      breadth: random.between(0.75, 1.25),
    },
    inset: random.chance(0.5) ? 0 : random.next(),
    ring: random.between(bold ? 1.1 : 0.85, 1.5),
    hooks: random.between(bold ? 1.1 : 0.8, 1.5),
    oneHook: random.chance(0.3),
    plainMosfets: random.chance(0.35),
    wave: random.between(0.8, 1.5),
    signs: random.between(0.85, 1.35),
  };
}

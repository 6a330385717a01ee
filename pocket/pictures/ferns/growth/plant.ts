import type { FernFactName } from '../../../knowledge/fern-facts.ts';
import type { Sketch } from '../sketch.ts';
import type { Sori } from './forms.ts';

/** Hue in degrees, saturation and lightness in percent. */
export type Colour = readonly [hue: number, saturation: number, lightness: number];

/** Ways in which a plant can be shown. */
export type Arrangement = 'frond' | 'fronds' | 'rosette' | 'crown' | 'mat';

/** How a species looks. */
export interface Species {
  readonly blade: Colour;
  /** The underside, if it is not just paler. */
  readonly under?: Colour;
  readonly stalk: Colour;
  readonly stripe?: Colour;
  readonly sori: Sori;
  /** The fact that holds where spores show on the underside. */
  readonly soriFact?: FernFactName;
  /** The fact that holds where a fertile frond or spike stands beside the leaf, and how often it does. */
  readonly fertileFact?: readonly [fact: FernFactName, share: number];
  /** Width of the stalk over the length of the frond. */
  readonly stoutness: number;
  readonly arrangements: readonly Arrangement[];
  /** How likely its underside is shown. */
  readonly undersides?: number;
  readonly glossy?: boolean;
  /** Draws one frond, base at the origin, about one unit tall; `spores` if a fertile frond or spike stands beside it. */
  readonly build: (sketch: Sketch, bend: number, spores: boolean) => void;
}

import type { Random } from '../../../random.ts';

/** What a drawn piece is, for the treatment to colour. */
export type Tissue = 'blade' | 'fertile' | 'stripe' | 'brown';
/** What a drawn line is. */
export type Strand = 'stipe' | 'rachis' | 'vein' | 'sorus' | 'flap' | 'scale' | 'root' | 'bulb';

/** A closed outline; `tone` from -1 (in shade) to 1 (in light). Coordinates x, y by turns, y upwards. */
export interface Blade {
  readonly tissue: Tissue;
  readonly tone: number;
  readonly points: readonly number[];
}

/** A stroke of the given width; a stroke of one point is a round dot. */
export interface Line {
  readonly strand: Strand;
  readonly width: number;
  readonly points: readonly number[];
}

/** Where a branch starts and how it runs: an arc of constant curvature (radians per unit of length). */
export interface Spine {
  readonly x: number;
  readonly y: number;
  readonly heading: number;
  readonly length: number;
  readonly bend: number;
}

/** Point and heading at a distance along a spine. */
export function along(spine: Spine, distance: number): [x: number, y: number, heading: number] {
  const { x, y, heading, bend } = spine;
  if (Math.abs(bend * distance) < 1e-4)
    return [x + distance * Math.cos(heading), y + distance * Math.sin(heading), heading];
  const end = heading + bend * distance;
  return [
    x + (Math.sin(end) - Math.sin(heading)) / bend,
    y - (Math.cos(end) - Math.cos(heading)) / bend,
    end,
  ];
}

/** How spores are borne on a segment's underside. */
export type Sori = 'none' | 'dots' | 'lines' | 'margin' | 'midrib' | 'flaps' | 'felt' | 'net' | 'one';

/** A flat segment: half-width rises to its widest point and falls to the tip. */
export interface LeafForm {
  readonly form: 'leaf';
  /** Width over length. */
  readonly ratio: number;
  /** Where it is widest, 0 (base) to 1 (tip). */
  readonly widest: number;
  /** Exponent of the base: 0.1 sits with its whole width, 0.5 is round, 1 wedge-shaped. */
  readonly base: number;
  /** Exponent of the tip: 0.5 blunt, 1 pointed, 1.8 drawn out. */
  readonly tip: number;
  readonly lobes?: number;
  readonly depth?: number;
  /** How far lobes lean forwards, as a share of their distance from the midrib. */
  readonly lean?: number;
  readonly margin?: 'round' | 'saw' | 'wave';
  /** Height of the ear on the side towards the frond's tip, as a share of the width. */
  readonly ear?: number;
  /** Curvature towards the tip of the frond, in radians over its length. */
  readonly sickle?: number;
  /** Width of the side towards the base of the frond, 1 for equal halves. */
  readonly lower?: number;
  /** Depth of a heart-shaped base, as a share of the width. */
  readonly heart?: number;
  readonly stripe?: boolean;
  readonly veins?: 'side' | 'net';
}

/** A wedge that opens outwards, its outer edge notched. */
export interface FanForm {
  readonly form: 'fan';
  /** Opening angle in degrees. */
  readonly opening: number;
  readonly notches: number;
  readonly depth: number;
  readonly stalk: number;
}

/** An axis with branches on both sides. */
export interface AxisForm {
  readonly form: 'axis';
  /** Pairs of branches at full size. */
  readonly pairs: number;
  /** Longest branch over the length of the axis. */
  readonly reach: number;
  /** Length of the lowest branch over that of the longest. */
  readonly first: number;
  /** Where branches are longest, 0 (base) to 1 (tip). */
  readonly widest: number;
  /** Exponent with which branches shrink to the tip: below 1 blunt, 1 round, above 1.3 straight-sided. */
  readonly taper: number;
  /** Share of the axis below the first branch. */
  readonly bare?: number;
  /** Angle of branches to the axis in degrees, at the base and at the tip. */
  readonly angle: readonly [number, number];
  /** 0 opposite, 0.5 alternate. */
  readonly offset: number;
  /** Curvature of branches towards the tip, in radians over their length. */
  readonly rise?: number;
  /** Stalk of a branch, as a share of its length. */
  readonly stalk?: number;
  /** Width of a wing along the axis, as a share of the longest branch. */
  readonly wing?: number;
  /** Length of the leaf at the tip over the distance between branches. */
  readonly end?: number;
  readonly branch: Form;
  /** What the lowest pair looks like, if different. */
  readonly lowest?: Form;
  readonly lowestAngle?: number;
  /** How much longer branches are on the side towards the frond's base. */
  readonly lowerSide?: number;
  /** Share of the length, from and to, that bears only spores. */
  readonly fertile?: readonly [number, number];
  /** Distances between branches grow towards the base: 1 even, 1.4 crowded at the tip. */
  readonly crowding?: number;
}

export type Form = LeafForm | FanForm | AxisForm;

/** How one individual differs from the ideal of its species, and how closely it is looked at. */
export interface Individual {
  readonly random: Random;
  /** Pixels per unit of length. */
  readonly scale: number;
  readonly underside: boolean;
  readonly fertile: boolean;
  readonly sori: Sori;
  /** Share of pinnae lost. */
  readonly torn: number;
  /** Direction of the light, radians. */
  readonly light: number;
  /** Whether halves of a segment are shaded differently. */
  readonly modelled: boolean;
  readonly veined: boolean;
  /** Width of the main stalk over the length of the frond. */
  readonly stoutness: number;
}

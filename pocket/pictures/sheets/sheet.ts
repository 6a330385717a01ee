import type { PartName } from '../../knowledge/parts.ts';
import type { Random } from '../../random.ts';
import { blockLetters, type Hand, lettering } from '../font.ts';
import type { Point } from '../geometry.ts';
import type { Marks } from '../wide/marks.ts';

/** What a stroke belongs to; styles may ink these differently. */
export type StrokeKind = 'wire' | 'symbol' | 'text';

/** One pen stroke in scene units, with what fills it if it is closed. */
export interface Stroke {
  readonly points: readonly Point[];
  readonly kind: StrokeKind;
  readonly fill: 'none' | 'ink' | 'paper';
}

/** The draughtsman's habits: what differs between two drawings of the same circuit. */
export interface Habits {
  readonly standard: 'IEC' | 'ANSI';
  /** How far grid columns and rows are apart, in scene units (a symbol's size stays 1). */
  readonly spread: Point;
  readonly mirrored: boolean;
  readonly labels: 'none' | 'names' | 'names and values';
  readonly circledTransistors: boolean;
  readonly junctionDots: boolean;
  readonly ground: 'bars' | 'triangle' | 'chassis';
  readonly supply: 'bar' | 'arrow' | 'circle';
  /** How the draughtsman letters; block letters if not said. */
  readonly hand?: Hand;
  /** Radius of a junction dot in scene units. */
  readonly dotRadius?: number;
  /** How wires that are not connected pass each other. */
  readonly crossings?: 'plain' | 'gap' | 'hop';
  /** Quarter turns of the finished drawing, lettering included. */
  readonly quarterTurns?: 0 | 1 | 2 | 3;
  /** Whether diodes and arrows of the drawing are filled; by the standard if not said. */
  readonly filledDiodes?: boolean;
  /** How much of the frame the drawing takes (over 1: a cutting that runs over the edges); by chance if not said. */
  readonly fill?: number;
  /** How telling marks are rendered by a hand unlike those at home. */
  readonly marks?: Marks;
}

/**
 * The paper a circuit is drawn on. Topologies speak in grid units (`[x, y]`, two or three to a component), symbols in
 * scene units around places they are given. Parts count themselves as they are drawn.
 */
export class Sheet {
  readonly strokes: Stroke[] = [];
  readonly parts = new Map<PartName, number>();
  /** Where wires are joined (scene units), with or without a dot. */
  readonly joints: Point[] = [];
  private readonly numbers = new Map<string, number>();

  constructor(
    readonly random: Random,
    readonly habits: Habits,
  ) {}

  /** Grid → scene. */
  place([x, y]: Point): Point {
    const { spread, mirrored } = this.habits;
    return [(mirrored ? -x : x) * spread[0], y * spread[1]];
  }

  /** Scene → grid: the inverse of `place`. */
  grid([x, y]: Point): Point {
    const { spread, mirrored } = this.habits;
    return [(mirrored ? -x : x) / spread[0], y / spread[1]];
  }

  /** Left, top, right and bottom of everything drawn, in scene units. */
  bounds(): [left: number, top: number, right: number, bottom: number] {
    let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
    for (const { points } of this.strokes) {
      for (const [x, y] of points) {
        left = Math.min(left, x);
        top = Math.min(top, y);
        right = Math.max(right, x);
        bottom = Math.max(bottom, y);
      }
    }
    return [left, top, right, bottom];
  }

  /** Draws a polyline given in scene units. */
  stroke(points: readonly Point[], kind: StrokeKind = 'symbol', fill: Stroke['fill'] = 'none'): void {
    this.strokes.push({ points, kind, fill });
  }

  /** Draws a closed polygon given in scene units. */
  polygon(points: readonly Point[], fill: Stroke['fill'] = 'paper'): void {
    this.strokes.push({ points: [...points, points[0]!], kind: 'symbol', fill });
  }

  /** A wire through grid points. */
  wire(...points: readonly Point[]): void {
    this.stroke(
      points.map((point) => this.place(point)),
      'wire',
    );
  }

  /** A junction dot at a grid point, where the draughtsman draws dots. */
  junction(...points: readonly Point[]): void {
    for (const point of points) {
      const [x, y] = this.place(point);
      this.joints.push([x, y]);
      if (!this.habits.junctionDots) continue;
      const radius = this.habits.dotRadius ?? 0.13;
      const ring = Array.from({ length: 8 }, (_, i): Point => {
        const angle = (i * Math.PI) / 4;
        return [x + radius * Math.cos(angle), y + radius * Math.sin(angle)];
      });
      this.strokes.push({ points: [...ring, ring[0]!], kind: 'wire', fill: 'ink' });
    }
  }

  /** Text at a scene point; `size` is the height of a capital in scene units. Never mirrored. */
  text([x, y]: Point, text: string, size = 0.45, anchor: 'start' | 'middle' | 'end' = 'middle'): void {
    const hand = this.habits.hand ?? blockLetters;
    const { strokes, width } = lettering(text, hand);
    const height = size * hand.size;
    const shift = anchor === 'start' ? 0 : anchor === 'middle' ? width / 2 : width;
    const [cos, sin] = [Math.cos(hand.tilt), Math.sin(hand.tilt)];
    for (const stroke of strokes) {
      this.stroke(
        stroke.map(([gx, gy]): Point => {
          const [across, down] = [(gx - shift) * height, (gy - 0.5) * height];
          return [x + across * cos - down * sin, y + across * sin + down * cos];
        }),
        'text',
      );
    }
  }

  /** Counts a part, and letters its reference (and value) beside the scene point if the draughtsman does so. */
  part(
    name: PartName,
    letter: string,
    beside: { point: Point; upright: boolean; clear?: number } | null,
    values: readonly string[] = [],
  ): void {
    this.parts.set(name, (this.parts.get(name) ?? 0) + 1);
    const number = (this.numbers.get(letter) ?? 0) + 1;
    this.numbers.set(letter, number);
    if (!beside || this.habits.labels === 'none') return;
    const [x, y] = beside.point;
    const clear = beside.clear ?? 0;
    const value =
      this.habits.labels === 'names and values' && values.length > 0 ? this.random.pick(values) : '';
    if (beside.upright) {
      this.text([x + 0.62 + clear, y - (value ? 0.35 : 0)], `${letter}${number}`, 0.45, 'start');
      if (value) this.text([x + 0.62 + clear, y + 0.35], value, 0.4, 'start');
    } else {
      this.text([x, y - 0.8 - clear], value ? `${letter}${number} ${value}` : `${letter}${number}`, 0.45);
    }
  }
}

import type { Random } from '../../random.ts';
import { along, type Blade, type Individual, type Line, type Spine, type Strand } from './growth/forms.ts';

/** Draws fronds into outlines and strokes. */
export class Sketch {
  readonly blades: Blade[] = [];
  readonly lines: Line[] = [];
  readonly random: Random;
  /** What is being drawn bears only spores. */
  sporing = false;
  readonly individual: Individual;

  constructor(individual: Individual) {
    this.individual = individual;
    this.random = individual.random;
  }

  /** Strokes along a spine. */
  stroke(strand: Strand, spine: Spine, width: number, from = 0, to = spine.length): void {
    const pixels = Math.abs(to - from) * this.individual.scale;
    const steps = Math.max(1, Math.min(14, Math.round(Math.abs(spine.bend * (to - from)) * 4 + pixels / 60)));
    const points: number[] = [];
    for (let i = 0; i <= steps; i++) {
      const [x, y] = along(spine, from + ((to - from) * i) / steps);
      points.push(x, y);
    }
    this.lines.push({ strand, width, points });
  }

  /** A round dot. */
  dot(strand: Strand, x: number, y: number, size: number): void {
    this.lines.push({ strand, width: size, points: [x, y] });
  }

  /** How bright a segment of a heading lies to the light, -1 to 1, with some chance in it. */
  toneOf(heading: number): number {
    return 0.55 * Math.cos(heading - this.individual.light) + 0.3 * this.random.normal();
  }
}

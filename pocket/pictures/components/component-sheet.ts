import type { PartName } from '../../knowledge/parts.ts';
import type { Point } from '../geometry.ts';
import { Sheet, type Stroke, type StrokeKind } from '../sheets/sheet.ts';
import { around, clipped, corners, type Window, within } from './window.ts';

/** A motion of the plane. */
export type Motion = (point: Point) => Point;

/** Turns by an angle in degrees, clockwise, after mirroring left to right if asked for; then shifts. */
export function motion(degrees: number, mirrored = false, [dx, dy]: Point = [0, 0]): Motion {
  const angle = (degrees * Math.PI) / 180;
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const side = mirrored ? -1 : 1;
  return ([x, y]) => [side * x * cos - y * sin + dx, side * x * sin + y * cos + dy];
}

/**
 * A sheet on which symbols are drawn turned and mirrored, with their lettering upright. Its habits must have a grid that is the
 * scene (spread 1, not mirrored).
 */
export class ComponentSheet extends Sheet {
  private moved: Motion | null = null;

  /** Draws what `draw` draws, moved. */
  under<T>(moved: Motion, draw: () => T): T {
    const before = this.moved;
    this.moved = moved;
    try {
      return draw();
    } finally {
      this.moved = before;
    }
  }

  override stroke(
    points: readonly Point[],
    kind: StrokeKind = 'symbol',
    fill: Stroke['fill'] = 'none',
  ): void {
    super.stroke(this.moved ? points.map(this.moved) : points, kind, fill);
  }

  override polygon(points: readonly Point[], fill: Stroke['fill'] = 'paper'): void {
    super.polygon(this.moved ? points.map(this.moved) : points, fill);
  }

  override junction(...points: readonly Point[]): void {
    super.junction(...(this.moved ? points.map(this.moved) : points));
  }

  override text(
    point: Point,
    text: string,
    size = 0.45,
    anchor: 'start' | 'middle' | 'end' = 'middle',
  ): void {
    const { moved } = this;
    this.moved = null;
    super.text(moved ? moved(point) : point, text, size, anchor);
    this.moved = moved;
  }

  /** Draws things beside the subject: their parts count only if they lie wholly in the window. */
  beside(window: Window | null, draw: () => void): void {
    const strokes = this.strokes.length;
    const parts: [PartName, number][] = [...this.parts];
    draw();
    if (window && within(around(this.strokes.slice(strokes)), window)) return;
    this.parts.clear();
    for (const [name, count] of parts) this.parts.set(name, count);
  }

  /** Leaves only what lies in the window, which becomes the bounds. */
  cut(window: Window): void {
    this.strokes.splice(0, this.strokes.length, ...clipped(this.strokes, window), ...corners(window));
  }
}

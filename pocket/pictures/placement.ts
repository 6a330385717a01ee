import type { Random } from '../random.ts';
import { homography, type Point, project } from './geometry.ts';
import type { Camera } from './style.ts';

/** Left, top, right and bottom. */
export type Box = readonly [left: number, top: number, right: number, bottom: number];

/** The box around points; infinite the wrong way round for none. */
export function boxAround(lines: Iterable<{ readonly points: readonly Point[] }>): Box {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const { points } of lines) {
    for (const [x, y] of points) {
      left = Math.min(left, x);
      top = Math.min(top, y);
      right = Math.max(right, x);
      bottom = Math.max(bottom, y);
    }
  }
  return [left, top, right, bottom];
}

/** A quarter turn clockwise, `turns` times, around the origin. */
export function turned([x, y]: Point, turns: number): Point {
  if (turns === 1) return [-y, x];
  if (turns === 2) return [-x, -y];
  return turns === 3 ? [y, -x] : [x, y];
}

/** A smooth field of displacements (scene units): lines that meet stay together when a hand draws them. */
export function tremor(amplitude: number, random: Random): (point: Point) => Point {
  const waves = Array.from({ length: 5 }, () => ({
    kx: random.normal() * 1.1,
    ky: random.normal() * 1.1,
    phase: random.between(0, 6.283),
    ax: random.normal() * amplitude * 0.6,
    ay: random.normal() * amplitude * 0.6,
  }));
  return ([x, y]) => {
    let [dx, dy] = [0, 0];
    for (const { kx, ky, phase, ax, ay } of waves) {
      const wave = Math.sin(kx * x + ky * y + phase);
      dx += ax * wave;
      dy += ay * wave;
    }
    return [x + dx, y + dy];
  };
}

/** The unit square's corners as seen from well off its axis, filling the unit square again. */
function slanted(random: Random): [Point, Point, Point, Point] {
  const roll = random.between(-0.6, 0.6);
  const pitch = random.between(0.3, 0.8);
  const yaw = random.between(-0.4, 0.4);
  const corners = [
    [-1, -1],
    [1, -1],
    [1, 1],
    [-1, 1],
  ].map(([x, y]): Point => {
    const [rx, ry] = [x! * Math.cos(roll) - y! * Math.sin(roll), x! * Math.sin(roll) + y! * Math.cos(roll)];
    const depth = 6 - ry * Math.sin(pitch) + rx * Math.sin(yaw);
    return [(rx * Math.cos(yaw)) / depth, (ry * Math.cos(pitch)) / depth];
  });
  const [left, top, right, bottom] = boxAround([{ points: corners }]);
  const size = Math.max(right - left, bottom - top);
  return corners.map(
    ([x, y]): Point => [
      0.5 + ((x - (left + right) / 2) / size) * 0.98,
      0.5 + ((y - (top + bottom) / 2) / size) * 0.98,
    ],
  ) as [Point, Point, Point, Point];
}

/** How the sheet lies in the frame: both are unit squares. */
export interface Pose {
  /** Sheet → frame. */
  readonly map: (point: Point) => Point;
  /** Whether straight lines stay straight. */
  readonly straight: boolean;
  /** The side a book's gutter would be on. */
  readonly gutter: 'left' | 'right';
}

/** A camera's view of the sheet: the whole frame, a quadrilateral within it, or a page that curves towards its gutter. */
export function pose(camera: Camera, random: Random): Pose {
  const reach = camera.perspective;
  const corner = (x: number, y: number): Point => [
    x + (x ? -1 : 1) * random.between(-0.02, 1) * reach,
    y + (y ? -1 : 1) * random.between(-0.02, 1) * reach,
  ];
  const quad: [Point, Point, Point, Point] = random.chance(camera.tilt ?? 0)
    ? slanted(random)
    : [corner(0, 0), corner(1, 0), corner(1, 1), corner(0, 1)];
  const matrix = homography(quad);
  const gutter = random.pick(['left', 'right'] as const);
  const bend = (camera.bend ?? 0) * random.between(-1, 1);
  if (Math.abs(bend) < 0.004) return { map: (point) => project(matrix, point), straight: true, gutter };
  const buckle = { k: random.between(2, 5), phase: random.between(0, 6.28), depth: bend * 0.2 };
  const fall = random.between(0.15, 0.4);
  return {
    straight: false,
    gutter,
    map([u, v]) {
      const pull = Math.exp(-(gutter === 'left' ? u : 1 - u) / fall);
      const across = (gutter === 'left' ? -1 : 1) * Math.abs(bend) * 0.5 * pull;
      return project(matrix, [
        u + across,
        v + bend * pull + buckle.depth * Math.sin(buckle.k * u + buckle.phase),
      ]);
    },
  };
}

/** Adds points so that no piece is longer than `step`. */
export function dense(points: readonly Point[], step: number): Point[] {
  const result: Point[] = [points[0]!];
  for (let i = 1; i < points.length; i++) {
    const [[x0, y0], [x1, y1]] = [points[i - 1]!, points[i]!];
    const pieces = Math.ceil(Math.hypot(x1 - x0, y1 - y0) / step);
    for (let j = 1; j <= pieces; j++)
      result.push([x0 + ((x1 - x0) * j) / pieces, y0 + ((y1 - y0) * j) / pieces]);
  }
  return result;
}

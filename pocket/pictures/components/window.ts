import type { Point } from '../geometry.ts';
import type { Stroke } from '../sheets/sheet.ts';

/** Left, top, right and bottom, in scene units. */
export type Window = readonly [left: number, top: number, right: number, bottom: number];

/** The window that holds all points of the strokes. */
export function around(strokes: readonly Pick<Stroke, 'points'>[]): Window {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const { points } of strokes) {
    for (const [x, y] of points) {
      left = Math.min(left, x);
      top = Math.min(top, y);
      right = Math.max(right, x);
      bottom = Math.max(bottom, y);
    }
  }
  return [left, top, right, bottom];
}

/** Whether one window lies wholly in another. */
export const within = (inner: Window, outer: Window): boolean =>
  inner[0] >= outer[0] && inner[1] >= outer[1] && inner[2] <= outer[2] && inner[3] <= outer[3];

/** The part of a line from `a` to `b` inside the window (Liang–Barsky), or nothing. */
function clippedLine(a: Point, b: Point, [left, top, right, bottom]: Window): [Point, Point] | null {
  const [dx, dy] = [b[0] - a[0], b[1] - a[1]];
  let [from, to] = [0, 1];
  for (const [p, q] of [
    [-dx, a[0] - left],
    [dx, right - a[0]],
    [-dy, a[1] - top],
    [dy, bottom - a[1]],
  ] as const) {
    if (p === 0) {
      if (q < 0) return null;
    } else if (p < 0) from = Math.max(from, q / p);
    else to = Math.min(to, q / p);
  }
  if (from >= to) return null;
  return [
    [a[0] + dx * from, a[1] + dy * from],
    [a[0] + dx * to, a[1] + dy * to],
  ];
}

/** A filled polygon cut to the window (Sutherland–Hodgman). */
function clippedPolygon(points: readonly Point[], window: Window): Point[] {
  let result = [...points];
  for (const [axis, bound, keepsAbove] of [
    [0, window[0], true],
    [1, window[1], true],
    [0, window[2], false],
    [1, window[3], false],
  ] as const) {
    const inside = (point: Point) => (keepsAbove ? point[axis] >= bound : point[axis] <= bound);
    const next: Point[] = [];
    for (const [i, b] of result.entries()) {
      const a = result[(i + result.length - 1) % result.length]!;
      if (inside(a) !== inside(b)) {
        const t = (bound - a[axis]) / (b[axis] - a[axis]);
        next.push([a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t]);
      }
      if (inside(b)) next.push(b);
    }
    result = next;
  }
  return result;
}

/** What of the strokes lies in the window: lines end at its edge, outlines that cross it lose their filling, ink keeps it. */
export function clipped(strokes: readonly Stroke[], window: Window): Stroke[] {
  return strokes.flatMap((stroke): Stroke[] => {
    const own = around([stroke]);
    if (within(own, window)) return [stroke];
    if (own[2] < window[0] || own[0] > window[2] || own[3] < window[1] || own[1] > window[3]) return [];
    if (stroke.fill === 'ink') {
      const points = clippedPolygon(stroke.points, window);
      return points.length > 2 ? [{ ...stroke, points }] : [];
    }
    const runs: Point[][] = [];
    for (let i = 1; i < stroke.points.length; i++) {
      const piece = clippedLine(stroke.points[i - 1]!, stroke.points[i]!, window);
      if (!piece) continue;
      const [from, to] = piece;
      const last = runs[runs.length - 1];
      const end = last?.[last.length - 1];
      if (last && end && Math.hypot(end[0] - from[0], end[1] - from[1]) < 1e-9) last.push(to);
      else runs.push([from, to]);
    }
    return runs.map((points) => ({ points, kind: stroke.kind, fill: 'none' }));
  });
}

/** Strokes of no length in two corners of the window: they leave no ink, but a drawing's bounds take them in. */
export const corners = ([left, top, right, bottom]: Window): Stroke[] => [
  { points: [[left, top]], kind: 'text', fill: 'none' },
  { points: [[right, bottom]], kind: 'text', fill: 'none' },
];

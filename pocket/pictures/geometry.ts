/** A point of the plane, x to the right and y down. */
export type Point = readonly [x: number, y: number];

/** A frame on the segment from a to b: origin at the middle, x along it. `at` maps frame coordinates to the plane. */
export interface Frame {
  readonly length: number;
  readonly upright: boolean;
  at(x: number, y: number): Point;
}

/** The frame of a segment; its scale is 1, so symbols keep their size however long the leads are. */
export function frameOn(a: Point, b: Point): Frame {
  const [dx, dy] = [b[0] - a[0], b[1] - a[1]];
  const length = Math.hypot(dx, dy) || 1;
  const [ux, uy] = [dx / length, dy / length];
  const [mx, my] = [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2];
  return {
    length,
    upright: Math.abs(dy) > Math.abs(dx),
    at: (x, y) => [mx + x * ux - y * uy, my + x * uy + y * ux],
  };
}

/** Points on an arc around a centre, angles in turns, `steps` pieces. */
export function arc(centre: Point, radius: number, from: number, to: number, steps = 16): Point[] {
  return Array.from({ length: steps + 1 }, (_, i) => {
    const angle = 2 * Math.PI * (from + ((to - from) * i) / steps);
    return [centre[0] + radius * Math.cos(angle), centre[1] + radius * Math.sin(angle)] as const;
  });
}

/** The 3 × 3 homography (row-major, last entry 1) that maps the unit square's corners (0,0) (1,0) (1,1) (0,1) to `quad`. */
export function homography(quad: readonly [Point, Point, Point, Point]): number[] {
  const [[x0, y0], [x1, y1], [x2, y2], [x3, y3]] = quad;
  const [sx, sy] = [x0 - x1 + x2 - x3, y0 - y1 + y2 - y3];
  const [dx1, dy1, dx2, dy2] = [x1 - x2, y1 - y2, x3 - x2, y3 - y2];
  const determinant = dx1 * dy2 - dx2 * dy1;
  const g = (sx * dy2 - dx2 * sy) / determinant;
  const h = (dx1 * sy - sx * dy1) / determinant;
  return [x1 - x0 + g * x1, x3 - x0 + h * x3, x0, y1 - y0 + g * y1, y3 - y0 + h * y3, y0, g, h, 1];
}

/** Applies a homography to a point. */
export function project(matrix: readonly number[], [x, y]: Point): Point {
  const [a, b, c, d, e, f, g, h, i] = matrix as [
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const w = g * x + h * y + i;
  return [(a * x + b * y + c) / w, (d * x + e * y + f) / w];
}

import type { Random } from '../random.ts';
import type { Point } from './geometry.ts';
import type { Wear } from './style.ts';

/** What a sheet's wear needs to know; `path` draws through points of the sheet's unit square. */
export interface Worn {
  readonly happens: (wear: Wear) => boolean;
  readonly path: (points: readonly Point[]) => string;
  readonly gutter: 'left' | 'right';
  /** The picture's size in pixels. */
  readonly pixel: number;
  readonly ruling: string;
}

const box = (x0: number, y0: number, x1: number, y1: number): Point[] => [
  [x0, y0],
  [x1, y0],
  [x1, y1],
  [x0, y1],
];

/** What lies under the drawing: a transparent picture's squares, or a printout's bands and sprocket holes. */
export function underneath({ happens, path, ruling, pixel }: Worn, random: Random): string {
  let svg = '';
  if (happens('checker')) {
    const size = (random.between(0.03, 0.07) * pixel).toFixed(2);
    const [a, b] = random.pick([
      ['#ffffff', '#cccccc'],
      ['#ffffff', '#e8e8e8'],
      ['#eeeeee', '#d0d0d0'],
    ] as const);
    svg +=
      `<defs><pattern id="checker" width="${size}" height="${size}" patternUnits="userSpaceOnUse" viewBox="0 0 2 2">` +
      `<path d="M0 0h2v2h-2z" fill="${a}" stroke="none"/><path d="M0 0h1v1h-1zM1 1h1v1h-1z" fill="${b}" stroke="none"/></pattern></defs>` +
      `<path d="${path(box(0, 0, 1, 1))}Z" fill="url(#checker)"/>`;
  }
  if (happens('bands')) {
    const count = random.whole(6, 14);
    for (let i = 0; i < count; i += 2)
      svg += `<path d="${path(box(0, i / count, 1, (i + 1) / count))}Z" fill="${ruling}"/>`;
    for (let i = 0; i < 12; i++)
      for (const x of [0.02, 0.97])
        svg += `<path d="${path(box(x, (i + 0.3) / 12, x + 0.015, (i + 0.5) / 12))}Z" fill="#8a8a88"/>`;
  }
  return svg;
}

/** What has happened to the sheet since it was drawn: creases, stains, holes, shadows of a binding or a lid. */
export function onTop({ happens, path, gutter, pixel }: Worn, random: Random): string {
  let svg = '';
  const line = (points: Point[], colour: string, opacity: number, width: number) => {
    svg += `<path d="${path(points)}" stroke="${colour}" stroke-opacity="${opacity.toFixed(2)}" stroke-width="${(width * pixel).toFixed(2)}"/>`;
  };
  if (happens('crease')) {
    const count = random.whole(1, 3);
    for (let i = 0; i < count; i++) {
      const at = random.chance(0.5) ? random.pick([0.5, 1 / 3, 2 / 3]) : random.between(0.1, 0.9);
      const lean = random.normal() * 0.03;
      const across = random.chance(0.5);
      const end = (t: number, shift: number): Point =>
        across ? [t, at + lean * t + shift] : [at + lean * t + shift, t];
      const depth = random.between(0.08, 0.3);
      svg += `<path d="${path([end(0, 0), end(1, 0), end(1, 0.08), end(0, 0.08)])}Z" fill="#000" fill-opacity="${(depth * 0.3).toFixed(2)}"/>`;
      line([end(0, 0), end(1, 0)], '#000', depth, 0.008);
      line([end(0, -0.008), end(1, -0.008)], '#fff', depth * 1.5, 0.008);
    }
  }
  if (happens('stain')) {
    const [x, y, r] = [random.between(0.1, 0.9), random.between(0.1, 0.9), random.between(0.1, 0.28)];
    const squash = random.between(0.85, 1.1);
    const ring = Array.from({ length: 25 }, (_, i): Point => {
      const angle = (i / 24) * 2 * Math.PI;
      return [x + r * Math.cos(angle), y + r * squash * Math.sin(angle)];
    });
    const colour = random.pick(['#6b4220', '#7a5a2a', '#4d3a20']);
    svg += `<path d="${path(ring)}" fill="${colour}" fill-opacity="0.08"/>`;
    line(ring, colour, random.between(0.12, 0.35), random.between(0.008, 0.03));
  }
  if (happens('punch holes')) {
    const count = random.whole(2, 4);
    const colour = random.pick(['#101010', '#5a5a5a', '#b0b0b0']);
    for (let i = 0; i < count; i++) {
      const y = (i + 0.5) / count;
      line(
        [
          [0.03, y],
          [0.0301, y],
        ],
        colour,
        0.9,
        random.between(0.025, 0.04),
      );
    }
  }
  if (happens('gutter')) {
    const [near, far] = gutter === 'left' ? [0, 1] : [1, 0];
    const reach = random.between(0.08, 0.35);
    const dark = random.between(0.25, 0.75);
    svg +=
      `<defs><linearGradient id="gutter" x1="${near}" y1="0" x2="${far}" y2="0"><stop offset="0" stop-opacity="${dark.toFixed(2)}"/>` +
      `<stop offset="${(reach * 0.35).toFixed(3)}" stop-opacity="${(dark * 0.35).toFixed(2)}"/><stop offset="${reach.toFixed(3)}" stop-opacity="0"/></linearGradient></defs>` +
      `<rect width="100%" height="100%" fill="url(#gutter)"/>`;
  }
  if (happens('page edge')) {
    const depth = random.between(0.01, 0.05);
    const colour = random.pick(['#0a0a0a', '#303030', '#909090', '#ffffff']);
    const edge = random.pick([
      box(-0.1, -0.1, depth, 1.1),
      box(1 - depth, -0.1, 1.1, 1.1),
      box(-0.1, -0.1, 1.1, depth),
      box(-0.1, 1 - depth, 1.1, 1.1),
    ]);
    svg += `<path d="${path(edge)}Z" fill="${colour}"/>`;
    line([...edge, edge[0]!], '#000', 0.3, 0.006);
  }
  return svg;
}

import type { Random } from '../random.ts';
import { homography, type Point, project } from './geometry.ts';
import type { Sheet } from './sheet.ts';
import type { Style } from './styles.ts';

/** Maps the sheet's unit square into the frame's: the whole frame, or a quadrilateral within it. */
function pose(style: Style, random: Random): number[] {
  const reach = style.camera.perspective;
  const corner = (x: number, y: number): Point => [
    x + (x ? -1 : 1) * random.between(-0.02, 1) * reach,
    y + (y ? -1 : 1) * random.between(-0.02, 1) * reach,
  ];
  return homography([corner(0, 0), corner(1, 0), corner(1, 1), corner(0, 1)]);
}

/** A smooth field of displacements (scene units): lines that meet stay together when a hand draws them. */
function tremor(amplitude: number, random: Random): (point: Point) => Point {
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

/** Adds points so that no piece is longer than `step`. */
function dense(points: readonly Point[], step: number): Point[] {
  const result: Point[] = [points[0]!];
  for (let i = 1; i < points.length; i++) {
    const [[x0, y0], [x1, y1]] = [points[i - 1]!, points[i]!];
    const pieces = Math.ceil(Math.hypot(x1 - x0, y1 - y0) / step);
    for (let j = 1; j <= pieces; j++)
      result.push([x0 + ((x1 - x0) * j) / pieces, y0 + ((y1 - y0) * j) / pieces]);
  }
  return result;
}

/** The lines or dots of ruled paper, on the unit square, as SVG. */
function ruling(
  style: Style,
  random: Random,
  draw: (points: readonly Point[]) => string,
  thickness: number,
): string {
  if (style.ruling === 'none') return '';
  const count = random.whole(12, 22);
  const lines: string[] = [];
  for (let i = 1; i < count; i++) {
    const t = i / count;
    if (style.ruling === 'dots') {
      for (let j = 1; j < count; j++)
        lines.push(
          draw([
            [t, j / count],
            [t + 0.002, j / count],
          ]),
        );
    } else {
      lines.push(
        draw([
          [0, t],
          [1, t],
        ]),
      );
      if (style.ruling === 'squares')
        lines.push(
          draw([
            [t, 0],
            [t, 1],
          ]),
        );
    }
  }
  return `<path d="${lines.join('')}" stroke="${style.rulingColour}" stroke-width="${thickness.toFixed(2)}"/>`;
}

/** The width over height a sheet asks for: near its drawing's own, within what cameras and pages have. */
export function naturalAspect(sheet: Sheet, random: Random): number {
  const [left, top, right, bottom] = sheet.bounds();
  return Math.min(1.6, Math.max(0.7, ((right - left) / (bottom - top)) * random.between(0.85, 1.2)));
}

/** The picture as SVG of `width` × `height` pixels, showing a frame of the given aspect (squeezed if they differ). */
export function toSvg(
  sheet: Sheet,
  style: Style,
  random: Random,
  width: number,
  height: number,
  aspect: number,
): string {
  const [left, top, right, bottom] = sheet.bounds();
  const fill = random.between(0.78, 0.94);
  const scale = fill * Math.min(aspect / (right - left), 1 / (bottom - top));
  const slackX = aspect - (right - left) * scale;
  const slackY = 1 - (bottom - top) * scale;
  const offset: Point = [slackX * random.between(0.3, 0.7), slackY * random.between(0.3, 0.7)];
  const angle = (random.between(-1, 1) * style.camera.rotation * Math.PI) / 180;
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const matrix = pose(style, random);
  const amplitude = random.between(...style.jitter);
  const shake = tremor(amplitude, random);

  const toPixels = (point: Point): string => {
    const [x, y] = project(matrix, point);
    return `${(x * width).toFixed(1)} ${(y * height).toFixed(1)}`;
  };
  const draw = (points: readonly Point[]) => `M${points.map(toPixels).join('L')}`;
  const onSheet = (point: Point): Point => {
    const [sx, sy] = amplitude > 0 ? shake(point) : point;
    const [x, y] = [(sx - left) * scale + offset[0] - aspect / 2, (sy - top) * scale + offset[1] - 0.5];
    return [(x * cos - y * sin + aspect / 2) / aspect, x * sin + y * cos + 0.5];
  };

  const paper = random.pick(style.paper);
  const ink = random.pick(style.ink);
  const pixel = Math.sqrt((width / aspect) * height);
  const weight = Math.max(random.between(...style.weight) * scale * pixel, pixel * 0.0062);
  const parts = [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">`,
    `<rect width="${width}" height="${height}" fill="${random.pick(style.surround)}"/>`,
    `<path d="${draw([
      [0, 0],
      [1, 0],
      [1, 1],
      [0, 1],
    ])}Z" fill="${paper}"/>`,
    `<g fill="none" stroke-linecap="round" stroke-linejoin="round">`,
    ruling(style, random, draw, pixel * 0.004),
  ];
  let path = '';
  let attributes = '';
  const flush = () => {
    if (path) parts.push(`<path d="${path}" ${attributes}/>`);
    path = '';
  };
  for (const stroke of sheet.strokes) {
    const colour = ink[stroke.kind];
    const fillColour = stroke.fill === 'none' ? 'none' : stroke.fill === 'ink' ? colour : paper;
    const thickness = stroke.kind === 'text' ? weight * 0.8 : weight;
    const next = `fill="${fillColour}" stroke="${colour}" stroke-width="${thickness.toFixed(2)}"`;
    if (next !== attributes) flush();
    attributes = next;
    const points = amplitude > 0 ? dense(stroke.points, 0.5) : stroke.points;
    path += draw(points.map(onSheet));
  }
  flush();
  parts.push('</g></svg>');
  return parts.join('');
}

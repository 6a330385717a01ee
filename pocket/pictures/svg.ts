import type { Random } from '../random.ts';
import { mixed } from './colours.ts';
import { withCrossings } from './crossings.ts';
import type { Point } from './geometry.ts';
import type { Inked } from './marks/inked.ts';
import { arrowsAlong, dashedBox, dimensions, netLabels, pinNumbers, redPen } from './marks/on-drawing.ts';
import { caption, frame, paragraphs, watermark } from './marks/on-page.ts';
import { type Box, boxAround, dense, pose, tremor, turned } from './placement.ts';
import type { Sheet } from './sheets/sheet.ts';
import type { Mark, Palette, Style } from './style.ts';
import { onTop, underneath } from './wear.ts';

type Draw = (points: readonly Point[]) => string;

/** The lines or dots of ruled paper, on the unit square, as SVG. */
function ruling(style: Style, colour: string, random: Random, draw: Draw, pixel: number): string {
  if (style.ruling === 'none' || !random.chance(style.ruled ?? 1)) return '';
  const count = random.whole(12, 24);
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
  const thickness = (pixel * random.between(0.003, 0.006)).toFixed(2);
  return `<path d="${lines.join('')}" stroke="${colour}" stroke-width="${thickness}"/>`;
}

/** The colours of one picture in a style. */
function paletteOf(style: Style, random: Random): Palette {
  if (style.palette) return style.palette(random);
  const paper = random.pick(style.paper);
  const filled = style.body && random.chance(style.filled ?? 0);
  return {
    paper,
    ink: random.pick(style.ink),
    surround: random.pick(style.surround),
    ruling: style.rulingColour,
    body: filled ? random.pick(style.body) : paper,
  };
}

/** The width over height a sheet asks for: near its drawing's own, within what cameras and pages have. */
export function naturalAspect(sheet: Sheet, random: Random): number {
  const [left, top, right, bottom] = sheet.bounds();
  const upended = (sheet.habits.quarterTurns ?? 0) % 2 === 1;
  const own = upended ? (bottom - top) / (right - left) : (right - left) / (bottom - top);
  return Math.min(2.3, Math.max(0.45, own * random.between(0.8, 1.25)));
}

/** How much of the frame the drawing takes: mostly much, less where a page has text, now and then slightly too much. */
function fillOf(marks: ReadonlySet<Mark>, random: Random): number {
  if (marks.has('paragraphs')) return random.between(0.5, 0.82);
  if (marks.has('frame')) return random.between(0.6, 0.88);
  if (marks.has('caption')) return random.between(0.6, 0.86);
  if (random.chance(0.06)) return random.between(1, 1.07);
  return 0.975 - 0.52 * random.next() ** 3;
}

/** What stands on the drawing itself, in scene units. */
function marksOnDrawing(sheet: Sheet, marks: ReadonlySet<Mark>, random: Random): Inked[] {
  const strokes = withCrossings(sheet);
  const lines: Inked[] = strokes.map(({ points, kind, fill }) => ({ points, pen: kind, fill }));
  if (marks.has('arrows')) lines.push(...arrowsAlong(sheet, sheet.strokes, random));
  if (marks.has('net labels')) lines.push(...netLabels(sheet, sheet.strokes, random));
  if (marks.has('pin numbers')) lines.push(...pinNumbers(sheet, sheet.strokes, random));
  if (marks.has('dashed box')) lines.push(...dashedBox(sheet, random));
  if (marks.has('dimensions')) lines.push(...dimensions(sheet, random));
  if (marks.has('red pen')) lines.push(...redPen(sheet, random));
  return lines;
}

/** What stands beside the drawing, in page units (height 1). */
function marksOnPage(
  box: Box,
  aspect: number,
  sheet: Sheet,
  marks: ReadonlySet<Mark>,
  random: Random,
): Inked[] {
  const lines: Inked[] = [];
  if (marks.has('caption')) lines.push(...caption(box, aspect, sheet.habits.hand, random));
  if (marks.has('paragraphs')) {
    const below = box[3] + (marks.has('caption') ? 0.05 : 0);
    lines.push(...paragraphs([box[0], box[1], box[2], below], aspect, random));
  }
  if (marks.has('frame')) lines.push(...frame(box, aspect, random));
  return lines;
}

/** The drawing on its page: turned, sheared, scaled and put somewhere in a frame `aspect` wide and 1 high. */
function placed(
  lines: readonly Inked[],
  turns: number,
  style: Style,
  fill: number,
  raised: boolean,
  aspect: number,
  random: Random,
) {
  const shear = random.chance(0.15) ? random.normal() * 0.05 : 0;
  const stretch = random.chance(0.3) ? random.between(0.88, 1.14) : 1;
  const oriented = (point: Point): Point => {
    const [x, y] = turned(point, turns);
    return [(x + shear * y) * stretch, y];
  };
  const [left, top, right, bottom] = boxAround(lines.map(({ points }) => ({ points: points.map(oriented) })));
  const scale = fill * Math.min(aspect / (right - left), 1 / (bottom - top));
  const slack: Point = [aspect - (right - left) * scale, 1 - (bottom - top) * scale];
  const offset: Point = [
    slack[0] * random.between(0.12, 0.88),
    slack[1] * random.between(0.12, raised ? 0.45 : 0.88),
  ];
  const angle = (random.between(-1, 1) * style.camera.rotation * Math.PI) / 180;
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const box: Box = [
    offset[0],
    offset[1],
    offset[0] + (right - left) * scale,
    offset[1] + (bottom - top) * scale,
  ];
  /** Page → the sheet's unit square. */
  const onSheet = ([px, py]: Point): Point => {
    const [x, y] = [px - aspect / 2, py - 0.5];
    return [(x * cos - y * sin + aspect / 2) / aspect, x * sin + y * cos + 0.5];
  };
  const onPage = (point: Point): Point => {
    const [x, y] = oriented(point);
    return [(x - left) * scale + offset[0], (y - top) * scale + offset[1]];
  };
  return { scale, box, onSheet, fromScene: (point: Point) => onSheet(onPage(point)) };
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
  const marks = new Set(
    (Object.entries(style.marks ?? {}) as [Mark, number][])
      .filter(([, probability]) => random.chance(probability))
      .map(([mark]) => mark),
  );
  const palette = paletteOf(style, random);
  const onDrawing = marksOnDrawing(sheet, marks, random);
  const turns = sheet.habits.quarterTurns ?? 0;
  const { scale, box, onSheet, fromScene } = placed(
    onDrawing,
    turns,
    style,
    sheet.habits.fill ?? fillOf(marks, random),
    marks.has('caption'),
    aspect,
    random,
  );
  const view = pose(style.camera, random);
  const amplitude = Math.max(0, random.between(...style.jitter));

  const toPixels = (point: Point): string => {
    const [x, y] = view.map(point);
    return `${Math.round(x * width * 100) / 100} ${Math.round(y * height * 100) / 100}`;
  };
  const through: Draw = (points) => `M${points.map(toPixels).join('L')}`;
  const draw: Draw = (points) => through(view.straight ? points : dense(points, 0.1));

  const pixel = Math.sqrt((width / aspect) * height);
  const [least, most] = style.finest ?? [0.0022, 0.0075];
  const finest = least * (most / least) ** random.next();
  const [light, heavy] = style.weight;
  const weight = Math.max(light * (heavy / light) ** random.next() * scale, finest) * pixel;
  const unequal = style.wireWeight ?? (random.chance(0.25) ? ([0.55, 1.1] as const) : ([1, 1] as const));
  const wireWeight = weight * random.between(...unequal);
  const textWeight = Math.min(weight, 0.12 * scale * pixel) * random.between(0.6, 0.95);
  const colours = { ...palette.ink, red: random.pick(['#d0182b', '#e03030', '#b3202a']), faint: '' };
  colours.faint = mixed(palette.paper, palette.ink.text, random.between(0.12, 0.3));
  const widths = {
    wire: wireWeight,
    symbol: weight,
    text: textWeight,
    red: pixel * random.between(0.006, 0.014),
    faint: pixel * 0.008,
  };
  const dots = random.chance(style.dotted ?? 0)
    ? ` stroke-dasharray="0 ${(weight * random.between(1.05, 1.35)).toFixed(2)}"`
    : '';

  /** Paths through lines, those of one look together. */
  const inked = (lines: readonly Inked[], map: (point: Point) => Point, step: number): string => {
    const parts: string[] = [];
    let [path, attributes] = ['', ''];
    const flush = () => {
      if (path) parts.push(`<path d="${path}" ${attributes}/>`);
      path = '';
    };
    for (const line of lines) {
      const colour = colours[line.pen];
      const fill = line.fill === 'ink' ? colour : line.fill === 'paper' ? palette.body : 'none';
      const thickness = line.breadth ? line.breadth * pixel : widths[line.pen] * (line.width ?? 1);
      const dash = line.dashed
        ? ` stroke-dasharray="${(pixel * 0.025).toFixed(1)} ${(pixel * 0.018).toFixed(1)}"`
        : line.fill === 'none'
          ? dots
          : '';
      const next = `fill="${fill}" stroke="${colour}" stroke-width="${thickness.toFixed(3)}"${dash}`;
      if (next !== attributes) flush();
      attributes = next;
      path += through((step > 0 ? dense(line.points, step) : line.points).map(map));
    }
    flush();
    return parts.join('');
  };
  const pass = (shake: ((point: Point) => Point) | null): string =>
    inked(
      onDrawing,
      shake ? (point) => fromScene(shake(point)) : fromScene,
      amplitude > 0 || !view.straight ? 0.5 : 0,
    );

  const worn = {
    happens: (wear: keyof NonNullable<Style['wear']>) => random.chance(style.wear?.[wear] ?? 0),
    path: draw,
    gutter: view.gutter,
    pixel,
    ruling: palette.ruling,
  };
  const corners: Point[] = [
    [0, 0],
    [1, 0],
    [1, 1],
    [0, 1],
  ];
  const ends =
    !dots && style.jitter[1] === 0 && random.chance(0.5)
      ? 'stroke-linecap="butt" stroke-linejoin="miter"'
      : 'stroke-linecap="round" stroke-linejoin="round"';
  const drawing = pass(amplitude > 0 ? tremor(amplitude, random) : null);
  const parts = [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">`,
    `<rect width="${width}" height="${height}" fill="${palette.surround}"/>`,
    `<path d="${draw([...corners, corners[0]!])}Z" fill="${palette.paper}"/>`,
    `<g fill="none" stroke-linecap="round" stroke-linejoin="round">`,
    underneath(worn, random),
    ruling(style, palette.ruling, random, draw, pixel),
    marks.has('watermark') ? inked(watermark(aspect, random), onSheet, 0) : '',
    inked(marksOnPage(box, aspect, sheet, marks, random), onSheet, 0),
    '</g>',
  ];
  if (worn.happens('drop shadow')) {
    const [dx, dy] = [random.between(0.005, 0.02), random.between(0.005, 0.02)];
    const shade = drawing
      .replace(/stroke="#[0-9a-f]{6}"/g, 'stroke="#000000"')
      .replace(/fill="#[0-9a-f]{6}"/g, 'fill="#000000"');
    parts.push(
      `<g fill="none" ${ends} opacity="0.28" transform="translate(${(dx * width).toFixed(2)} ${(dy * height).toFixed(2)})">${shade}</g>`,
    );
  }
  parts.push(`<g fill="none" ${ends}>`, drawing);
  if (amplitude > 0 && random.chance(style.sketchy ?? 0)) parts.push(pass(tremor(amplitude, random)));
  parts.push(`</g><g fill="none" stroke-linecap="round">`, onTop(worn, random), '</g></svg>');
  return parts.join('');
}

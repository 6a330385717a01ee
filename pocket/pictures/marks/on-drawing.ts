import type { Random } from '../../random.ts';
import { blockLetters } from '../font.ts';
import type { Point } from '../geometry.ts';
import { boxAround } from '../placement.ts';
import type { Sheet, Stroke } from '../sheets/sheet.ts';
import { anyWord, type Inked, inkedText } from './inked.ts';

interface Run {
  readonly a: Point;
  readonly b: Point;
  readonly level: boolean;
}

/** Straight pieces of wire of at least `length`, level or upright, from left to right and from top to bottom. */
function runs(strokes: readonly Stroke[], length: number): Run[] {
  const found: Run[] = [];
  for (const { kind, fill, points } of strokes) {
    if (kind !== 'wire' || fill !== 'none') continue;
    for (let i = 1; i < points.length; i++) {
      const [a, b] = [points[i - 1]!, points[i]!];
      const [dx, dy] = [b[0] - a[0], b[1] - a[1]];
      if (Math.hypot(dx, dy) < length || Math.min(Math.abs(dx), Math.abs(dy)) > 1e-6) continue;
      found.push(dx + dy > 0 ? { a, b, level: dy === 0 } : { a: b, b: a, level: dy === 0 });
    }
  }
  return found;
}

/** Arrows of currents and voltages along wires, with their letters. */
export function arrowsAlong(sheet: Sheet, strokes: readonly Stroke[], random: Random): Inked[] {
  return random.sample(runs(strokes, 0.9), random.whole(1, 3)).flatMap(({ a, b, level }): Inked[] => {
    const middle: Point = [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2];
    const aside = random.pick([0, 0.35, -0.35]);
    const sign = random.pick([-1, 1]);
    const at = (along: number, across: number): Point =>
      level
        ? [middle[0] + sign * along, middle[1] + aside + across]
        : [middle[0] + aside + across, middle[1] + sign * along];
    const shaft: Inked[] =
      aside === 0 ? [] : [{ points: [at(-0.45, 0), at(0.45, 0)], pen: 'symbol', fill: 'none' }];
    const head: Inked = {
      points: [at(0.2, -0.14), at(0.5, 0), at(0.2, 0.14), ...(random.chance(0.7) ? [at(0.2, -0.14)] : [])],
      pen: 'symbol',
      fill: aside === 0 || random.chance(0.7) ? 'ink' : 'none',
    };
    if (sheet.habits.labels === 'none' && random.chance(0.5)) return [...shaft, head];
    const text = random.pick(['I', 'I1', 'I2', 'IB', 'IC', 'IX', 'V1', 'VX', 'U2', 'i', 'v', 'id']);
    const [x, y] = level
      ? [middle[0] - 0.3, middle[1] + (aside > 0 ? 0.85 : -0.75)]
      : [middle[0] + (aside < 0 ? -1.2 : 0.75), middle[1]];
    return [...shaft, head, ...inkedText([x, y], text, 0.42, sheet.habits.hand)];
  });
}

/** Names of nets over level wires, in some cases in a flag. */
export function netLabels(sheet: Sheet, strokes: readonly Stroke[], random: Random): Inked[] {
  const level = runs(strokes, 1.3).filter((run) => run.level);
  return random.sample(level, random.whole(1, 4)).flatMap(({ a, b }) => {
    const text = random.pick([
      'NET1',
      'N3',
      'A0',
      'D7',
      'SDA',
      'SCL',
      'TX',
      'RX',
      'EN',
      'N12',
      'VX',
      'P4',
      '2',
      '5',
    ]);
    return inkedText(
      [a[0] + 0.2, (a[1] + b[1]) / 2 - 0.28],
      text,
      random.between(0.26, 0.4),
      sheet.habits.hand,
    );
  });
}

/** Small numbers where wires end, as editors print them at pins. */
export function pinNumbers(sheet: Sheet, strokes: readonly Stroke[], random: Random): Inked[] {
  return random.sample(runs(strokes, 0.3), random.whole(3, 10)).flatMap(({ a, level }, i) => {
    const at: Point = level ? [a[0] + 0.12, a[1] - 0.2] : [a[0] + 0.1, a[1] + 0.25];
    return inkedText(at, `${1 + (i % 8)}`, 0.27, sheet.habits.hand);
  });
}

/** The longer side of the drawing: a single symbol takes some three units, a circuit ten or more. */
function extent(sheet: Sheet): number {
  const [left, top, right, bottom] = sheet.bounds();
  return Math.max(right - left, bottom - top);
}

/** A dashed box around all or a part of the drawing. */
export function dashedBox(sheet: Sheet, random: Random): Inked[] {
  const [left, top, right, bottom] = sheet.bounds();
  // A box may cut through a circuit; around a single symbol it would look like a part of it.
  const cut = extent(sheet) > 6 ? 1 : 0;
  const [w, h] = [(right - left) * cut, (bottom - top) * cut];
  const [x0, y0] = [left - 0.4 + w * random.between(0, 0.45), top - 0.4 + h * random.between(-0.03, 0.3)];
  const [x1, y1] = [right + 0.4 - w * random.between(0, 0.4), bottom + 0.4 - h * random.between(-0.03, 0.3)];
  const points: Point[] = [
    [x0, y0],
    [x1, y0],
    [x1, y1],
    [x0, y1],
    [x0, y0],
  ];
  const box: Inked = { points, pen: random.chance(0.7) ? 'symbol' : 'red', fill: 'none', dashed: true };
  if (random.chance(0.6)) return [box];
  return [box, ...inkedText([x0 + 0.2, y0 - 0.45], anyWord(random), 0.45, sheet.habits.hand)];
}

/** A teacher's or colleague's pen: a ring around something, a tick or cross, a few words. */
export function redPen(sheet: Sheet, random: Random): Inked[] {
  const [left, top, right, bottom] = sheet.bounds();
  const unit = Math.min(1, Math.max(0.4, extent(sheet) / 9));
  const anywhere = (): Point => [random.between(left, right), random.between(top, bottom)];
  const line = (points: Point[]): Inked => ({ points, pen: 'red', fill: 'none', width: 1.1 });
  const marks: Inked[] = [];
  if (random.chance(0.7)) {
    const [x, y] = anywhere();
    const [rx, ry] = [random.between(0.9, 2.2) * unit, random.between(0.8, 1.8) * unit];
    const start = random.between(0, 6);
    marks.push(
      line(
        Array.from({ length: 21 }, (_, i): Point => {
          const angle = start + i * 0.34;
          const reach = 1 + i * 0.008 + 0.03 * Math.sin(3 * angle);
          return [x + rx * reach * Math.cos(angle), y + ry * reach * Math.sin(angle)];
        }),
      ),
    );
  }
  if (random.chance(0.6)) {
    const [x, y] = [right + random.between(-1, 0.8), top + random.between(-0.5, 1)];
    if (random.chance(0.6))
      marks.push(
        line([
          [x - 0.5 * unit, y],
          [x - 0.1 * unit, y + 0.6 * unit],
          [x + 0.9 * unit, y - 0.9 * unit],
        ]),
      );
    else
      marks.push(
        line([
          [x - 0.5 * unit, y - 0.5 * unit],
          [x + 0.5 * unit, y + 0.5 * unit],
        ]),
        line([
          [x + 0.5 * unit, y - 0.5 * unit],
          [x - 0.5 * unit, y + 0.5 * unit],
        ]),
      );
  }
  if (random.chance(0.5))
    marks.push(
      ...inkedText(
        [random.between(left, (left + right) / 2), bottom + random.between(0.5, 1) * unit],
        `${anyWord(random)} ${anyWord(random)}`,
        random.between(0.45, 0.8) * unit,
        { ...blockLetters, width: 0.95, spacing: 1.05, slant: random.between(0, 0.3) },
        'red',
      ),
    );
  return marks;
}

/** A dimension line along one side, with ticks and a number. */
export function dimensions(sheet: Sheet, random: Random): Inked[] {
  const [left, top, right, bottom] = boxAround(sheet.strokes);
  const number = `${random.whole(12, 180)}`;
  const y = bottom + 0.9;
  const x = right + 0.9;
  const level = random.chance(0.6);
  const [from, to] = level ? [left + random.between(0, 2), right] : [top + random.between(0, 2), bottom];
  const at = (along: number, across: number): Point => (level ? [along, y + across] : [x + across, along]);
  const line = (...points: Point[]): Inked => ({ points, pen: 'text', fill: 'none', width: 0.8 });
  return [
    line(at(from, 0), at(to, 0)),
    ...[from, to].flatMap((end) => [
      line(at(end, -0.5), at(end, 0.25)),
      line(at(end - 0.2, level ? 0.2 : -0.2), at(end + 0.2, level ? -0.2 : 0.2)),
    ]),
    ...inkedText(at((from + to) / 2, 0.5), number, 0.4, sheet.habits.hand),
  ];
}

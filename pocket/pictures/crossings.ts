import { arc, type Point } from './geometry.ts';
import type { Sheet, Stroke } from './sheets/sheet.ts';

interface Segment {
  readonly stroke: number;
  readonly a: Point;
  readonly b: Point;
}

const level = ({ a, b }: Segment) => Math.abs(a[1] - b[1]) < 1e-6;
const upright = ({ a, b }: Segment) => Math.abs(a[0] - b[0]) < 1e-6;
const within = (value: number, p: number, q: number, clear: number) =>
  value > Math.min(p, q) + clear && value < Math.max(p, q) - clear;

/** Where level wires pass upright ones without a joint, per piece of a level wire: x of each crossing. */
function crossingsOf(segment: Segment, others: readonly Segment[], joints: readonly Point[], clear: number) {
  const y = segment.a[1];
  return others
    .filter(
      (other) =>
        within(other.a[0], segment.a[0], segment.b[0], clear) && within(y, other.a[1], other.b[1], 0.05),
    )
    .map((other) => other.a[0])
    .filter((x) => joints.every((joint) => Math.hypot(joint[0] - x, joint[1] - y) > 0.2));
}

/** The sheet's strokes, level wires broken or bowed where they pass upright ones unconnected, if that is the habit. */
export function withCrossings(sheet: Sheet): readonly Stroke[] {
  const manner = sheet.habits.crossings ?? 'plain';
  if (manner === 'plain') return sheet.strokes;
  const radius = 0.26;
  const segments: Segment[] = [];
  for (const [index, { points, kind, fill }] of sheet.strokes.entries()) {
    if (kind !== 'wire' || fill !== 'none') continue;
    for (let i = 1; i < points.length; i++)
      segments.push({ stroke: index, a: points[i - 1]!, b: points[i]! });
  }
  const uprights = segments.filter(upright);
  return sheet.strokes.flatMap((stroke, index): Stroke[] => {
    if (stroke.kind !== 'wire' || stroke.fill !== 'none') return [stroke];
    const runs: Point[][] = [[stroke.points[0]!]];
    for (const segment of segments.filter((each) => each.stroke === index)) {
      const sign = segment.b[0] > segment.a[0] ? 1 : -1;
      const found = level(segment) ? crossingsOf(segment, uprights, sheet.joints, radius * 1.3) : [];
      const y = segment.a[1];
      let last = Number.NEGATIVE_INFINITY;
      for (const along of found.map((x) => x * sign).sort((p, q) => p - q)) {
        if (along - last < 2.2 * radius) continue;
        last = along;
        const x = along * sign;
        const run = runs[runs.length - 1]!;
        if (manner === 'hop') {
          const bow = arc([x, y], radius, 0.5, 1, 8);
          run.push(...(sign > 0 ? bow : bow.reverse()));
        } else {
          run.push([x - sign * radius, y]);
          runs.push([[x + sign * radius, y]]);
        }
      }
      runs[runs.length - 1]!.push(segment.b);
    }
    return runs.map((points) => ({ ...stroke, points }));
  });
}

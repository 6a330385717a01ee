import type { Sketch } from '../sketch.ts';
import { drawFan } from './fan.ts';
import { type AxisForm, along, type Form, type Spine } from './forms.ts';
import { drawLeaf } from './leaf.ts';

const { PI, sin, cos, max, min, round } = Math;

/** Any of the forms along a spine; `side` is 1 if the frond's tip lies to the left of it, -1 to the right. */
export function drawForm(sketch: Sketch, form: Form, spine: Spine, side = 1, level = 0): void {
  if (form.form === 'leaf') drawLeaf(sketch, form, spine, side);
  else if (form.form === 'fan') drawFan(sketch, form, spine);
  else drawAxis(sketch, form, spine, side, level);
}

/** An axis with its branches. */
function drawAxis(sketch: Sketch, form: AxisForm, spine: Spine, side = 1, level = 0): void {
  const { scale, torn, stoutness, fertile } = sketch.individual;
  const random = sketch.random;
  const longest = form.reach * spine.length;
  const bare = (form.bare ?? 0) * spine.length;
  const leafy = spine.length - bare;
  if (level > 0 && (spine.length * scale < 5 || (longest * scale < 1.3 && leafy * scale < 40))) {
    simplified(sketch, form, spine, side);
    return;
  }
  const pairs = max(3, round(form.pairs * (level === 0 ? random.between(0.92, 1.08) : 1)));
  sketch.stroke(
    'rachis',
    spine,
    level === 0 ? stoutness * 0.8 : max(spine.length * 0.012, 0.5 / scale),
    0,
    spine.length * 0.97,
  );
  if (form.wing) wing(sketch, form, spine, longest, bare);
  const from = ((form.angle[0] ?? 60) * PI) / 180;
  const to = ((form.angle[1] ?? 40) * PI) / 180;
  const crowding = form.crowding ?? 1.12;
  const place = (index: number) => {
    const t = (index + 0.15) / pairs;
    return t >= 1 ? 1 : 1 - (1 - t) ** crowding;
  };
  for (let i = 0; i < pairs; i++) {
    for (const hand of [1, -1]) {
      const t = place(i + (hand > 0 ? 0 : form.offset) + 0.04 * random.normal());
      if (t < 0 || t > 0.985) continue;
      const grown =
        t < form.widest
          ? form.first + (1 - form.first) * sin((PI / 2) * (t / form.widest))
          : max(0, cos((PI / 2) * ((t - form.widest) / (1 - form.widest)))) ** form.taper;
      const lowerSide = hand * side < 0 ? (form.lowerSide ?? 1) : 1;
      const length = longest * grown * lowerSide * (1 + 0.05 * random.normal());
      if (length * scale < 0.8 || (level === 0 && random.chance(torn))) continue;
      const [x, y, heading] = along(spine, bare + leafy * t);
      const lowest = i === 0 && form.lowestAngle !== undefined;
      const turn = lowest ? (form.lowestAngle! * PI) / 180 : from + (to - from) * t + 0.04 * random.normal();
      const stalk = (form.stalk ?? 0) * length;
      const branch: Spine = {
        x: x + stalk * cos(heading + hand * turn),
        y: y + stalk * sin(heading + hand * turn),
        heading: heading + hand * turn,
        length: level === 0 && random.chance(torn * 2) ? length * random.between(0.3, 0.8) : length,
        bend: (-hand * ((form.rise ?? 0.12) + 0.08 * random.normal())) / length,
      };
      if (stalk * scale > 0.7)
        sketch.lines.push({
          strand: 'rachis',
          width: max(length * 0.02, 0.5 / scale),
          points: [x, y, branch.x, branch.y],
        });
      const sporing = form.fertile !== undefined && fertile && t >= form.fertile[0] && t <= form.fertile[1];
      const before = sketch.sporing;
      if (sporing) sketch.sporing = true;
      const kind = i === 0 && form.lowest ? form.lowest : form.branch;
      drawForm(
        sketch,
        kind.form === 'axis' ? { ...kind, pairs: max(3, kind.pairs * (length / longest) ** 0.65) } : kind,
        sporing ? { ...branch, length: branch.length * 0.55 } : branch,
        -hand,
        level + 1,
      );
      sketch.sporing = before;
    }
  }
  endLeaf(sketch, form, spine, leafy / pairs, side);
}

/** The leaf at the end of an axis. */
function endLeaf(sketch: Sketch, form: AxisForm, spine: Spine, spacing: number, side: number): void {
  // Where branches are branched themselves, the last of them make the tip.
  const length = spacing * (form.end ?? 1.6) * (form.branch.form === 'axis' ? 0.55 : 1);
  if (length * sketch.individual.scale < 0.8) return;
  const [x, y, heading] = along(spine, spine.length - length * 0.55);
  let leaf: Form = form.branch;
  while (leaf.form === 'axis') leaf = leaf.branch;
  if (leaf.form === 'fan') drawFan(sketch, { ...leaf, stalk: 0.1 }, { x, y, heading, length, bend: 0 });
  else
    drawLeaf(
      sketch,
      { ...leaf, ear: 0, sickle: 0, lower: 1, base: 0.5, ratio: max(0.2, min(0.6, leaf.ratio)) },
      { x, y, heading, length, bend: 0 },
      side,
    );
}

/** Blade along the axis itself, where pinnae are not cut down to it. */
function wing(sketch: Sketch, form: AxisForm, spine: Spine, longest: number, bare: number): void {
  const points: number[] = [];
  for (const sign of [1, -1])
    for (let i = 0; i <= 10; i++) {
      const t = sign > 0 ? i / 10 : 1 - i / 10;
      const grown =
        t < form.widest
          ? form.first + (1 - form.first) * (t / form.widest)
          : cos((PI / 2) * ((t - form.widest) / (1 - form.widest))) ** form.taper;
      const [x, y, heading] = along(spine, bare + (spine.length - bare) * t);
      const width = longest * (form.wing ?? 0) * max(0.15, grown);
      points.push(x - sign * width * sin(heading), y + sign * width * cos(heading));
    }
  sketch.blades.push({ tissue: sketch.sporing ? 'fertile' : 'blade', tone: 0, points });
}

/** A branched segment too small to show its branches: a lobed leaf of the same outline. */
function simplified(sketch: Sketch, form: AxisForm, spine: Spine, side: number): void {
  drawLeaf(
    sketch,
    {
      form: 'leaf',
      ratio: min(1.2, form.reach * 1.75 * sin(((form.angle[0] ?? 60) * PI) / 180)),
      widest: max(0.12, form.widest),
      base: 0.35 + 0.6 * (1 - form.first),
      tip: form.taper,
      lobes: round(form.pairs),
      depth: 0.6,
      lean: 0.4,
    },
    spine,
    side,
  );
}

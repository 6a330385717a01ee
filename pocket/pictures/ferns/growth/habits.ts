import type { Sketch } from '../sketch.ts';
import { drawForm } from './axis.ts';
import { type AxisForm, along, type Form, type LeafForm, type Spine, type Strand } from './forms.ts';
import { drawLeaf } from './leaf.ts';

const { PI, sin, cos, max, round } = Math;

/** A spine from a point, its heading in degrees from straight up (positive to the left), bent by `bend` radians over its length. */
export function spine(x: number, y: number, degrees: number, length: number, bend = 0): Spine {
  return { x, y, heading: PI / 2 + (degrees * PI) / 180, length, bend: bend / Math.max(length, 1e-6) };
}

/** A leafy stalk: bare stipe, then the form on top of it, along one arc; scales on the stipe's lower part if it has any. */
export function stalked(
  sketch: Sketch,
  form: Form,
  stipe: number,
  bend: number,
  scaly = 0,
  length = 1,
): Spine {
  const whole = spine(0, 0, -bend * 25, length, bend);
  const { stoutness } = sketch.individual;
  sketch.stroke('stipe', whole, stoutness, 0, stipe * length + 0.01);
  if (scaly > 0) scales(sketch, whole, stipe * length, scaly);
  const [x, y, heading] = along(whole, stipe * length);
  const blade: Spine = { x, y, heading, length: length * (1 - stipe), bend: whole.bend };
  drawForm(sketch, form, blade);
  return blade;
}

/** Papery scales on a stipe. */
function scales(sketch: Sketch, stalk: Spine, to: number, density: number): void {
  const { random } = sketch;
  const count = Math.min(40, round(density * to * sketch.individual.scale * 0.5));
  const reach = sketch.individual.stoutness * 1.05;
  for (let i = 0; i < count; i++) {
    const [x, y, heading] = along(stalk, to * random.next() ** 1.5);
    const angle = heading + random.pick([1, -1]) * random.between(0.4, 1.2);
    sketch.lines.push({
      strand: 'scale',
      width: reach * 0.32,
      points: [x, y, x + reach * cos(angle), y + reach * sin(angle)],
    });
  }
}

/** How a ribbon forks. */
export interface Forking {
  /** Times it forks. */
  readonly times: number;
  /** Width at the start and at the last tips. */
  readonly width: readonly [number, number];
  /** Angle between the two arms in degrees. */
  readonly angle: number;
  /** Length of an arm over that of the ribbon before it. */
  readonly shrink: number;
  readonly uneven: number;
  readonly tip: 'blunt' | 'pointed';
  /** Yellow spore cases along the twigs. */
  readonly beads?: boolean;
}

/** A ribbon that forks again and again. */
export function forkedRibbon(sketch: Sketch, form: Forking, start: Spine, time = 0): void {
  const { random } = sketch;
  const { scale, light, underside, fertile } = sketch.individual;
  const [first, last] = form.width;
  const widthAt = (step: number) => first + (last - first) * Math.min(1, step / (form.times + 0.001));
  const [from, to] = [widthAt(time), widthAt(time + 1)];
  const end = time >= form.times;
  const steps = Math.min(12, max(3, round((start.length * scale) / 12)));
  const left: number[] = [];
  const right: number[] = [];
  for (let i = 0; i <= steps; i++) {
    const t = i / steps;
    const [x, y, heading] = along(start, t * start.length);
    let width = (from + (to - from) * t) / 2;
    if (end) width *= form.tip === 'blunt' ? Math.sqrt(max(0, 1 - t ** 4)) : 1 - t ** 2;
    else width *= 1 + 0.5 * max(0, t - 0.6);
    left.push(x - width * sin(heading), y + width * cos(heading));
    right.unshift(x + width * sin(heading), y - width * cos(heading));
  }
  const tone = 0.3 * cos(start.heading - light) + 0.12 * random.normal();
  sketch.blades.push({ tissue: 'blade', tone, points: [...left, ...right] });
  if (end && underside && fertile && form.tip === 'blunt' && first > 0.05)
    sketch.blades.push({
      tissue: 'brown',
      tone: 0,
      points: [...left.slice(2 * (steps >> 1)), ...right.slice(0, right.length - 2 * (steps >> 1))],
    });
  if (form.beads && time > 1)
    for (let i = 0; i < 3; i++) {
      const [x, y, heading] = along(start, start.length * random.next());
      const hand = random.pick([1, -1]) * from * 0.9;
      sketch.dot('bulb', x - hand * sin(heading), y + hand * cos(heading), 0.017);
    }
  if (end) return;
  const [x, y, heading] = along(start, start.length * 0.97);
  for (const hand of [1, -1]) {
    const length =
      start.length * form.shrink * (1 + hand * form.uneven * random.next()) * random.between(0.85, 1.15);
    const turn = ((hand * form.angle * PI) / 360) * random.between(0.75, 1.25);
    forkedRibbon(
      sketch,
      form,
      { x, y, heading: heading + turn, length, bend: (-turn * 0.5) / length },
      time + 1,
    );
  }
}

/** A spike or panicle of spore cases: an axis with side twigs that carry beads. */
export function sporeSpike(
  sketch: Sketch,
  stalk: Spine,
  bare: number,
  twigs: number,
  reach: number,
  bead: number,
): void {
  const { random } = sketch;
  sketch.stroke('stipe', stalk, sketch.individual.stoutness * 0.7);
  for (let i = 0; i < twigs; i++) {
    const t = bare + ((1 - bare) * i) / twigs;
    const [x, y, heading] = along(stalk, t * stalk.length);
    for (const hand of [1, -1]) {
      const length = max(bead * 0.6, reach * (1 - 0.75 * (i / twigs)) * random.between(0.8, 1.15));
      const angle = heading + hand * 0.75;
      const beads = max(1, round(length / bead));
      for (let j = 1; j <= beads; j++) {
        const out = (length * j) / beads;
        sketch.dot('bulb', x + out * cos(angle), y + out * sin(angle), bead * 1.05);
      }
      if (reach > bead * 2)
        sketch.lines.push({
          strand: 'rachis',
          width: bead * 0.4,
          points: [x, y, x + length * cos(angle), y + length * sin(angle)],
        });
    }
  }
}

/** A separate frond that bears only spores: a stiff brown feather. */
export function fertileFeather(
  sketch: Sketch,
  stalk: Spine,
  bare: number,
  reach: number,
  pairs: number,
): void {
  const { random } = sketch;
  sketch.stroke('stipe', stalk, sketch.individual.stoutness);
  for (let i = 0; i < pairs; i++) {
    const t = bare + (1 - bare) * ((i + 0.5) / pairs);
    const [x, y, heading] = along(stalk, t * stalk.length);
    for (const hand of [1, -1]) {
      const length = reach * sin(PI * (0.18 + 0.74 * ((i + 0.5) / pairs))) * random.between(0.85, 1.1);
      const angle = heading + hand * 0.62;
      const half = Math.min(0.011, (0.36 * stalk.length * (1 - bare)) / pairs);
      const points: number[] = [];
      for (const sign of [1, -1])
        for (let k = 0; k <= 5; k++) {
          const s = sign > 0 ? k / 5 : 1 - k / 5;
          const width = sign * half * sin(PI * (0.12 + 0.85 * s)) ** 0.5;
          points.push(
            x + s * length * cos(angle) - width * sin(angle),
            y + s * length * sin(angle) + width * cos(angle),
          );
        }
      sketch.blades.push({ tissue: 'fertile', tone: 0.4 * hand + 0.3 * random.normal(), points });
    }
  }
}

/** Leaves in threes at the top of a stalk. */
export function threefold(
  sketch: Sketch,
  form: AxisForm,
  stipe: Spine,
  arms: readonly (readonly [degrees: number, length: number])[],
): Spine {
  sketch.stroke('stipe', stipe, sketch.individual.stoutness);
  const [x, y, heading] = along(stipe, stipe.length);
  for (const [degrees, length] of arms) {
    const turn = (degrees * PI) / 180;
    drawForm(
      sketch,
      form,
      { x, y, heading: heading + turn, length, bend: (-0.25 * turn) / length + 0.2 * sketch.random.normal() },
      degrees < 0 ? 1 : -1,
      0,
    );
  }
  return { ...stipe, x, y, heading };
}

/** A bundle of threads from one point or from a creeping stem. */
export function threads(
  sketch: Sketch,
  count: number,
  spread: number,
  droop: number,
  width: number,
  base: number,
  curled: boolean,
): void {
  const { random } = sketch;
  for (let i = 0; i < count; i++) {
    const t = count === 1 ? 0.5 : i / (count - 1);
    const degrees = (0.5 - t) * spread + 5 * random.normal();
    const length = random.between(0.62, 1) * (1 - 0.15 * Math.abs(t - 0.5));
    const x = (t - 0.5) * base + 0.02 * random.normal();
    const start = spine(
      x,
      0.02 * random.normal(),
      degrees,
      length,
      (degrees > 0 ? 1 : -1) * droop * random.between(0.5, 1.2),
    );
    const thread: LeafForm = { form: 'leaf', ratio: width / length, widest: 0.4, base: 0.2, tip: 0.7 };
    drawLeaf(sketch, thread, start);
    if (curled && random.chance(0.3)) {
      const [ex, ey, heading] = along(start, length * 0.97);
      const side = random.pick([1, -1]);
      sketch.stroke('rachis', { x: ex, y: ey, heading, length: 0.17, bend: side * 36 }, width * 0.9);
    }
  }
}

/** A stroke along free points. */
export function polyline(sketch: Sketch, strand: Strand, points: readonly number[], width: number): void {
  sketch.lines.push({ strand, width, points });
}

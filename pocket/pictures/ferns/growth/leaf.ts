import type { Sketch } from '../sketch.ts';
import { along, type LeafForm, type Sori, type Spine, type Tissue } from './forms.ts';

const { PI, sin, cos, max, min, abs, round } = Math;

/** A leaf-like segment. */
export function drawLeaf(sketch: Sketch, form: LeafForm, spine: Spine, side = 1): void {
  const { scale, modelled, veined, underside, fertile, sori } = sketch.individual;
  const pixels = spine.length * scale;
  const bent: Spine = { ...spine, bend: spine.bend + (side * (form.sickle ?? 0)) / max(spine.length, 1e-6) };
  const half = (form.ratio * spine.length) / 2;
  const lobes = form.lobes ?? 0;
  const lobePixels = lobes ? pixels / lobes : 0;
  const lobed = lobePixels > 1.1 && half * scale * (form.depth ?? 0) > 0.4;
  const perLobe = lobePixels > 7 ? 8 : lobePixels > 3 ? 5 : 3;
  const steps = lobed
    ? min(400, lobes * perLobe)
    : max(3, min(26, round(3 + max(pixels, 2 * half * scale) / 7)));
  const widths = (t: number, upper: boolean) => {
    const body =
      t < form.widest
        ? max(sin((PI / 2) * (t / form.widest)), 0) ** form.base
        : max(cos((PI / 2) * ((t - form.widest) / (1 - form.widest))), 0) ** form.tip;
    let width = half * body * (upper ? 1 : (form.lower ?? 1));
    if (form.ear && upper)
      width += half * 2 * form.ear * Math.exp(-(((t - 0.08) / 0.09) ** 2)) * min(1, t * 30);
    return width;
  };
  const notch = (t: number) => {
    if (!lobed) return 1 - 0.35 * (form.depth ?? 0) * (lobes ? 1 : 0);
    const phase = (t * lobes) % 1;
    const depth = (form.depth ?? 0) * (t > 0.96 ? 0.3 : 1);
    if (form.margin === 'saw') return 1 - depth * (1 - phase);
    if (form.margin === 'wave') return 1 - depth * (0.5 + 0.5 * cos(2 * PI * phase));
    return 1 - depth * abs(cos(PI * phase)) ** 2.6;
  };
  const edge = (upper: boolean): number[] => {
    const points: number[] = [];
    const sign = upper ? side : -side;
    const waver = 0.05 * sketch.random.normal();
    if (form.heart) {
      const [x, y, heading] = along(bent, 0);
      const reach = form.heart * form.ratio * spine.length;
      const angle = heading + sign * 2.3;
      points.push(x + reach * cos(angle), y + reach * sin(angle));
    }
    for (let i = 0; i <= steps; i++) {
      const t = i / steps;
      const full = widths(t, upper);
      const width = full * notch(t) * (1 + waver * sin(9 * t));
      const [x, y, heading] = along(bent, t * spine.length + (form.lean ?? 0) * width * (1 - t));
      points.push(x - sign * width * sin(heading), y + sign * width * cos(heading));
    }
    return points;
  };
  const tone = sketch.toneOf(spine.heading);
  const tissue: Tissue = sketch.sporing ? 'fertile' : 'blade';
  const [upper, lower] = [edge(true), edge(false)];
  const middle: number[] = [];
  const split = modelled && half * scale > 1.6;
  const curve = split ? max(1, round(abs(bent.bend * spine.length) * 3)) : 0;
  for (let i = 0; i <= curve; i++) {
    const [x, y] = along(bent, spine.length * (1 - i / max(curve, 1)));
    middle.push(x, y);
  }
  const [startX, startY] = along(bent, 0);
  if (split) {
    const lift = 0.28 * cos(spine.heading + side * (PI / 2) - sketch.individual.light) + 0.12;
    sketch.blades.push({ tissue, tone: tone + lift, points: [startX, startY, ...upper, ...middle] });
    sketch.blades.push({ tissue, tone: tone - lift, points: [startX, startY, ...lower, ...middle] });
  } else {
    const back: number[] = [];
    for (let i = lower.length - 2; i >= 0; i -= 2) back.push(lower[i]!, lower[i + 1]!);
    sketch.blades.push({ tissue, tone, points: [startX, startY, ...upper, ...back] });
  }
  if (form.stripe && half * scale > 0.7) paleStripe(sketch, bent, half, form);
  if (veined && half * scale > 3) {
    sketch.stroke('vein', bent, max(0.0012, half * 0.07), 0, spine.length * 0.96);
    if (half * scale > 6) veins(sketch, form, bent, widths);
  }
  if (underside && fertile && !sketch.sporing) bearSori(sketch, sori, form, bent, side, widths);
}

function paleStripe(sketch: Sketch, spine: Spine, half: number, form: LeafForm): void {
  const points: number[] = [];
  for (const sign of [1, -1])
    for (let i = 0; i <= 8; i++) {
      const t = sign > 0 ? i / 8 : 1 - i / 8;
      const [x, y, heading] = along(spine, t * spine.length * 0.9);
      const width = half * 0.3 * sin(PI * (0.15 + 0.85 * t)) ** (form.tip / 2);
      points.push(x - sign * width * sin(heading), y + sign * width * cos(heading));
    }
  sketch.blades.push({ tissue: 'stripe', tone: 0, points });
}

function veins(
  sketch: Sketch,
  form: LeafForm,
  spine: Spine,
  widths: (t: number, upper: boolean) => number,
): void {
  const count = max(5, min(44, round(spine.length / max(widths(form.widest, true), 1e-6) / 0.32)));
  const width = max(0.0008, widths(form.widest, true) * 0.022);
  for (let i = 1; i < count; i++) {
    const t = i / count;
    const [x, y, heading] = along(spine, t * spine.length);
    for (const sign of [1, -1]) {
      const out = widths(t, true) * 0.86 * (1 - 0.6 * (form.depth ?? 0));
      const angle = heading + sign * (1.15 - 0.3 * t);
      sketch.lines.push({
        strand: 'vein',
        width,
        points: [x, y, x + out * cos(angle), y + out * sin(angle)],
      });
    }
  }
  if (form.veins !== 'net') return;
  for (const share of [0.22, 0.42, 0.62, 0.8])
    for (const sign of [1, -1]) {
      const points: number[] = [];
      for (let i = 0; i <= count * 2; i++) {
        const t = 0.04 + (0.9 * i) / (count * 2);
        const [x, y, heading] = along(spine, t * spine.length);
        const out = sign * widths(t, true) * (share + (i % 2 ? 0.07 : -0.04));
        points.push(x - out * sin(heading), y + out * cos(heading));
      }
      sketch.lines.push({ strand: 'vein', width: width * 1.6, points });
    }
}

function bearSori(
  sketch: Sketch,
  sori: Sori,
  form: LeafForm,
  spine: Spine,
  side: number,
  widths: (t: number, upper: boolean) => number,
): void {
  const half = (form.ratio * spine.length) / 2;
  const pixels = half * sketch.individual.scale;
  if (sori === 'none' || pixels < 0.8) return;
  const at = (t: number, out: number): [number, number, number] => {
    const [x, y, heading] = along(spine, t * spine.length);
    return [x - out * side * sin(heading), y + out * side * cos(heading), heading];
  };
  if (sori === 'felt') {
    const points: number[] = [];
    for (const sign of [1, -1])
      for (let i = 0; i <= 10; i++) {
        const t = sign > 0 ? 0.03 + 0.094 * i : 0.97 - 0.094 * i;
        points.push(...at(t, sign * widths(t, sign > 0) * 0.82).slice(0, 2));
      }
    sketch.blades.push({ tissue: 'brown', tone: 0.2 * sketch.random.normal(), points });
    return;
  }
  if (sori === 'one') {
    const [x, y] = at(0.72, 0);
    sketch.dot('sorus', x, y, max(half * 0.42, 0.8 / sketch.individual.scale));
    return;
  }
  const rows = pixels < 1.6 ? [0] : [1, -1];
  if (sori === 'margin' || sori === 'midrib' || sori === 'flaps') {
    const share = sori === 'midrib' ? 0.22 : 0.9;
    for (const sign of sori === 'midrib' || pixels > 1.2 ? [1, -1] : [1]) {
      const points: number[] = [];
      for (let i = 0; i <= 8; i++) {
        const t = 0.06 + 0.11 * i;
        points.push(...at(t, sign * share * widths(t, sign > 0)).slice(0, 2));
      }
      sketch.lines.push({ strand: 'sorus', width: half * 0.17, points });
    }
    return;
  }
  const count = max(
    2,
    min(sori === 'lines' ? 34 : 22, round((spine.length / half) * (sori === 'lines' ? 2.4 : 1.15))),
  );
  for (let i = 0; i < count; i++) {
    const t = 0.1 + (0.78 * (i + 0.5)) / count;
    for (const row of rows) {
      const width = widths(t, row > 0);
      const [x, y, heading] = at(t, row * width * 0.48);
      if (sori === 'lines') {
        const reach = width * 0.36;
        const angle = heading + row * side * 0.95;
        sketch.lines.push({
          strand: 'sorus',
          width: half * 0.15,
          points: [
            x - reach * cos(angle),
            y - reach * sin(angle),
            x + reach * cos(angle),
            y + reach * sin(angle),
          ],
        });
      } else
        sketch.dot(
          'sorus',
          x,
          y,
          max(min(half * 0.42, (spine.length / count) * 0.8), 0.9 / sketch.individual.scale),
        );
    }
  }
}

import type { Sketch } from '../sketch.ts';
import { along, type FanForm, type Spine } from './forms.ts';

const { PI, cos, sin, abs, max, min, round } = Math;

/** A fan on its stalk. */
export function drawFan(sketch: Sketch, form: FanForm, spine: Spine): void {
  const { scale, underside, fertile, sori, veined } = sketch.individual;
  const stalk = spine.length * form.stalk;
  const [x, y, heading] = along(spine, stalk);
  if (stalk * scale > 0.8) sketch.stroke('rachis', spine, max(0.002, spine.length * 0.03), 0, stalk);
  const radius = spine.length - stalk;
  const opening = ((form.opening * PI) / 180) * sketch.random.between(0.9, 1.1);
  const steps = max(6, min(40, form.notches * (radius * scale > 12 ? 8 : 5)));
  const points: number[] = [x, y];
  const rim: number[] = [];
  for (let i = 0; i <= steps; i++) {
    const t = i / steps;
    const angle = heading + opening * (t - 0.5);
    const edge = radius * (1 - 0.22 * (2 * t - 1) ** 4);
    const cut = form.notches
      ? form.depth * abs(cos(PI * form.notches * t)) ** 5 * (t > 0.02 && t < 0.98 ? 1 : 0)
      : 0;
    points.push(x + edge * (1 - cut) * cos(angle), y + edge * (1 - cut) * sin(angle));
    rim.push(x + edge * 0.93 * (1 - cut) * cos(angle), y + edge * 0.93 * (1 - cut) * sin(angle));
  }
  sketch.blades.push({ tissue: sketch.sporing ? 'fertile' : 'blade', tone: sketch.toneOf(heading), points });
  if (veined && radius * scale > 9)
    for (let i = 1; i < 10; i++) {
      const angle = heading + opening * (i / 10 - 0.5);
      sketch.lines.push({
        strand: 'vein',
        width: radius * 0.012,
        points: [x, y, x + radius * 0.82 * cos(angle), y + radius * 0.82 * sin(angle)],
      });
    }
  if (underside && fertile && radius * scale > 3) {
    if (sori === 'flaps') {
      const flaps = max(2, form.notches);
      for (let i = 0; i < flaps; i++) {
        const start = round(((i + 0.22) / flaps) * steps);
        const end = round(((i + 0.78) / flaps) * steps);
        if (end > start)
          sketch.lines.push({
            strand: 'sorus',
            width: radius * 0.13,
            points: rim.slice(start * 2, end * 2 + 2),
          });
      }
    } else if (sori === 'lines')
      for (const turn of [-0.25, 0, 0.25]) {
        const angle = heading + opening * turn;
        sketch.lines.push({
          strand: 'sorus',
          width: radius * 0.1,
          points: [
            x + radius * 0.4 * cos(angle),
            y + radius * 0.4 * sin(angle),
            x + radius * 0.75 * cos(angle),
            y + radius * 0.75 * sin(angle),
          ],
        });
      }
  }
}

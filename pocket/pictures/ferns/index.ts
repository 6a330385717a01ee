import { Resvg } from '@resvg/resvg-js';
import type { Content, Drawer, Picture, PictureSize } from '../../domain.ts';
import { type Random, seeded } from '../../random.ts';
import type { WideHand } from '../wide/hand.ts';
import { quarterTurned } from '../wide/turns.ts';
import { css, lighter, mix } from './colours.ts';
import { blur, castShadow, expose, keepApart, wearInk } from './exposure.ts';
import { drawGround, grass, layOver } from './ground.ts';
import { type Palette, type Place, paint, paletteFor } from './paint.ts';
import { drawScene, type Placed, type Plan, planPicture, type Scene } from './scene.ts';
import { fernStyles } from './styles.ts';

/** Everything of a picture that is drawn as lines, before it is rasterised. */
export interface FernDrawing {
  readonly plan: Plan;
  /** The plant with labels and what lies in front of it, on nothing. */
  readonly svg: string;
  /** Fronds further back, as SVG elements. */
  readonly behind: string;
  /** The random source as it stands then. */
  readonly random: Random;
}

/** Smallest rectangle round a scene. */
function boundsOf(scene: Scene, rotate: Place): [left: number, right: number, bottom: number, top: number] {
  let [left, right, bottom, top] = [Infinity, -Infinity, Infinity, -Infinity];
  const include = ([x, y]: readonly [number, number]) => {
    left = Math.min(left, x);
    right = Math.max(right, x);
    bottom = Math.min(bottom, y);
    top = Math.max(top, y);
  };
  for (const { sketch, at } of scene.fronds)
    for (const { points } of [...sketch.blades, ...sketch.lines])
      for (let i = 0; i + 1 < points.length; i += 4) include(rotate(...at(points[i]!, points[i + 1]!)));
  for (const { points } of scene.things)
    for (let i = 0; i + 1 < points.length; i += 2) include(rotate(points[i]!, points[i + 1]!));
  return [left, right, bottom, top];
}

/** Draws a picture of the given size in pixels as SVG. */
export function drawFern(plan: Plan, seed: string | number, width: number, height: number): FernDrawing {
  const { style, plant, aspect } = plan;
  const random = seeded('fern picture', plan.className, style.name, seed);
  const scene = drawScene(plan, height, random);
  const palette = paletteFor(plant, style, plan.underside, random);
  const ink = style.inks.length ? random.pick(style.inks) : ([0, 0, 10] as const);
  const weight = random.between(...style.weight);
  const radians = (plan.turn * Math.PI) / 180;
  const [c, s] = [Math.cos(radians), Math.sin(radians)];
  const rotate: Place = (x, y) => [c * x - s * y, s * x + c * y];
  const [left, right, bottom, top] = boundsOf(scene, rotate);
  // A close-up keeps to the middle and the tip, where a frond's leaf is.
  const fit = Math.min((aspect * 0.94) / (right - left), 0.94 / (top - bottom)) * plan.zoom;
  const slackX = Math.max(0, aspect - (right - left) * fit) / 2;
  const slackY = Math.max(0, 1 - (top - bottom) * fit) / 2;
  const overX = Math.max(0, (right - left) * fit - aspect) / 2;
  const overY = Math.max(0, (top - bottom) * fit - 1) / 2;
  const dx = aspect / 2 + random.between(-1, 1) * (slackX * 0.6 + overX * 0.5);
  const dy = 0.5 + random.between(-1, 1) * (slackY * 0.6 + overY * 0.6);
  const [cx, cy] = [(left + right) / 2, (bottom + top) / 2];
  const [tiltX, tiltY] = [
    random.between(-1, 1) * style.perspective,
    random.between(-1, 1) * style.perspective,
  ];
  const place =
    (at: Place): Place =>
    (x, y) => {
      const [px, py] = rotate(...at(x, y));
      const u = (px - cx) * fit;
      const v = (cy - py) * fit;
      const depth = Math.max(0.4, 1 + tiltX * u + tiltY * v);
      return [((dx + u / depth) * width) / aspect, (dy + v / depth) * height];
    };
  const paintAll = (fronds: readonly Placed[], colours: Palette, onto: (at: Place) => Place) =>
    fronds.map(({ sketch, at, size }, i) =>
      paint(
        sketch,
        onto(at),
        size * fit * height,
        height,
        fronds.length > 3
          ? {
              ...colours,
              blade: lighter(
                colours.blade,
                (i / fronds.length - 0.5) * (style.medium === 'photograph' ? 12 : 4),
              ),
            }
          : colours,
        style,
        ink,
        weight,
      ),
    );
  const things = scene.things
    .map(({ points, colour }) => {
      const map = place((x, y) => [x, y]);
      let path = '';
      for (let i = 0; i + 1 < points.length; i += 2) {
        const [x, y] = map(points[i]!, points[i + 1]!);
        path += `${i ? 'L' : 'M'}${(x * 10).toFixed(0)} ${(y * 10).toFixed(0)}`;
      }
      const plain = style.medium === 'photograph' || style.medium === 'wash' || style.medium === 'outlined';
      return `<path d="${path}Z" fill="${plain ? colour : css(ink)}"/>`;
    })
    .join('');
  let behind = '';
  if (random.chance(style.backFronds)) {
    const count = random.whole(2, 5);
    for (let i = 0; i < count; i++) {
      const frond = random.pick(scene.fronds);
      const [shiftX, shiftY, angle, size] = [
        random.between(-0.1, aspect + 0.1),
        random.between(0.2, 1.2),
        random.between(-1.2, 1.2),
        random.between(0.5, 1.1),
      ];
      const dim = mix(palette.blade, [110, 30, 18], random.between(0.2, 0.7));
      const onto = (): Place => (x, y) => {
        const [px, py] = [x * size, y * size];
        return [
          ((shiftX + Math.cos(angle) * px - Math.sin(angle) * py) * width) / aspect,
          (shiftY - Math.sin(angle) * px - Math.cos(angle) * py) * height,
        ];
      };
      behind += paintAll([frond], { ...palette, blade: dim }, onto).join('');
    }
  }
  const front = sheetFurniture(plan, random);
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><g transform="scale(.1)">${things}${paintAll(scene.fronds, palette, place).join('')}</g><g transform="scale(${width / aspect} ${height})">${front}</g></svg>`;
  return { plan, svg, behind: behind && `<g transform="scale(.1)">${behind}</g>`, random };
}

/** Labels, tape, frames, fingers and grass in front, in units of the picture's height. */
function sheetFurniture({ style, aspect }: Plan, random: Random): string {
  let out = '';
  const n = (value: number) => value.toFixed(3);
  if (random.chance(style.tape))
    for (let i = random.whole(1, 4); i > 0; i--)
      out += `<rect x="${n(aspect * random.between(0.3, 0.65))}" y="${n(random.between(0.12, 0.9))}" width="${n(random.between(0.05, 0.13))}" height="${n(random.between(0.012, 0.024))}" fill="${css([44, 30, random.between(78, 96)])}" fill-opacity=".8" transform="rotate(${random.whole(-20, 20)} ${n(aspect / 2)} .5)"/>`;
  if (random.chance(style.label)) {
    const boxed = style.name === 'herbarium sheet';
    const w = random.between(0.24, 0.38) * Math.min(1, aspect);
    const h = random.between(0.1, 0.18);
    const x = boxed ? (random.chance(0.8) ? aspect - w - 0.03 : 0.03) : (aspect - w) / 2;
    const y = boxed ? 1 - h - 0.03 : random.chance(0.8) ? 0.945 : 0.02;
    if (boxed)
      out += `<rect x="${n(x)}" y="${n(y)}" width="${n(w)}" height="${n(h)}" fill="#f7f2e2" stroke="#4a4235" stroke-width=".003"/>`;
    let words = '';
    for (let row = 0; row < (boxed ? 4 : 1); row++) {
      let at = x + 0.02;
      const line = y + 0.022 + row * (h / 4.5);
      while (at < x + w - 0.04) {
        const long = Math.min(random.between(0.015, 0.06), x + w - 0.015 - at);
        words += `M${n(at)} ${n(line)}h${n(long)}`;
        at += long + 0.012;
      }
    }
    out += `<path d="${words}" stroke="#2a2620" stroke-opacity=".8" stroke-width="${n(random.between(0.005, 0.011))}"/>`;
  }
  if (style.frame === 'ruled' && random.chance(0.7))
    out += `<rect x=".025" y=".025" width="${n(aspect - 0.05)}" height=".95" fill="none" stroke="${css(style.inks[0] ?? [0, 0, 10])}" stroke-width=".006"/>`;
  if (random.chance(style.blades)) out += grass(aspect, random.whole(3, 12), random);
  if (random.chance(style.fingers)) {
    const skin = css([random.between(14, 28), random.between(30, 55), random.between(30, 75)]);
    const nail = css([12, 40, random.between(60, 82)]);
    const side = random.chance(0.5);
    for (let i = random.whole(1, 2); i > 0; i--) {
      const y = random.between(0.6, 1);
      const long = random.between(0.12, 0.3);
      const thick = random.between(0.09, 0.13);
      const flip = side ? `translate(${n(aspect)} 0) scale(-1 1) ` : '';
      out += `<g transform="${flip}rotate(${random.whole(-35, 10)} 0 ${n(y)})"><rect x="-.4" y="${n(y)}" width="${n(0.4 + long)}" height="${n(thick)}" rx="${n(thick / 2)}" fill="${skin}"/><rect x="${n(long - 0.055)}" y="${n(y + thick * 0.22)}" width=".048" height="${n(thick * 0.56)}" rx=".022" fill="${nail}"/></g>`;
    }
  }
  return out;
}

/** Width and height in pixels of a picture with an aspect. */
function sizeOf(size: PictureSize, aspect: number): [width: number, height: number] {
  if ('square' in size) return [size.square, size.square];
  const height = Math.round(Math.sqrt(size.pixels / aspect));
  return [Math.round(height * aspect), height];
}

const contentOf = (plan: Plan): Content => ({ parts: new Map(), facts: plan.facts });

/** Draws fern fronds, one plan, one drawing and one exposure a picture. */
export const fernDrawer: Drawer = {
  styles: fernStyles.map(({ name, split }) => ({ name, split })),
  content: (className, style, seed) => contentOf(planPicture(className, style, seed)),
  // A frond can be turned; pens, lettering and marks are drawings' alone.
  draw(
    className: string,
    styleName: string,
    seed: string | number,
    size: PictureSize,
    hand?: WideHand,
  ): Picture {
    const plan = planPicture(className, styleName, seed);
    const { style, aspect } = plan;
    const [width, height] = sizeOf(size, aspect);
    const { svg, behind, random } = drawFern(plan, seed, width, height);
    const layer = new Resvg(svg, { font: { loadSystemFonts: false } }).render().pixels;
    const ground = random.pick(style.grounds);
    const pixels = drawGround(ground, width, height, aspect, behind, random);
    blur(pixels, width, height, 3, random.between(...style.groundBlur) * (height / 128));
    if (style.medium === 'photograph') keepApart(pixels, layer, random);
    castShadow(pixels, layer, width, height, style, random);
    wearInk(layer, width, height, style, random);
    layOver(pixels, layer);
    const rgb = expose(pixels, width, height, style, random);
    return { ...quarterTurned({ width, height, rgb }, hand?.turns ?? 0), content: contentOf(plan) };
  },
};

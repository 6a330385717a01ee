import { Resvg } from '@resvg/resvg-js';
import type { Random } from '../../random.ts';
import { css, lighter, mix, toRgb } from './colours.ts';
import type { Colour } from './growth/plant.ts';
import type { Ground, Litter } from './style.ts';

const cells = 64;

/** Smooth noise: values at the corners of a lattice that repeats after 64 cells, eased in between. */
export function noiseField(random: Random): (x: number, y: number) => number {
  const lattice = Float32Array.from({ length: cells * cells }, () => random.next());
  return (x, y) => {
    const column = Math.floor(x);
    const row = Math.floor(y);
    let [u, v] = [x - column, y - row];
    u = u * u * (3 - 2 * u);
    v = v * v * (3 - 2 * v);
    const left = column & 63;
    const right = (column + 1) & 63;
    const top = (row & 63) * cells;
    const bottom = ((row + 1) & 63) * cells;
    const above = lattice[top + left]! * (1 - u) + lattice[top + right]! * u;
    const below = lattice[bottom + left]! * (1 - u) + lattice[bottom + right]! * u;
    return above * (1 - v) + below * v;
  };
}

/** `[height, width, 3]`, 0 to 255: the bare ground. */
function texture(ground: Ground, width: number, height: number, random: Random): Float32Array {
  const pixels = new Float32Array(width * height * 3);
  const noise = noiseField(random);
  const stops = ground.colours.map((colour) => {
    const lighterBy = random.between(-5, 5);
    return toRgb(
      lighter([colour[0] + random.between(-8, 8), colour[1], colour[2]], colour[2] > 97 ? 0 : lighterBy),
    );
  });
  const turned = random.chance(0.3);
  const scale = (ground.scale * random.between(0.6, 1.5)) / height;
  const [fx, fy] = turned ? [scale / ground.stretch ** 0.9, scale] : [scale, scale / ground.stretch ** 0.9];
  const { contrast } = ground;
  const last = stops.length - 1;
  const tables = new Float32Array(256 * 3);
  for (let i = 0; i < 256; i++) {
    const at = (i / 255) * last;
    const low = Math.min(last, Math.floor(at));
    const high = Math.min(last, low + 1);
    for (let c = 0; c < 3; c++)
      tables[i * 3 + c] = stops[low]![c]! * (1 - (at - low)) + stops[high]![c]! * (at - low);
  }
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      let value = 0.5;
      if (contrast > 0) {
        const [u, v] = [x * fx, y * fy];
        value = 0.5 * noise(u, v) + 0.3 * noise(u * 2.7 + 11, v * 2.7) + 0.2 * noise(u * 7.1, v * 7.1 + 5);
        value = Math.min(1, Math.max(0, 0.5 + (value - 0.5) * 2.1 * contrast));
      }
      const entry = Math.round(value * 255) * 3;
      const to = (y * width + x) * 3;
      pixels[to] = tables[entry]!;
      pixels[to + 1] = tables[entry + 1]!;
      pixels[to + 2] = tables[entry + 2]!;
    }
  return pixels;
}

const leafColours: readonly Colour[] = [
  [28, 45, 30],
  [22, 50, 22],
  [35, 45, 40],
  [14, 45, 28],
  [40, 40, 50],
  [25, 20, 16],
];

/** Things on the ground, in units of the picture's height. */
function litter(kind: Litter, aspect: number, random: Random): string {
  const x = () => random.between(-0.05, aspect + 0.05);
  const y = () => random.between(-0.05, 1.05);
  const tint = (colour: Colour) => css(lighter(colour, random.between(-8, 8)));
  const number = (value: number) => value.toFixed(3);
  let out = '';
  if (kind === 'leaves')
    for (let i = random.whole(14, 40); i > 0; i--) {
      const size = random.between(0.06, 0.2);
      const wide = size * random.between(0.25, 0.5);
      out += `<g transform="translate(${number(x())} ${number(y())}) rotate(${random.whole(0, 360)})"><path d="M0 0Q${number(size * 0.5)} ${number(wide)} ${number(size)} 0Q${number(size * 0.5)} ${number(-wide)} 0 0" fill="${tint(random.pick(leafColours))}" stroke="#140c06" stroke-opacity=".45" stroke-width=".004"/><path d="M0 0H${number(size)}" stroke="#140c06" stroke-opacity=".3" stroke-width=".003"/></g>`;
    }
  if (kind === 'needles' || kind === 'leaves' || kind === 'cushions')
    for (const colour of [
      [30, 45, 32],
      [25, 35, 20],
      [38, 40, 46],
    ] as const) {
      let path = '';
      for (let i = random.whole(4, kind === 'needles' ? 45 : 8); i > 0; i--) {
        const angle = random.between(0, 6.28);
        const size = random.between(0.05, 0.16);
        path += `M${number(x())} ${number(y())}q${number(size * 0.4 * Math.cos(angle + 0.3))} ${number(size * 0.4 * Math.sin(angle + 0.3))} ${number(size * Math.cos(angle))} ${number(size * Math.sin(angle))}`;
      }
      out += `<path d="${path}" fill="none" stroke="${tint(colour)}" stroke-width="${number(random.between(0.004, 0.012))}"/>`;
    }
  if (kind === 'pebbles')
    for (let i = random.whole(10, 45); i > 0; i--) {
      const size = random.between(0.01, 0.07);
      const [px, py] = [x(), y()];
      out += `<ellipse cx="${number(px)}" cy="${number(py)}" rx="${number(size)}" ry="${number(size * random.between(0.6, 0.9))}" fill="${tint([random.between(20, 50), random.between(3, 18), random.between(25, 65)])}" stroke="#000" stroke-opacity=".3" stroke-width=".006"/>`;
    }
  if (kind === 'cushions')
    for (let i = random.whole(3, 16); i > 0; i--) {
      const size = random.between(0.02, 0.14);
      out += `<ellipse cx="${number(x())}" cy="${number(y())}" rx="${number(size)}" ry="${number(size * random.between(0.4, 0.9))}" fill="${tint([random.between(65, 105), random.between(25, 50), random.between(14, 44)])}" fill-opacity="${number(random.between(0.4, 0.95))}"/>`;
    }
  if (kind === 'grass') out += grass(aspect, random.whole(20, 60), random);
  if (kind === 'bokeh')
    for (let i = random.whole(4, 22); i > 0; i--)
      out += `<circle cx="${number(x())}" cy="${number(y())}" r="${number(random.between(0.03, 0.14))}" fill="${css([random.between(60, 130), random.between(15, 50), random.between(20, 85)])}" fill-opacity="${number(random.between(0.15, 0.6))}"/>`;
  if (kind === 'planks')
    for (let at = random.between(0, 0.3); at < aspect; at += random.between(0.18, 0.4))
      out += `<path d="M${number(at)} 0l${number(random.between(-0.02, 0.02))} 1" stroke="#1a0f06" stroke-opacity=".6" stroke-width="${number(random.between(0.004, 0.012))}"/>`;
  if (kind === 'bark')
    for (const shade of [8, 16, 46]) {
      let path = '';
      for (let i = random.whole(5, 14); i > 0; i--) {
        path += `M${number(x())} ${number(y())}`;
        for (let k = 0; k < 3; k++)
          path += `q${number(0.05 * random.normal())} .06 ${number(0.03 * random.normal())} ${number(random.between(0.08, 0.16))}`;
      }
      out += `<path d="${path}" fill="none" stroke="${tint([25, 25, shade])}" stroke-opacity=".75" stroke-width="${number(random.between(0.006, 0.03))}"/>`;
    }
  if (kind === 'bricks') {
    let path = '';
    let odd = false;
    for (let row = random.between(0, 0.15); row < 1; row += 0.15) {
      path += `M0 ${number(row)}H${number(aspect)}`;
      for (let at = odd ? 0.2 : 0; at < aspect; at += 0.4) path += `M${number(at)} ${number(row)}v.15`;
      odd = !odd;
    }
    out += `<path d="${path}" fill="none" stroke="${css([35, 10, random.between(45, 75)])}" stroke-width="${number(random.between(0.012, 0.025))}"/>`;
  }
  if (kind === 'ruling') {
    let path = '';
    const gap = random.between(0.04, 0.09);
    for (let at = gap; at < 1; at += gap) path += `M0 ${number(at)}H${number(aspect)}`;
    if (random.chance(0.5)) for (let at = gap; at < aspect; at += gap) path += `M${number(at)} 0V1`;
    out += `<path d="${path}" fill="none" stroke="#7fa3d4" stroke-opacity=".6" stroke-width=".004"/>`;
  }
  return out;
}

/** Blades of grass from below, in units of the picture's height. */
export function grass(aspect: number, count: number, random: Random): string {
  let out = '';
  for (const shade of [20, 32, 44]) {
    let path = '';
    for (let i = count / 3; i > 0; i--) {
      const at = random.between(-0.1, aspect + 0.1);
      const reach = random.between(0.25, 1);
      const lean = 0.25 * random.normal();
      path += `M${at.toFixed(3)} 1.02q${(lean * 0.2).toFixed(3)} ${(-reach * 0.6).toFixed(3)} ${lean.toFixed(3)} ${(-reach).toFixed(3)}q${(-lean * 0.7).toFixed(3)} ${(reach * 0.4).toFixed(3)} ${(0.018 - lean).toFixed(3)} ${reach.toFixed(3)}`;
    }
    out += `<path d="${path}" fill="${css(mix([85, 45, shade], [50, 45, shade + 8], random.next()))}"/>`;
  }
  return out;
}

/**
 * What lies behind a frond.
 * @param behind SVG in pixels of things that stand behind the frond
 * @returns `[height, width, 3]`, 0 to 255
 */
export function drawGround(
  ground: Ground,
  width: number,
  height: number,
  aspect: number,
  behind: string,
  random: Random,
): Float32Array {
  const pixels = texture(ground, width, height, random);
  const things = ground.litter === 'none' ? '' : litter(ground.litter, aspect, random);
  if (things === '' && behind === '') return pixels;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><g transform="scale(${width / aspect} ${height})">${things}</g>${behind}</svg>`;
  layOver(pixels, new Resvg(svg, { font: { loadSystemFonts: false } }).render().pixels);
  return pixels;
}

/** Lays a rasterised layer (colours times opacity) over a picture. */
export function layOver(pixels: Float32Array, layer: Uint8Array): void {
  for (let i = 0, j = 0; i < pixels.length; i += 3, j += 4) {
    const alpha = layer[j + 3]!;
    if (alpha === 0) continue;
    const rest = 1 - alpha / 255;
    pixels[i] = layer[j]! + pixels[i]! * rest;
    pixels[i + 1] = layer[j + 1]! + pixels[i + 1]! * rest;
    pixels[i + 2] = layer[j + 2]! + pixels[i + 2]! * rest;
  }
}

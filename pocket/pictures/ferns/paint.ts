import type { Random } from '../../random.ts';
import { css, lighter, mix } from './colours.ts';
import type { Strand, Tissue } from './growth/forms.ts';
import type { Colour, Species } from './growth/plant.ts';
import type { Sketch } from './sketch.ts';
import type { FernStyle } from './style.ts';

/** Maps a point of a sketch to pixels. */
export type Place = (x: number, y: number) => readonly [number, number];

/** The colours a plant is painted in. */
export interface Palette {
  readonly blade: Colour;
  readonly stalk: Colour;
  readonly stripe: Colour;
  readonly spore: Colour;
  readonly fertile: Colour;
  readonly bulb: Colour;
  readonly glossy: boolean;
}

const dry: Colour = [38, 36, 36];

/** A plant's colours in one picture: its own, aged and shifted as the style has it. */
export function paletteFor(plant: Species, style: FernStyle, underside: boolean, random: Random): Palette {
  const dryness = random.between(...style.dryness);
  const turned = style.dryness[1] > 0 && random.chance(0.06) ? random.between(0.5, 1) : dryness;
  const [hue, saturation, lightness] = style.shift;
  const shift = (random.next() + random.next() - 1) * hue;
  const vivid = random.between(-1, 1) * saturation;
  const bright = random.between(-1, 1) * lightness;
  const age = (colour: Colour): Colour => {
    const [h, s, l] = mix(colour, dry, turned * 0.85);
    return [h + shift, Math.max(0, s + vivid * Math.min(1, s / 30)), Math.min(94, Math.max(6, l + bright))];
  };
  const own = plant.blade;
  const blade = underside ? (plant.under ?? mix(own, [95, 28, 56], 0.6)) : own;
  return {
    blade: age(blade),
    stalk: mix(plant.stalk, [plant.stalk[0], plant.stalk[1] * 0.6, plant.stalk[2]], turned),
    stripe: plant.stripe ?? lighter(blade, 18),
    spore: random.chance(0.75) ? [24, 60, random.between(20, 34)] : [40, 55, random.between(38, 52)],
    fertile: [random.between(20, 32), random.between(45, 65), random.between(28, 42)],
    bulb: [random.between(35, 62), 55, random.between(38, 50)],
    glossy: plant.glossy === true,
  };
}

const strandColour = (strand: Strand, palette: Palette): Colour => {
  if (strand === 'stipe' || strand === 'rachis') return palette.stalk;
  if (strand === 'vein') return lighter(palette.blade, palette.glossy ? 13 : 9);
  if (strand === 'sorus') return palette.spore;
  if (strand === 'flap') return lighter(palette.blade, -15);
  if (strand === 'scale') return [30, 42, 42];
  if (strand === 'root') return [28, 30, 24];
  return palette.bulb;
};

const tissueColour = (tissue: Tissue, palette: Palette): Colour => {
  if (tissue === 'blade') return palette.blade;
  if (tissue === 'fertile') return palette.fertile;
  if (tissue === 'stripe') return palette.stripe;
  return [26, 52, 30];
};

const shades = 5;
const fixed = (value: number) => Math.round(value * 10);

/** Paths of a sketch, gathered so that each colour is one path. */
class Paths {
  private readonly closed = new Map<string, string[]>();
  private readonly strokes = new Map<string, string[]>();

  constructor(sketch: Sketch, place: Place, pixels: number, byTone: boolean) {
    for (const blade of sketch.blades) {
      const tone = byTone
        ? Math.min(shades - 1, Math.max(0, Math.floor((blade.tone * 0.5 + 0.5) * shades)))
        : 2;
      const key = `${blade.tissue} ${tone}`;
      const list = this.closed.get(key) ?? [];
      if (list.length === 0) this.closed.set(key, list);
      list.push(`${outline(blade.points, place)}Z`);
    }
    for (const line of sketch.lines) {
      // Widths in steps of half a power of two keep the number of paths small.
      const step = Math.round(Math.log2(Math.max(0.35, line.width * pixels)) * 2);
      const key = `${line.strand} ${step}`;
      const list = this.strokes.get(key) ?? [];
      if (list.length === 0) this.strokes.set(key, list);
      list.push(line.points.length === 2 ? `${outline(line.points, place)}h1` : outline(line.points, place));
    }
  }

  fill(tissue: Tissue, attributes: (tone: number) => string): string {
    let out = '';
    for (let tone = 0; tone < shades; tone++) {
      const list = this.closed.get(`${tissue} ${tone}`);
      if (list) out += `<path d="${list.join('')}" ${attributes(tone)}/>`;
    }
    return out;
  }

  stroke(strand: Strand, attributes: string, factor = 1): string {
    let out = '';
    for (const [key, list] of this.strokes) {
      const [name, step] = key.split(' ');
      if (name === strand)
        out += `<path d="${list.join('')}" fill="none" stroke-width="${fixed(2 ** (Number(step) / 2) * factor)}" stroke-linecap="round" stroke-linejoin="round" ${attributes}/>`;
    }
    return out;
  }
}

function outline(points: readonly number[], place: Place): string {
  let path = '';
  for (let i = 0; i + 1 < points.length; i += 2) {
    const [x, y] = place(points[i]!, points[i + 1]!);
    path += `${i === 0 ? 'M' : i === 2 ? 'L' : ' '}${fixed(x)} ${fixed(y)}`;
  }
  return path;
}

const allStrands = ['root', 'scale', 'stipe', 'rachis', 'vein', 'flap', 'sorus', 'bulb'] as const;
const allTissues = ['blade', 'fertile', 'stripe', 'brown'] as const;

/**
 * A sketch as SVG elements in tenths of a pixel.
 * @param pixels pixels per unit of the sketch's length
 * @param height of the picture in pixels, which outlines scale with
 */
export function paint(
  sketch: Sketch,
  place: Place,
  pixels: number,
  height: number,
  palette: Palette,
  style: FernStyle,
  ink: Colour,
  weight: number,
): string {
  const { medium } = style;
  const paths = new Paths(sketch, place, pixels, medium !== 'flat' && medium !== 'ink');
  // Many small segments want a finer pen.
  const line = ((weight * height) / 1000) * Math.min(1, Math.sqrt(260 / sketch.blades.length));
  const spread = palette.glossy ? 7 : 5.5;
  let out = '';
  if (medium === 'photograph') {
    for (const strand of ['root', 'stipe'] as const)
      out += paths.stroke(strand, `stroke="${css(strandColour(strand, palette))}"`);
    out += paths.stroke('scale', `stroke="${css(strandColour('scale', palette))}"`);
    for (const tissue of allTissues) {
      const colour = tissueColour(tissue, palette);
      out += paths.fill(tissue, (tone) => {
        const lit = lighter(colour, (tone - 2) * spread);
        return `fill="${css([lit[0] - (tone - 2) * 3, lit[1], lit[2]])}"`;
      });
    }
    for (const strand of ['rachis', 'vein', 'flap', 'sorus', 'bulb'] as const)
      out += paths.stroke(strand, `stroke="${css(strandColour(strand, palette))}"`);
    out += paths.stroke('bulb', `stroke="${css(lighter(palette.bulb, 16))}"`, 0.45);
    return out;
  }
  if (medium === 'flat') {
    const colour = css(ink);
    for (const tissue of allTissues) out += paths.fill(tissue, () => `fill="${colour}"`);
    for (const strand of allStrands)
      if (strand !== 'vein' && strand !== 'sorus' && strand !== 'flap')
        out += paths.stroke(strand, `stroke="${colour}"`);
    return out;
  }
  if (medium === 'ink') {
    const colour = css(ink);
    const edge = `stroke="${colour}" stroke-width="${fixed(line)}" stroke-linejoin="round"`;
    for (const strand of ['root', 'stipe', 'scale'] as const)
      out += paths.stroke(strand, `stroke="${colour}"`);
    const white = css(style.grounds[0]!.colours[0]!);
    for (const tissue of allTissues)
      out += paths.fill(tissue, () =>
        tissue === 'blade' ? `fill="${white}" ${edge}` : `fill="${colour}" fill-opacity=".55" ${edge}`,
      );
    for (const strand of ['rachis', 'vein', 'flap', 'sorus', 'bulb'] as const)
      out += paths.stroke(strand, `stroke="${colour}"`, strand === 'vein' ? 0.6 : 0.8);
    return out;
  }
  if (medium === 'wash' || medium === 'outlined') {
    const washed = medium === 'wash';
    const rim = washed ? (colour: Colour) => css(lighter(colour, -14)) : () => css(ink);
    for (const strand of ['root', 'stipe', 'scale'] as const)
      out += paths.stroke(strand, `stroke="${css(strandColour(strand, palette))}"`);
    for (const tissue of allTissues) {
      const colour = tissueColour(tissue, palette);
      out += paths.fill(tissue, (tone) => {
        const level = washed ? (tone - 1.5) * 7 : tone > 2 ? 9 : 0;
        return `fill="${css(lighter(colour, level))}" fill-opacity="${washed ? 0.82 : 1}" stroke="${rim(colour)}" stroke-width="${fixed(line * 0.6)}" stroke-opacity="${washed ? 0.6 : 1}"`;
      });
    }
    for (const strand of ['rachis', 'vein', 'flap', 'sorus', 'bulb'] as const)
      out += paths.stroke(strand, `stroke="${css(strandColour(strand, palette))}"`);
    return out;
  }
  // Print and chalk: one ink, its strength following the light.
  const colour = css(ink);
  const pale = ink[2] > 60;
  for (const strand of ['root', 'scale', 'stipe'] as const) out += paths.stroke(strand, `stroke="${colour}"`);
  for (const tissue of allTissues)
    out += paths.fill(tissue, (tone) => {
      const strength = medium === 'chalk' ? 0.85 - tone * 0.16 : 0.62 + (pale ? tone : 4 - tone) * 0.07;
      return `fill="${colour}" fill-opacity="${(tissue === 'blade' ? strength : Math.min(1, strength + 0.25)).toFixed(2)}"`;
    });
  const veins = pale ? css(lighter(ink, -25)) : css(lighter(ink, medium === 'chalk' ? -6 : -10));
  for (const strand of ['rachis', 'bulb'] as const) out += paths.stroke(strand, `stroke="${colour}"`);
  out += paths.stroke('vein', `stroke="${veins}"`);
  out += paths.stroke('flap', `stroke="${veins}"`);
  if (style.undersides) out += paths.stroke('sorus', `stroke="${veins}"`);
  return out;
}

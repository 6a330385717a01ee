import { describe, expect, it } from 'vitest';
import { seeded } from '../../random.ts';
import { takePicture } from '../camera.ts';
import { flat } from '../style.ts';
import { blur, enlarged, motionBlur } from './blur.ts';
import { jpeg } from './jpeg.ts';
import { groundAndFigure } from './levels.ts';
import { bitmap, fax, halftone, moire } from './screens.ts';

const [width, height] = [40, 30];

/** White paper with a faint grey line across, 35 levels darker, as thin lines are once shrunk. */
function faintLine(): Float32Array {
  const pixels = new Float32Array(width * height * 3).fill(240);
  pixels.fill(205, 15 * width * 3, 16 * width * 3);
  return pixels;
}

const mean = (values: Float32Array) => values.reduce((sum, value) => sum + value, 0) / values.length;

describe('camera effects', () => {
  it('JPEG: gives back the picture when steps are tiny, and a coarser one for larger steps', () => {
    const random = seeded('jpeg');
    const picture = Float32Array.from({ length: width * height * 3 }, () => random.between(20, 235));
    const error = (strength: number) => {
      const copy = picture.slice();
      jpeg(copy, width, height, strength);
      return Math.sqrt(mean(copy.map((value, i) => (value - picture[i]!) ** 2)));
    };
    expect(error(0.001)).toBeLessThan(0.5);
    expect(error(1)).toBeGreaterThan(3);
    expect(error(4)).toBeGreaterThan(error(1));
  });

  it('find ground and figure, light or dark', () => {
    const { ground, figure } = groundAndFigure(faintLine());
    expect([ground, figure]).toEqual([240, 205]);
    expect(groundAndFigure(faintLine().map((value) => 255 - value))).toEqual({ ground: 15, figure: 50 });
  });

  it('one bit per pixel: keep a faint line', () => {
    const pixels = faintLine();
    bitmap(pixels, seeded('bitmap'));
    expect(new Set(pixels)).toEqual(new Set([0, 255]));
    expect([...pixels].filter((value) => value === 0)).toHaveLength(width * 3);
  });

  it('fax: keeps a faint line darker than its paper', () => {
    const pixels = faintLine();
    fax(pixels, width, height, seeded('fax'));
    const row = (y: number) => mean(pixels.slice(y * width * 3, (y + 1) * width * 3));
    expect(row(15)).toBeLessThan(row(12) - 30);
  });

  it('blur, trembling and enlargement keep the mean and spread the line', () => {
    const effects = [
      (pixels: Float32Array) => blur(pixels, width, height, 1.2),
      (pixels: Float32Array) => motionBlur(pixels, width, height, 3, Math.PI / 2),
      (pixels: Float32Array) => enlarged(pixels, width, height, 0.5, true),
    ];
    for (const effect of effects) {
      const pixels = faintLine();
      effect(pixels);
      expect(mean(pixels)).toBeCloseTo(mean(faintLine()), 0);
      expect(pixels[15 * width * 3 + 60]!).toBeGreaterThan(206);
    }
  });

  it('halftone and moire draw a pattern on plain paper', () => {
    for (const effect of [halftone, moire]) {
      const pixels = new Float32Array(width * height * 3).fill(200);
      effect(pixels, width, height, seeded('screen'));
      expect(Math.max(...pixels) - Math.min(...pixels)).toBeGreaterThan(5);
    }
  });
});

describe('taking a picture', () => {
  const rgba = new Uint8Array(width * height * 4).fill(220);

  it('flatly leaves the pixels nearly as they are', () => {
    const rgb = takePicture(rgba, width, height, flat, seeded('flat'));
    expect(rgb).toHaveLength(width * height * 3);
    for (const value of rgb) expect(Math.abs(value - 220)).toBeLessThanOrEqual(4);
  });

  it('darkens where light is uneven, and never brightens for a range below zero', () => {
    const shaded = takePicture(rgba, width, height, { ...flat, shade: [0.5, 0.5] }, seeded('shade'));
    expect(Math.min(...shaded)).toBeLessThan(140);
    const unshaded = takePicture(rgba, width, height, { ...flat, shade: [-0.5, -0.4] }, seeded('shade'));
    expect(Math.max(...unshaded)).toBeLessThanOrEqual(224);
  });
});

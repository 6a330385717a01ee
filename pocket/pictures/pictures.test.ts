import { describe, expect, it } from 'vitest';
import { circuits } from '../knowledge/circuits.ts';
import { drawPicture } from './picture.ts';
import { styles, stylesOf } from './styles.ts';
import { topologyOf } from './topologies/index.ts';

describe('pictures', () => {
  it('follow from their seed alone', () => {
    const draw = (seed: string) =>
      drawPicture(topologyOf('bridge rectifier'), styles[11]!, seed, { square: 64 });
    expect(draw('a').rgb).toEqual(draw('a').rgb);
    expect(draw('a').rgb).not.toEqual(draw('b').rgb);
  });

  it('show every circuit, with ink on the sheet and its parts counted', () => {
    for (const { name } of circuits) {
      const { rgb, parts } = drawPicture(topologyOf(name), styles[0]!, name, { square: 128 });
      const dark = rgb.filter((value) => value < 200).length / rgb.length;
      expect(dark, name).toBeGreaterThan(0.005);
      expect(dark, name).toBeLessThan(0.5);
      expect(
        [...parts.values()].reduce((sum, count) => sum + count, 0),
        name,
      ).toBeGreaterThan(0);
    }
  });

  it('count the parts of a bridge rectifier: at least its four diodes', () => {
    for (let seed = 0; seed < 10; seed++) {
      const { parts } = drawPicture(topologyOf('bridge rectifier'), styles[0]!, seed, { square: 32 });
      expect(parts.get('diode')).toBe(4);
    }
  });

  it('keep the size they are asked for in their natural aspect', () => {
    const { width, height, rgb } = drawPicture(topologyOf('H-bridge'), styles[1]!, 'size', {
      pixels: 40_000,
    });
    expect(rgb.length).toBe(width * height * 3);
    expect(Math.abs(width * height - 40_000)).toBeLessThan(600);
  });
});

describe('styles', () => {
  it('of the test set are seen by neither training nor validation', () => {
    const test = stylesOf('test').map(({ name }) => name);
    expect(test.length).toBeGreaterThanOrEqual(2);
    for (const split of ['train', 'validation'] as const)
      expect(stylesOf(split).filter(({ name }) => test.includes(name))).toEqual([]);
  });
});

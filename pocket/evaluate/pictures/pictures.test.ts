import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { saveDrawing } from '../../pictures/drawing.ts';
import { styleNames, world } from '../../world.ts';
import { heldOut, ofSomethingElse } from './pictures.ts';

describe('held-out pictures', () => {
  it('are as many as asked of every class, each a file of its own, the first ones always the same', () => {
    const classes = world.reduce((sum, { knowledge }) => sum + knowledge.classes.length, 0);
    const three = heldOut('test', 3);
    expect(three).toHaveLength(3 * classes);
    expect(new Set(three.map(({ file }) => file)).size).toBe(3 * classes);
    expect(three.map(({ file }) => file)).toEqual(
      expect.arrayContaining(heldOut('test', 1).map(({ file }) => file)),
    );
  });

  it('are the same ones after some of each class', () => {
    const files = (pictures: ReturnType<typeof heldOut>) => pictures.map(({ file }) => file);
    const [all, first, rest] = [heldOut('test', 3), heldOut('test', 1), heldOut('test', 3, world, 1)];
    expect(rest).toHaveLength(all.length - first.length);
    expect(new Set([...files(first), ...files(rest)])).toEqual(new Set(files(all)));
  });

  it('of the test are in styles that neither training nor validation sees', () => {
    for (const { slug, style } of heldOut('test', 2)) {
      const { drawer } = world.find(({ knowledge }) => knowledge.slug === slug)!;
      expect(styleNames(drawer, 'test')).toContain(style);
      expect(styleNames(drawer, 'validation')).not.toContain(style);
    }
  });

  it('are of all formats that photos come in, mixed', () => {
    for (const pictures of [heldOut('validation', 2), ofSomethingElse(40)]) {
      const formats = pictures.map(({ file }) => extname(file));
      for (const format of ['.png', '.jpg', '.webp'])
        expect(formats.filter((one) => one === format).length).toBeGreaterThan(formats.length / 6);
    }
  });

  it('are written as their names say, at 0.2 to 0.3 megapixels', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'fernglass-'));
    try {
      for (const format of ['png', 'jpg', 'webp']) {
        const drawing = heldOut('test', 2).find(({ file }) => file.endsWith(format))!;
        const file = join(folder, 'deeper', `picture.${format}`);
        await saveDrawing({ file, draw: drawing.draw });
        const { format: written, width, height } = await sharp(file).metadata();
        expect(written).toBe(format === 'jpg' ? 'jpeg' : format);
        expect(width * height).toBeGreaterThan(190_000);
        expect(width * height).toBeLessThan(310_000);
      }
      expect(readdirSync(join(folder, 'deeper')).sort()).toEqual([
        'picture.jpg',
        'picture.png',
        'picture.webp',
      ]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

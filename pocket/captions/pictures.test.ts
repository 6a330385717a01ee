import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { expect, it, vi } from 'vitest';
import { saveDrawing } from '../pictures/drawing.ts';
import { styleNames, world } from '../world.ts';
import { sentencesOf } from './corpus.ts';
import { picturedLines } from './pictures.ts';
import { namesOf } from './subjects.ts';
import { normalised } from './wording.ts';

// The whole corpus is told: seconds of a processor, longer on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

const lines = picturedLines('pictures');
const domainOf = (className: string) =>
  world.find(({ knowledge }) => knowledge.classes.some(({ name }) => name === className))!;

it('every sentence about a class has a picture, and nothing else has one', () => {
  const { aboutClasses, elsewhere } = sentencesOf(world, '1');
  const pictured = new Set(lines.map(({ caption }) => normalised(caption)));
  expect(aboutClasses.filter((sentence) => !pictured.has(normalised(sentence)))).toEqual([]);
  expect(elsewhere.filter((sentence) => pictured.has(normalised(sentence)))).toEqual([]);
  expect(new Set(lines.map(({ file }) => file)).size).toBe(lines.length);
});

it('they are in styles of training, from seeds of their own', () => {
  for (const { of } of lines) {
    expect(styleNames(domainOf(of.className).drawer, 'train')).toContain(of.style);
    expect(of.seed).toMatch(/^corpus\/1\//);
  }
});

it('most show the class that the caption names', () => {
  const right = lines.filter(({ caption, of }) => {
    const { knowledge } = domainOf(of.className);
    return namesOf(knowledge.classes.find(({ name }) => name === of.className)!).test(caption);
  });
  expect(right.length / lines.length).toBeGreaterThan(0.9);
  expect(right.length).toBeLessThan(lines.length);
});

it('they are drawn as small squares, always the same', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'fernglass-'));
  try {
    const line = picturedLines(folder)[7]!;
    await saveDrawing(line);
    const { data, info } = await sharp(line.file).raw().toBuffer({ resolveWithObject: true });
    expect([info.width, info.height]).toEqual([144, 144]);
    expect(new Uint8Array(data)).toEqual(new Uint8Array(line.draw().rgb));
  } finally {
    rmSync(folder, { recursive: true });
  }
});

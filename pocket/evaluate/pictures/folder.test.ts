import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sampleLabels } from '../../../e2e/support/samples';
import { world } from '../../world.ts';
import { readOptions } from '../options.ts';
import { type Report, run } from '../run.ts';
import { openFolder } from './folder.ts';

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const defaults = {
  model: at('../../../public/models/pocket-siglip'),
  index: at('../../../index-shards/pocket'),
};
const samples = [...sampleLabels()].map(([filename, [className]]) => ({ filename, className: className! }));
const circuits = world[0]!.knowledge;
const rankOf = (name: string) => circuits.classes.findIndex((cls) => cls.name === name);
const knowledge = world.map((domain) => domain.knowledge);
const NO_PROMPTS = { zeroShot: null, retrieval: null };

let folder: string;
beforeAll(() => {
  folder = join(mkdtempSync(join(tmpdir(), 'fernglass-')), 'my photos');
  mkdirSync(folder);
});
afterAll(() => rmSync(dirname(folder), { recursive: true }));

/** Puts samples of the classes into the folder under other names, and says which and of which class. */
function copySamples(classNames: readonly string[]): { filename: string; className: string }[] {
  return samples
    .filter(({ className }) => classNames.includes(className))
    .map(({ filename, className }, i) => {
      const copy = `sheet ${i}, page/${i} "copy"${extname(filename)}`;
      mkdirSync(dirname(join(folder, copy)), { recursive: true });
      copyFileSync(at(`../../../public/samples/${filename}`), join(folder, copy));
      return { filename: copy, className };
    });
}

function writeLabels(rows: readonly (readonly string[])[]): string {
  const file = join(folder, 'labels, mine.csv');
  const cell = (text: string) => `"${text.replaceAll('"', '""')}"`;
  writeFileSync(file, `\uFEFF${rows.map((row) => `${row.map(cell).join(',')}\r\n`).join('')}`);
  return file;
}

const evaluate = (labels: string, ...more: string[]): Promise<Report> =>
  run(readOptions(['--photos', folder, '--labels', labels, ...more], defaults)!);

const circuitNames = [...new Set(samples.map(({ className }) => className))]
  .filter((name) => rankOf(name) >= 0)
  .sort((a, b) => rankOf(a) - rankOf(b));
const [common, rare] = [circuitNames[0]!, circuitNames.at(-1)!];

describe('a labelled folder', () => {
  it('of pocket classes has rows of their domain, with head and tail, and tells what it could not use', async () => {
    const copies = copySamples([common, rare]);
    writeFileSync(join(folder, 'broken.png'), 'no picture');
    mkdirSync(join(folder, 'album.jpg'));
    const labels = writeLabels([
      ['filename', 'class', 'taken by'],
      ...copies.map(({ filename, className }) => [filename, className, 'me']),
      ['gone.jpg', common, 'me'],
      ['broken.png', rare, 'me'],
      ['album.jpg', rare, 'me'],
    ]);
    const { rows, lines } = await evaluate(labels, '--per-class-table');
    const of = (className: string) => copies.filter((copy) => copy.className === className).length;
    const counts = rows.filter(({ method }) => method === 'core').map(({ part, n }) => [part, n]);
    expect(counts).toEqual([
      ['all', copies.length],
      ['head', of(common)],
      ['tail', of(rare)],
    ]);
    expect(new Set(rows.map(({ domain }) => domain))).toEqual(new Set(['circuit diagrams']));
    expect(lines[0]).toContain(`prompts “${circuits.zeroShotPrompt}”, “a photo of a {}”`);
    const complaint = lines.slice(lines.findIndex((line) => line.startsWith('3 problems')) + 1);
    expect(lines[1]).toBe('files in “filename”, classes in “class”');
    expect(complaint).toEqual([
      '  gone.jpg: there is no such file',
      '  album.jpg: there is no such file',
      expect.stringContaining('broken.png'),
    ]);
    expect(lines).toContainEqual(expect.stringMatching(new RegExp(`^${common} +${of(common)} `)));
  });

  it('of any two classes: with the labels exchanged, what was right is wrong', async () => {
    const copies = copySamples([common, rare]);
    const names = (className: string) => (className === common ? `sketch of ${common}` : `${rare} | plan`);
    const other = (className: string) => (className === common ? rare : common);
    const accuracies = async (name: (className: string) => string) => {
      const labels = writeLabels([
        ['filename', 'class', 'part'],
        ...copies.map(({ filename, className }) => [filename, names(name(className)), 'mine']),
      ]);
      const { rows } = await evaluate(labels, '--prompt', 'a drawing: {}');
      expect(new Set(rows.map(({ domain }) => domain))).toEqual(new Set(['my photos']));
      expect(new Set(rows.map(({ part }) => part))).toEqual(new Set(['all', 'mine']));
      // CaSED may name neither class, and Tip-Adapter learns from the labels.
      return rows.flatMap(({ method, acc1 }) => (/^(cased|tip-adapter)/.test(method) ? [] : [acc1]));
    };
    const right = await accuracies((className) => className);
    const wrong = await accuracies(other);
    right.forEach((accuracy, i) => {
      expect(accuracy + wrong[i]!).toBeCloseTo(1, 12);
    });
  });

  it('asks with a prompt that suits everything unless one domain has all its classes', async () => {
    const [copy] = copySamples([common]);
    const promptsOf = async (classNames: readonly string[], asked = NO_PROMPTS) => {
      const labels = writeLabels([
        ['filename', 'class'],
        ...classNames.map((name, i) => [i === 0 ? copy!.filename : `none ${i}`, name]),
      ]);
      return (
        await openFolder(
          folder,
          { labels, codes: [], training: null, withTraining: false, classes: null, columns: {} },
          asked,
          knowledge,
        )
      ).list.prompts;
    };
    const retrieval = 'a photo of a {}';
    expect(await promptsOf([common, rare])).toEqual({ zeroShot: circuits.zeroShotPrompt, retrieval });
    expect(await promptsOf([common, 'teapot'])).toEqual({ zeroShot: 'a photo of a {}', retrieval });
  });

  it('without a usable picture is refused, as are labels that are not there', async () => {
    const labels = writeLabels([
      ['filename', 'class'],
      ['gone.jpg', common],
    ]);
    await expect(evaluate(labels)).rejects.toMatchObject({
      code: 'input-invalid',
      message: expect.stringMatching(/None of the pictures[\s\S]*gone\.jpg/),
    });
    await expect(evaluate(join(folder, 'none.csv'))).rejects.toMatchObject({ code: 'input-invalid' });
  });
});

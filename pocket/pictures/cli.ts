/**
 * Draws a split of pictures: `npm run pocket:pictures -- --out DIR --split train --count N --size 144 --seed S --workers 2`, in wide habits
 * with `--habits wide`.
 * Writes `pictures.u8` (`[count, size, size, 3]`, 8 bits), `pictures.jsonl` (one line per picture) and `meta.json`.
 */
import {
  closeSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { namedPictures, partOf } from '../knowledge/long-tail.ts';
import { inShares } from '../processes.ts';
import { world } from '../world.ts';
import { everyClass, fewestOfAClass, type SplitPlan, splitPicture } from './splits/split-picture.ts';

const { values } = parseArgs({
  options: {
    out: { type: 'string' },
    split: { type: 'string', default: 'train' },
    count: { type: 'string', default: '100000' },
    size: { type: 'string', default: '144' },
    seed: { type: 'string', default: '1' },
    workers: { type: 'string', default: '2' },
    /** Writes the lines anew and leaves the pictures as they are: for a change of the texts alone. */
    'texts-only': { type: 'boolean', default: false },
    /** `wide`: training pictures turned, by other pens and hands. */
    habits: { type: 'string', default: 'home' },
    /** Only for the processes this one starts: which share of the pictures to draw. */
    share: { type: 'string' },
  },
});
if (
  !values.out ||
  (values.split !== 'train' && values.split !== 'validation') ||
  (values.habits !== 'home' && values.habits !== 'wide')
) {
  console.error(
    'Say where to write and what: --out DIR --split train|validation [--habits home|wide --count N --size 144 --seed S --workers 2]',
  );
  process.exit(2);
}
if (values.habits === 'wide' && values.split !== 'train') {
  console.error(
    'Only training pictures are drawn in wide habits: others are judged by what they always were.',
  );
  process.exit(2);
}
const folder = values.out;
const split: SplitPlan['split'] = values.split;
const habits: SplitPlan['habits'] = values.habits;
const [count, size, workers] = [Number(values.count), Number(values.size), Number(values.workers)];
const textsOnly = values['texts-only'];
const plan = { split, seed: values.seed, size, habits, textsOnly };

/** Draws every `workers`-th picture from `share` on; writes its places in the file. */
async function drawShare(share: number): Promise<void> {
  const file = openSync(join(folder, 'pictures.u8'), 'r+');
  const lines: string[] = [];
  for (let i = share; i < count; i += workers) {
    const { line, rgb } = splitPicture(i, plan);
    if (rgb) writeSync(file, rgb, 0, rgb.length, i * rgb.length);
    lines.push(JSON.stringify({ index: i, ...line }));
    // The renderer's memory is only given back between turns of the event loop.
    if (lines.length % 20 === 0) await setImmediate();
  }
  closeSync(file);
  writeFileSync(join(folder, `share-${share}.jsonl`), `${lines.join('\n')}\n`);
}

if (values.share !== undefined) {
  await drawShare(Number(values.share));
} else {
  mkdirSync(folder, { recursive: true });
  if (!textsOnly) {
    writeFileSync(join(folder, 'pictures.u8'), '');
    truncateSync(join(folder, 'pictures.u8'), count * size * size * 3);
  }
  const started = Date.now();
  await inShares(fileURLToPath(import.meta.url), process.argv.slice(2), workers);
  const lines: string[] = [];
  for (let share = 0; share < workers; share++) {
    const path = join(folder, `share-${share}.jsonl`);
    for (const line of readFileSync(path, 'utf8').trimEnd().split('\n')) lines.push(line);
    rmSync(path);
  }
  const place = (line: string) => Number(/\d+/.exec(line));
  lines.sort((a, b) => place(a) - place(b));
  writeFileSync(join(folder, 'pictures.jsonl'), `${lines.join('\n')}\n`);
  const fewest = fewestOfAClass(count, habits);
  const meta = {
    count,
    size,
    split,
    seed: values.seed,
    ...(habits === 'wide' ? { habits } : {}),
    domains: world.map(({ knowledge: { slug, domain, zeroShotPrompt } }) => ({
      slug,
      domain,
      zeroShotPrompt,
    })),
    classes: everyClass.map(({ domain: { knowledge }, cls: { name, synonyms }, rank }) => ({
      name,
      synonyms,
      domain: knowledge.slug,
      part: partOf(rank, knowledge.classes.length),
      namedPictures: Math.min(namedPictures(rank, knowledge.classes.length), fewest),
    })),
  };
  writeFileSync(join(folder, 'meta.json'), JSON.stringify(meta, null, 1));
  console.log(`${count} pictures in ${((Date.now() - started) / 1000).toFixed(1)} s → ${folder}`);
}

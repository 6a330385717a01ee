/**
 * Draws a split of pictures: `npm run pocket:pictures -- --out DIR --split train --count N --size 144 --seed S --workers 2`.
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
import { allClaims, textsFor } from '../captions/picture-texts.ts';
import { namedPictures, partOf } from '../knowledge/long-tail.ts';
import { inShares } from '../processes.ts';
import { type Random, seeded } from '../random.ts';
import { type Domain, styleNames, world } from '../world.ts';
import { drawOther, others } from './others/index.ts';

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
    /** Only for the processes this one starts: which share of the pictures to draw. */
    share: { type: 'string' },
  },
});
if (!values.out || (values.split !== 'train' && values.split !== 'validation')) {
  console.error(
    'Say where to write and what: --out DIR --split train|validation [--count N --size 144 --seed S --workers 2]',
  );
  process.exit(2);
}
const { out: folder, split } = values;
const [count, size, workers] = [Number(values.count), Number(values.size), Number(values.workers)];
const TEXTS_PER_PICTURE = 10;
/** Of so many pictures one shows something that belongs to no domain. */
const OTHERS_EVERY = 20;

const classes = world.flatMap((domain) =>
  domain.knowledge.classes.map((cls, rank) => ({ domain, cls, rank })),
);

/** One picture's line, and its pixels unless only texts are wanted. */
interface Drawn {
  readonly line: object;
  readonly rgb: Uint8Array | null;
}

function drawClass(
  { domain, cls, rank }: (typeof classes)[number],
  round: number,
  seed: string,
  random: Random,
): Drawn {
  const { knowledge, drawer }: Domain = domain;
  const style = random.pick(styleNames(drawer, split as 'train'));
  const picture = values['texts-only'] ? null : drawer.draw(cls.name, style, seed, { square: size });
  const content = picture?.content ?? drawer.content(cls.name, style, seed);
  const named = split === 'train' && round < namedPictures(rank, knowledge.classes.length);
  return {
    line: {
      class: classes.findIndex((one) => one.cls === cls),
      domain: knowledge.slug,
      style,
      named,
      claims: allClaims(knowledge, cls, content),
      texts: textsFor(knowledge, cls, content, named, TEXTS_PER_PICTURE, random),
    },
    rgb: picture?.rgb ?? null,
  };
}

function drawSomethingElse(seed: string, random: Random): Drawn {
  const { name, texts } = random.pick(others);
  const claims = ['domain:others', `other:${name}`];
  return {
    line: {
      class: -1,
      domain: 'others',
      style: name,
      named: true,
      claims,
      texts: texts.map((text) => ({ text, claims })),
    },
    rgb: values['texts-only'] ? null : drawOther(name, seed, { square: size }).rgb,
  };
}

/** Draws every `workers`-th picture from `share` on; writes its places in the file. */
async function drawShare(share: number): Promise<void> {
  const file = openSync(join(folder, 'pictures.u8'), 'r+');
  const lines: string[] = [];
  for (let i = share; i < count; i += workers) {
    const random = seeded(split, values.seed, i);
    const seed = `${split}/${values.seed}/${i}`;
    // Classes take turns among the pictures that are not of something else.
    const turn = i - Math.floor(i / OTHERS_EVERY);
    const { line, rgb } =
      i % OTHERS_EVERY === OTHERS_EVERY - 1
        ? drawSomethingElse(seed, random)
        : drawClass(classes[turn % classes.length]!, Math.floor(turn / classes.length), seed, random);
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
  if (!values['texts-only']) {
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
  // Pictures that every class has at least.
  const fewest = Math.floor((count - Math.floor(count / OTHERS_EVERY)) / classes.length);
  const meta = {
    count,
    size,
    split,
    seed: values.seed,
    domains: world.map(({ knowledge: { slug, domain, zeroShotPrompt } }) => ({
      slug,
      domain,
      zeroShotPrompt,
    })),
    classes: classes.map(({ domain: { knowledge }, cls: { name, synonyms }, rank }) => ({
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

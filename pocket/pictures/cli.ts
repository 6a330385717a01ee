/**
 * Draws a split of pictures: `npm run pocket:pictures -- --out DIR --split train --count N --size 128 --seed S --workers 2`.
 * Writes `pictures.u8` (`[count, size, size, 3]`, 8 bits), `pictures.jsonl` (one line per picture) and `meta.json`.
 */
import { fork } from 'node:child_process';
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
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { textsFor } from '../captions/picture-texts.ts';
import { partClaims } from '../captions/wording.ts';
import { circuits, headCount, namedPictures } from '../knowledge/circuits.ts';
import { seeded } from '../random.ts';
import { drawPicture, drawSheet } from './picture.ts';
import { type Split, stylesOf } from './styles.ts';
import { topologyOf } from './topologies/index.ts';

const { values } = parseArgs({
  options: {
    out: { type: 'string' },
    split: { type: 'string', default: 'train' },
    count: { type: 'string', default: '45000' },
    size: { type: 'string', default: '128' },
    seed: { type: 'string', default: '1' },
    workers: { type: 'string', default: '2' },
    /** Writes the lines anew and leaves the pictures as they are: for a change of the texts alone. */
    'texts-only': { type: 'boolean', default: false },
    /** Only for the processes this one starts: which share of the pictures to draw. */
    share: { type: 'string' },
  },
});
if (!values.out || !['train', 'validation', 'test'].includes(values.split)) {
  console.error(
    'Say where to write and what: --out DIR --split train|validation|test [--count N --size 128 --seed S --workers 2]',
  );
  process.exit(2);
}
const folder = values.out;
const split = values.split as Split;
const [count, size, workers] = [Number(values.count), Number(values.size), Number(values.workers)];
const textsPerPicture = split === 'train' ? 10 : 2;

/** Draws every `workers`-th picture from `share` on; returns nothing, writes its places in the file. */
function drawShare(share: number): void {
  const file = openSync(join(folder, 'pictures.u8'), 'r+');
  const lines: string[] = [];
  const styles = stylesOf(split);
  for (let i = share; i < count; i += workers) {
    const rank = i % circuits.length;
    const circuit = circuits[rank]!;
    const random = seeded(split, values.seed, i);
    const style = random.pick(styles);
    const pictureSeed = `${split}/${values.seed}/${i}`;
    const topology = topologyOf(circuit.name);
    const { parts } = drawSheet(topology, style, pictureSeed).sheet;
    if (!values['texts-only']) {
      const { rgb } = drawPicture(topology, style, pictureSeed, { square: size });
      writeSync(file, rgb, 0, rgb.length, i * rgb.length);
    }
    const named = split === 'train' && Math.floor(i / circuits.length) < namedPictures(rank);
    const texts = textsFor(circuit, parts, named, textsPerPicture, random);
    lines.push(
      JSON.stringify({
        index: i,
        class: rank,
        style: style.name,
        split,
        named,
        parts: Object.fromEntries(parts),
        claims: [...circuit.facts, ...partClaims(parts), `kind:${circuit.kind}`, `name:${circuit.name}`],
        texts,
      }),
    );
  }
  closeSync(file);
  writeFileSync(join(folder, `share-${share}.jsonl`), `${lines.join('\n')}\n`);
}

if (values.share !== undefined) {
  drawShare(Number(values.share));
} else {
  mkdirSync(folder, { recursive: true });
  if (!values['texts-only']) {
    writeFileSync(join(folder, 'pictures.u8'), '');
    truncateSync(join(folder, 'pictures.u8'), count * size * size * 3);
  }
  const started = Date.now();
  await Promise.all(
    Array.from(
      { length: workers },
      (_, share) =>
        new Promise<void>((done, fail) => {
          const child = fork(
            fileURLToPath(import.meta.url),
            [...process.argv.slice(2), '--share', String(share)],
            {
              execArgv: ['--import', 'tsx'],
            },
          );
          child.on('error', fail);
          child.on('exit', (code) =>
            code === 0 ? done() : fail(new Error(`Drawing share ${share} ended with code ${code}.`)),
          );
        }),
    ),
  );
  const lines: string[] = [];
  for (let share = 0; share < workers; share++) {
    const path = join(folder, `share-${share}.jsonl`);
    lines.push(...readFileSync(path, 'utf8').trimEnd().split('\n').filter(Boolean));
    rmSync(path);
  }
  lines.sort((a, b) => Number(/\d+/.exec(a)) - Number(/\d+/.exec(b)));
  writeFileSync(join(folder, 'pictures.jsonl'), `${lines.join('\n')}\n`);
  const classes = circuits.map(({ name, synonyms }, rank) => ({
    name,
    synonyms,
    part: rank < headCount ? 'head' : 'tail',
    namedPictures: namedPictures(rank),
  }));
  writeFileSync(
    join(folder, 'meta.json'),
    JSON.stringify({ count, size, split, seed: values.seed, classes }, null, 1),
  );
  console.log(`${count} pictures in ${((Date.now() - started) / 1000).toFixed(1)} s → ${folder}`);
}

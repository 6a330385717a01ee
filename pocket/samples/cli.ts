/**
 * Draws the sample pictures that ship with the app: `npm run pocket:samples` → public/samples. Their seeds begin with "sample", which no
 * training picture's does. A drawing on which back ends may differ is drawn anew, whether the answer was right or wrong.
 */
import { mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { world } from '../world.ts';
import { loadTieJudge } from './near-ties.ts';
import { type PlannedSample, planSamples, SAMPLES_PER_DOMAIN, STORED_TURN } from './plan.ts';

/** A PNG above this many bytes is a photograph, which nobody keeps as PNG. */
const LARGEST_PNG = 350_000;
const MOST_DRAWS = 12;

const folder = fileURLToPath(new URL('../../public/samples/', import.meta.url));
mkdirSync(folder, { recursive: true });
for (const file of readdirSync(folder)) rmSync(join(folder, file));

/** Draws a sample and writes it under `stem`; returns the file's name. */
async function write(sample: PlannedSample, stem: string, draw: number): Promise<string> {
  const { width, height, rgb } = sample.domain.drawer.draw(
    sample.class,
    sample.style,
    `sample/${stem}/${draw}`,
    { pixels: sample.megapixels * 1e6 },
  );
  let image = sharp(rgb, { raw: { width, height, channels: 3 } });
  if (sample.orientation !== 1)
    image = image.rotate(STORED_TURN[sample.orientation]).withMetadata({ orientation: sample.orientation });
  let [format, bytes] = [sample.format, Buffer.alloc(0)];
  if (format === 'png') bytes = await image.clone().png({ palette: true, colours: 32, effort: 7 }).toBuffer();
  if (format === 'png' && bytes.length > LARGEST_PNG) format = 'jpg';
  if (format === 'jpg') bytes = await image.jpeg({ quality: 80, mozjpeg: false }).toBuffer();
  if (format === 'webp') bytes = await image.webp({ quality: 78 }).toBuffer();
  const file = `${stem}.${format}`;
  writeFileSync(join(folder, file), bytes);
  return file;
}

const judge = await loadTieJudge();
const rows: { file: string; class: string; bytes: number }[] = [];
let redrawn = 0;
for (const [i, sample] of planSamples().entries()) {
  const place = String((i % SAMPLES_PER_DOMAIN) + 1).padStart(2, '0');
  const stem = `${sample.domain.knowledge.slug}-${place}-${sample.style.replaceAll(' ', '-')}`;
  let file = '';
  for (let draw = 0; ; draw++) {
    if (draw === MOST_DRAWS) throw new Error(`${stem}: every one of ${MOST_DRAWS} drawings is a near tie.`);
    file = await write(sample, stem, draw);
    const [tie] = await judge.nearTies([join(folder, file)]);
    if (!tie) break;
    redrawn += draw === 0 ? 1 : 0;
    rmSync(join(folder, file));
  }
  rows.push({ file, class: sample.class, bytes: statSync(join(folder, file)).size });
}
await judge.dispose();

const lines = (texts: readonly string[]) => texts.map((text) => `${text}\n`).join('');
const save = (file: string, text: string) => writeFileSync(join(folder, file), text);
save('labels.csv', lines(['filename,class', ...rows.map((row) => `${row.file},${row.class}`)]));
save('samples.json', `${JSON.stringify(rows, null, 2)}\n`);
const lists = world.map(({ knowledge }) =>
  lines(knowledge.classes.map(({ name, synonyms }) => [name, ...synonyms].join(' | '))),
);
for (const [i, { knowledge }] of world.entries()) save(`${knowledge.slug}.txt`, lists[i]!);
save('classes.txt', lists.join(''));
const total = rows.reduce((sum, { bytes }) => sum + bytes, 0);
console.log(`${rows.length} samples, ${redrawn} redrawn, ${(total / 1e6).toFixed(1)} MB → ${folder}`);

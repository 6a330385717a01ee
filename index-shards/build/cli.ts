import { readFile } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { FernglassError } from '../../src/core';
import { loadNodeEncoder } from '../../workers/encoder/node';
import { parseManifest } from '../format';
import { buildIndex } from './build';
import { readCaptions } from './captions';
import { readQueries } from './queries';
import { summary } from './summary';
import { writeIndex } from './write';

const USAGE = `Makes a caption index that any static host can serve.

  npm run index -- build --captions FILE.tsv --model DIR --out DIR --id NAME --title TEXT
  npm run index -- inspect DIR

  --captions FILE      lines of an address, a tab and a caption
  --model DIR          checkpoint in Hugging Face's layout; its text tower embeds the captions
  --out DIR            where manifest.json and the .bin files go
  --id, --title        short name and title of the index
  --source, --licence  where the captions come from, and their licence
  --model-id NAME      name of the checkpoint (default: its folder's)
  --revision NAME      its revision (default: main)
  --precision P        fp32 (default), fp16 or q8
  --queries FILE       more embeddings to tune and measure with: .npy or raw f32, [n, d]
  --list-size N        captions per list, about (default: 256)
  --shard-size KB      size of a shard file, at most (default: 6144)
  --seed N             (default: 1)`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    captions: { type: 'string' },
    model: { type: 'string' },
    out: { type: 'string' },
    id: { type: 'string' },
    title: { type: 'string' },
    source: { type: 'string', default: 'not stated' },
    licence: { type: 'string', default: 'not stated' },
    'model-id': { type: 'string' },
    revision: { type: 'string', default: 'main' },
    precision: { type: 'string', default: 'fp32' },
    queries: { type: 'string' },
    'list-size': { type: 'string', default: '256' },
    'shard-size': { type: 'string', default: '6144' },
    seed: { type: 'string', default: '1' },
    help: { type: 'boolean' },
  },
});

function required(name: 'captions' | 'model' | 'out' | 'id' | 'title'): string {
  const value = values[name];
  if (value === undefined) throw new FernglassError('input-invalid', `--${name} is missing.\n\n${USAGE}`);
  return value;
}

function wholeNumber(name: 'list-size' | 'shard-size' | 'seed', least: number): number {
  const value = Number(values[name]);
  if (!Number.isInteger(value) || value < least)
    throw new FernglassError('input-invalid', `--${name} must be a whole number from ${least} on.`);
  return value;
}

function precision(): 'fp32' | 'fp16' | 'q8' {
  const value = values.precision;
  if (value === 'fp32' || value === 'fp16' || value === 'q8') return value;
  throw new FernglassError('input-invalid', '--precision must be fp32, fp16 or q8.');
}

async function build(): Promise<void> {
  const directory = required('model');
  const out = required('out');
  const corpus = await readCaptions(required('captions'));
  console.log(
    `${corpus.lines} lines: ${corpus.captions.length} captions, ${corpus.duplicates} repetitions, ${corpus.empty} empty`,
  );
  const encoder = await loadNodeEncoder(directory, { precision: precision() });
  const width = (await encoder.embedTexts(['width'])).width;
  const embedTexts = (texts: readonly string[]) => encoder.embedTexts(texts, showProgress);
  const built = await buildIndex(corpus.captions, embedTexts, {
    id: required('id'),
    title: required('title'),
    createdBy: `fernglass ${await ownVersion()}`,
    model: { id: values['model-id'] ?? basename(resolve(directory)), revision: values.revision },
    provenance: { source: values.source, licence: values.licence },
    seed: wholeNumber('seed', 0),
    listSize: wholeNumber('list-size', 1),
    shardBytes: wholeNumber('shard-size', 1) * 1024,
    ...(values.queries === undefined ? {} : { moreQueries: await readQueries(values.queries, width) }),
  });
  await encoder.dispose();
  for (const { clip, recall } of built.clipTrials)
    console.log(`clip ${clip.toPrecision(4)}: recall@10 ${recall.toFixed(4)} on tuning queries`);
  console.log(summary(await writeIndex(out, built)));
}

/** On a terminal only: a log has no use for it. */
function showProgress(done: number, total: number): void {
  if (process.stdout.isTTY)
    process.stdout.write(`\rembedding ${done} of ${total}${done === total ? '\n' : ''}`);
}

async function ownVersion(): Promise<string> {
  const file = new URL('../../package.json', import.meta.url);
  return (JSON.parse(await readFile(file, 'utf8')) as { version: string }).version;
}

async function inspect(directory: string): Promise<void> {
  const text = await readFile(resolve(directory, 'manifest.json'), 'utf8');
  console.log(summary(parseManifest(JSON.parse(text))));
}

try {
  const [command, directory] = positionals;
  if (values.help) console.log(USAGE);
  else if (command === 'build' && positionals.length === 1) await build();
  else if (command === 'inspect' && directory !== undefined) await inspect(directory);
  else throw new FernglassError('input-invalid', USAGE);
} catch (error) {
  if (!(error instanceof FernglassError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { FernglassError } from '../../../core';
import { LIMITS, POOLINGS } from '../../format';
import { OWN_BLOCK_LIST } from '../clean/block-list';
import { type Partition, WHOLE } from '../embed/chunks';
import { type Checkpoint, openCheckpoint, openSentenceEncoder, type Precision } from '../embed/encoders';
import { readingOf } from '../embed/reading';
import { recipeNamed, withRecipe } from '../recipes';
import type { ImageSource, IndexSettings, InputSettings, ModelSource, SecondSource } from '../settings';
import { type Column, FORMATS } from '../sources';
import { USAGE } from './usage';

const CODECS = ['i8', 'residual'] as const;
const PRECISIONS = ['fp32', 'fp16', 'q8'] as const;

const OPTIONS = {
  recipe: { type: 'string' },
  captions: { type: 'string', multiple: true },
  format: { type: 'string' },
  column: { type: 'string' },
  'name-column': { type: 'string' },
  sentences: { type: 'boolean', default: false },
  section: { type: 'string', multiple: true, default: [] as string[] },
  'language-column': { type: 'string' },
  'source-column': { type: 'string' },
  shortest: { type: 'string', default: '3' },
  longest: { type: 'string', default: '500' },
  'block-list': { type: 'string', default: OWN_BLOCK_LIST },
  'keep-near': { type: 'boolean', default: false },
  model: { type: 'string' },
  'model-id': { type: 'string' },
  revision: { type: 'string', default: 'main' },
  precision: { type: 'string', default: 'fp32' },
  threads: { type: 'string' },
  embeddings: { type: 'string', multiple: true, default: [] as string[] },
  fingerprint: { type: 'string' },
  'second-encoder': { type: 'string' },
  'second-pooling': { type: 'string' },
  'second-prefix': { type: 'string' },
  'second-query-prefix': { type: 'string' },
  'second-precision': { type: 'string', default: 'fp32' },
  'second-embeddings': { type: 'string', multiple: true, default: [] as string[] },
  'second-id': { type: 'string' },
  'second-fingerprint': { type: 'string' },
  images: { type: 'string' },
  'image-column': { type: 'string' },
  'image-embeddings': { type: 'string', multiple: true, default: [] as string[] },
  out: { type: 'string' },
  id: { type: 'string' },
  title: { type: 'string' },
  source: { type: 'string', default: 'not stated' },
  licence: { type: 'string', default: 'not stated' },
  language: { type: 'string', multiple: true, default: [] as string[] },
  queries: { type: 'string', multiple: true, default: [] as string[] },
  'list-size': { type: 'string' },
  codec: { type: 'string' },
  'caption-bytes': { type: 'string' },
  'shard-size': { type: 'string', default: '6144' },
  seed: { type: 'string', default: '1' },
  work: { type: 'string' },
  partition: { type: 'string' },
  sample: { type: 'string', default: '2000' },
  help: { type: 'boolean' },
} as const;

type Parsed = ReturnType<typeof parsed>;
type Lists = { readonly column?: Names; readonly 'name-column'?: Names };
type Names = string | readonly string[];

/** Values of the options; of columns, a recipe may give several names. */
export type Values = Omit<Parsed['values'], keyof Lists> & Lists;

const parsed = (args: readonly string[]) =>
  parseArgs({ args: [...args], allowPositionals: true, tokens: true, options: OPTIONS });

/**
 * The command line taken apart; where it names a recipe, what that says stands in for options that were left out.
 * @throws FernglassError `input-invalid` for an option or a recipe that does not exist.
 */
export function readArguments(args: readonly string[]): { values: Values; positionals: string[] } {
  const { values, positionals, tokens } = parsedOrRefused(args);
  if (values.recipe === undefined) return { values, positionals };
  const given = new Set(tokens.flatMap((token) => (token.kind === 'option' ? [token.name] : [])));
  const full = withRecipe(values, given, recipeNamed(values.recipe)) as Values;
  // A recipe is all that a build needs to be told, so that the command may be left out.
  return { values: full, positionals: positionals.length === 0 ? ['build'] : positionals };
}

function parsedOrRefused(args: readonly string[]): Parsed {
  try {
    return parsed(args);
  } catch (cause) {
    throw invalid(`${(cause as Error).message}\n\n${USAGE}`);
  }
}

/** What `build`, `merge` and `clean` need to know of the captions. */
export function inputSettings(values: Values): InputSettings {
  const { captions, format } = values;
  if (captions === undefined) throw missing('captions');
  const picture = values['image-column'];
  if ((values.images === undefined) !== (picture === undefined))
    throw invalid('--images and --image-column belong together.');
  const nameColumn = values['name-column'];
  const { sentences, section } = values;
  if (sentences && values.embeddings.length > 0)
    throw invalid(
      '--embeddings has a row for each row of the input, and --sentences makes several captions of one. Clean the captions first (clean), embed these, and build from them.',
    );
  const languageColumn = values['language-column'];
  const sourceColumn = values['source-column'];
  const [language, ...more] = values.language;
  return {
    inputs: captions,
    source: {
      ...(format === undefined ? {} : { format: oneOf('format', format, FORMATS) }),
      ...(values.column === undefined ? {} : { caption: columnOf(values.column) }),
      ...(nameColumn === undefined ? {} : { name: columnOf(nameColumn) }),
      ...(picture === undefined ? {} : { picture: columnOf(picture) }),
      ...(languageColumn === undefined ? {} : { language: columnOf(languageColumn) }),
      ...(sourceColumn === undefined ? {} : { source: columnOf(sourceColumn) }),
    },
    ...(sentences || section.length > 0 ? { reading: { sentences, sections: section } } : {}),
    limits: { shortest: wholeNumber(values, 'shortest', 1), longest: wholeNumber(values, 'longest', 1) },
    blockList: values['block-list'],
    nearRepetitions: !values['keep-near'],
    ...(languageColumn === undefined || language === undefined || more.length > 0 ? {} : { language }),
    partition: values.partition === undefined ? WHOLE : partitionOf(values.partition),
  };
}

/** What `build` and `merge` need to know of the index. */
export function indexSettings(values: Values, work: string): IndexSettings {
  const checkpoint = values.model === undefined ? null : checkpointOf(values, values.model);
  return {
    out: required(values, 'out'),
    work,
    id: noLonger('id', required(values, 'id'), LIMITS.idLength),
    title: noLonger('title', required(values, 'title'), LIMITS.titleLength),
    createdBy: `fernglass ${ownVersion()}`,
    provenance: {
      source: noLonger('source', values.source, LIMITS.textLength),
      licence: noLonger('licence', values.licence, LIMITS.textLength),
    },
    languages: languagesOf(values.language),
    seed: wholeNumber(values, 'seed', 0),
    ...(values['list-size'] === undefined ? {} : { listSize: wholeNumber(values, 'list-size', 1) }),
    shardBytes: shardBytesOf(values),
    ...codecOf(values),
    model: checkpoint === null ? modelElsewhere(values) : { checkpoint },
    queries: values.queries,
    embeddings: values.embeddings,
    second: secondOf(values),
    images: imagesOf(values),
  };
}

/** Where stages are kept: a folder of its own for each partition, and one for what they are merged into. */
export function workFolder(values: Values, purpose: 'build' | 'merge'): string {
  const base = workBase(values);
  if (purpose === 'merge') return join(base, 'merged');
  if (values.partition === undefined) return base;
  const { index, of } = partitionOf(values.partition);
  return join(base, `part-${index}-of-${of}`);
}

/** The folder that holds a build's or all partitions' work folders. */
export function workBase(values: Values): string {
  return values.work ?? `${required(values, 'out').replace(/[\\/]+$/, '')}.work`;
}

/** The checkpoint in a folder, as the options say it is to be run. */
export function checkpointOf(values: Values, folder: string): Checkpoint {
  return openCheckpoint({
    folder,
    revision: values.revision,
    precision: oneOf('precision', values.precision, PRECISIONS),
    ...(values['model-id'] === undefined ? {} : { id: values['model-id'] }),
    ...threadsOf(values),
  });
}

/** A whole number from `least` on. */
export function wholeNumber(
  values: Values,
  name: 'caption-bytes' | 'list-size' | 'longest' | 'sample' | 'seed' | 'shard-size' | 'shortest' | 'threads',
  least: number,
): number {
  const value = Number(values[name]);
  if (!Number.isInteger(value) || value < least)
    throw invalid(`--${name} must be a whole number from ${least} on.`);
  return value;
}

function codecOf(values: Values): Pick<IndexSettings, 'codec' | 'captionBytes'> {
  const codec = values.codec === undefined ? undefined : oneOf('codec', values.codec, CODECS);
  const bytes = values['caption-bytes'];
  if (bytes !== undefined && codec !== 'residual')
    throw invalid('--caption-bytes belongs to --codec residual.');
  return {
    ...(codec === undefined ? {} : { codec }),
    ...(bytes === undefined ? {} : { captionBytes: wholeNumber(values, 'caption-bytes', 16) }),
  };
}

function modelElsewhere(values: Values): ModelSource {
  const { fingerprint, embeddings } = values;
  if (fingerprint === undefined) throw missing('model');
  if (embeddings.length === 0) throw invalid('Without --model, --embeddings is needed.');
  const id = values['model-id'];
  if (id === undefined) throw missing('model-id');
  return { checkpoint: null, id, revision: values.revision, fingerprint };
}

function secondOf(values: Values): SecondSource | null {
  const folder = values['second-encoder'];
  const embeddings = values['second-embeddings'];
  const id = values['second-id'];
  if (folder !== undefined) {
    const stated = values['second-pooling'];
    const own = readingOf(folder, id ?? folder);
    const pooling = stated === undefined ? own.pooling : oneOf('second-pooling', stated, POOLINGS);
    const prefix = values['second-prefix'] ?? own.prefix;
    // A prefix that is stated holds for queries too, unless theirs is stated as well.
    const queryPrefix =
      values['second-query-prefix'] ?? (values['second-prefix'] === undefined ? own.queryPrefix : undefined);
    const precision: Precision = oneOf('second-precision', values['second-precision'], PRECISIONS);
    const encoder = openSentenceEncoder({
      folder,
      revision: 'main',
      precision,
      pooling,
      prefix,
      ...(queryPrefix === undefined ? {} : { queryPrefix }),
      ...(id === undefined ? {} : { id }),
      ...threadsOf(values),
    });
    return { encoder };
  }
  if (embeddings.length === 0) return null;
  if (id === undefined) throw missing('second-id');
  const fingerprint = values['second-fingerprint'] ?? null;
  return { encoder: null, id, revision: 'main', fingerprint, embeddings };
}

function imagesOf(values: Values): ImageSource | null {
  if (values.images !== undefined) return { folder: values.images };
  const embeddings = values['image-embeddings'];
  return embeddings.length === 0 ? null : { embeddings };
}

const threadsOf = (values: Values) =>
  values.threads === undefined ? {} : { threads: wholeNumber(values, 'threads', 1) };

const columnOf = (value: Names): Column =>
  typeof value === 'string' && /^[1-9]\d*$/.test(value) ? Number(value) : value;

function partitionOf(value: string): Partition {
  const [, index, of] = /^(\d+)\/(\d+)$/.exec(value) ?? [];
  if (index === undefined || Number(index) >= Number(of))
    throw invalid('--partition must be I/N with I from 0 to N−1, for example 0/4.');
  return { index: Number(index), of: Number(of) };
}

function oneOf<T extends string>(name: string, value: string, allowed: readonly T[]): T {
  const found = allowed.find((one) => one === value);
  if (found === undefined) throw invalid(`--${name} must be one of ${allowed.join(', ')}.`);
  return found;
}

/** The value of an option that must be given. */
function required(values: Values, name: 'id' | 'out' | 'title'): string {
  const value = values[name];
  if (value === undefined) throw missing(name);
  return value;
}

function noLonger(name: string, value: string, most: number): string {
  if (value.length > most)
    throw invalid(`--${name} has ${value.length} characters; an index holds ${most} of it at most.`);
  return value;
}

function languagesOf(tags: readonly string[]): readonly string[] {
  if (tags.length > LIMITS.languages)
    throw invalid(`--language is given ${tags.length} times; an index states ${LIMITS.languages} at most.`);
  return tags.map((tag) => noLonger('language', tag, LIMITS.tagLength));
}

function shardBytesOf(values: Values): number {
  const bytes = wholeNumber(values, 'shard-size', 1) * 1024;
  if (bytes > LIMITS.shardBytes)
    throw invalid(
      `--shard-size is ${LIMITS.shardBytes / 1024} at most: a page holds whole shards in memory.`,
    );
  return bytes;
}

const missing = (name: string) => invalid(`--${name} is missing.\n\n${USAGE}`);

const invalid = (message: string) => new FernglassError('input-invalid', message);

function ownVersion(): string {
  const file = new URL('../../../package.json', import.meta.url);
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
}

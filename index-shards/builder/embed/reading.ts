import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { FernglassError } from '../../../core';
import type { SentenceReading } from '../../format';

/**
 * How well-known encoders are run whose repositories, as ONNX, often lack the files that say so: as their authors publish
 * it of intfloat/e5-base-v2, BAAI/bge-base-en-v1.5, Qwen/Qwen3-Embedding-0.6B and nomic-ai/nomic-embed-text-v1.5. Written
 * down without the model cards at hand, so an encoder's own files go first.
 */
const KNOWN: readonly { readonly name: RegExp; readonly reading: SentenceReading }[] = [
  { name: /multilingual-e5|\be5-(small|base|large)/i, reading: by('mean', 'passage: ', 'query: ') },
  {
    name: /bge-(small|base|large)-en/i,
    reading: by('cls', '', 'Represent this sentence for searching relevant passages: '),
  },
  {
    name: /qwen3-embedding/i,
    reading: by(
      'last_token',
      '',
      'Instruct: Given a web search query, retrieve relevant passages that answer the query\nQuery:',
    ),
  },
  { name: /nomic-embed-text/i, reading: by('mean', 'search_document: ', 'search_query: ') },
];

function by(pooling: SentenceReading['pooling'], prefix: string, queryPrefix: string): SentenceReading {
  return { pooling, prefix, queryPrefix };
}

/**
 * How the sentence encoder in a folder is to be run: as its own files say (modules.json, the pooling's config.json,
 * config_sentence_transformers.json), else as a table knows it by its id, else by the mean and without prefixes.
 * @throws FernglassError `model-unsupported` where its files ask for what cannot be done here
 */
export function readingOf(folder: string, id: string): SentenceReading {
  const known = KNOWN.find(({ name }) => name.test(id))?.reading ?? by('mean', '', '');
  const pooling = poolingOf(folder) ?? known.pooling;
  const stated = readJson(folder, 'config_sentence_transformers.json')?.prompts;
  const prompts = isObject(stated) ? stated : {};
  const texts = (...names: string[]) =>
    names.map((name) => prompts[name]).find((prompt) => typeof prompt === 'string') as string | undefined;
  const prefix = texts('document', 'passage') ?? known.prefix;
  const queryPrefix = texts('query') ?? known.queryPrefix ?? prefix;
  return queryPrefix === prefix ? { pooling, prefix } : { pooling, prefix, queryPrefix };
}

/** The pooling that a folder's own files state; null where they say nothing. */
function poolingOf(folder: string): SentenceReading['pooling'] | null {
  const modules = readJson(folder, 'modules.json');
  const listed = Array.isArray(modules) ? modules.filter(isObject) : [];
  const kinds = listed.map(({ type }) => String(type).split('.').at(-1));
  const further = kinds.find((kind) => !['Transformer', 'Pooling', 'Normalize'].includes(kind!));
  if (further !== undefined) throw unsupported(folder, `its modules.json adds a ${further} layer`);
  const path = listed[kinds.indexOf('Pooling')]?.path;
  const config = readJson(folder, join(typeof path === 'string' ? path : '1_Pooling', 'config.json'));
  if (config === null) return null;
  const mode = config.pooling_mode;
  const flags: readonly [SentenceReading['pooling'], boolean][] = [
    ['mean', config.pooling_mode_mean_tokens === true || mode === 'mean'],
    ['cls', config.pooling_mode_cls_token === true || mode === 'cls'],
    ['last_token', config.pooling_mode_lasttoken === true || mode === 'lasttoken'],
  ];
  const asked = flags.filter(([, isAsked]) => isAsked);
  if (asked.length !== 1)
    throw unsupported(folder, 'its pooling is none of mean, cls and last_token, or several');
  return asked[0]![0];
}

function readJson(folder: string, name: string): Record<string, unknown> | null {
  let text: string;
  try {
    text = readFileSync(join(folder, name), 'utf8');
  } catch {
    return null;
  }
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null;
  } catch (cause) {
    throw new FernglassError('model-unreadable', `${join(folder, name)} is no valid JSON. Fetch it again.`, {
      cause,
    });
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function unsupported(folder: string, why: string): FernglassError {
  return new FernglassError(
    'model-unsupported',
    `${folder} cannot be used as a sentence encoder: ${why}. Embed the captions elsewhere: --second-embeddings.`,
  );
}

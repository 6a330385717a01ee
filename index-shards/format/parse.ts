import { FernglassError } from '../../src/core';
import {
  type Codec,
  type FileEntry,
  FORMAT_VERSION,
  type Manifest,
  type ManifestModel,
  type MeasuredRecall,
  type ShardEntry,
} from './manifest';

/** No honest index exceeds these; a manifest that does is refused before anything is fetched or allocated for it. */
const MOST = {
  captions: 2 ** 31 - 1,
  lists: 2 ** 22,
  shards: 2 ** 16,
  width: 2 ** 13,
  fileBytes: 2 ** 28,
  text: 4096,
};

type Fields = Record<string, unknown>;

function refuse(problem: string): never {
  throw new FernglassError(
    'manifest-invalid',
    `The index's manifest.json cannot be used: ${problem}. Check that the address is that of an index, or rebuild the index.`,
  );
}

function object(value: unknown, name: string): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) refuse(`${name} is not an object`);
  return value as Fields;
}

function text(fields: Fields, name: string, where: string): string {
  const value = fields[name];
  if (typeof value !== 'string' || value.length > MOST.text) refuse(`${where}${name} is not a text`);
  return value;
}

function whole(fields: Fields, name: string, where: string, least: number, most: number): number {
  const value = fields[name];
  if (typeof value !== 'number' || !Number.isInteger(value) || value < least || value > most)
    refuse(`${where}${name} is ${JSON.stringify(value)}, not a whole number between ${least} and ${most}`);
  return value;
}

function array(value: unknown, name: string, most: number): readonly unknown[] {
  if (!Array.isArray(value)) refuse(`${name} is not a list`);
  if (value.length > most) refuse(`${name} has ${value.length} entries, more than ${most}`);
  return value;
}

function fileEntry(value: unknown, where: string): FileEntry {
  const fields = object(value, where);
  const sha256 = text(fields, 'sha256', `${where}.`);
  const name = text(fields, 'name', `${where}.`);
  if (!/^[0-9a-f]{64}$/.test(sha256)) refuse(`${where}.sha256 is not a SHA-256 in lower-case hex`);
  // The name is joined to the manifest's address and used as a key: it must be nothing but the content's hash.
  if (name !== `${sha256}.bin`) refuse(`${where}.name is not its sha256 followed by .bin`);
  return { name, bytes: whole(fields, 'bytes', `${where}.`, 1, MOST.fileBytes), sha256 };
}

/** @param bytes of one caption's vector */
function shardEntries(value: unknown, bytes: number): ShardEntry[] {
  const seen = new Set<string>();
  let nextList = 0;
  return array(value, 'shards', MOST.shards).map((item, i) => {
    const where = `shards[${i}]`;
    const entry = fileEntry(item, where);
    if (seen.has(entry.name)) refuse(`${where} names a file that another shard names too`);
    seen.add(entry.name);
    const fields = item as Fields;
    const firstList = whole(fields, 'firstList', `${where}.`, 0, MOST.lists);
    if (firstList !== nextList) refuse(`${where}.firstList is ${firstList}, not ${nextList}`);
    const lists = whole(fields, 'lists', `${where}.`, 1, MOST.lists);
    const captions = whole(fields, 'captions', `${where}.`, 1, MOST.captions);
    if (captions * bytes > entry.bytes)
      refuse(`${where} has more captions than its ${entry.bytes} bytes hold`);
    nextList += lists;
    return { ...entry, firstList, lists, captions };
  });
}

function model(value: unknown): ManifestModel {
  const fields = object(value, 'model');
  const width = whole(fields, 'width', 'model.', 1, MOST.width);
  const fingerprint = object(fields.fingerprint, 'model.fingerprint');
  const embedding = array(fingerprint.embedding, 'model.fingerprint.embedding', MOST.width).map((x) => {
    if (typeof x !== 'number' || !Number.isFinite(x)) refuse('model.fingerprint.embedding holds no number');
    return x;
  });
  const norm = Math.hypot(...embedding);
  if (embedding.length !== width) refuse(`model.fingerprint.embedding has not the width ${width}`);
  if (Math.abs(norm - 1) > 0.01) refuse('model.fingerprint.embedding is not normalised');
  return {
    id: text(fields, 'id', 'model.'),
    revision: text(fields, 'revision', 'model.'),
    width,
    fingerprint: { sentence: text(fingerprint, 'sentence', 'model.fingerprint.'), embedding },
  };
}

function codec(value: unknown): Codec {
  const fields = object(value, 'codec');
  if (fields.kind === 'residual')
    return { kind: 'residual', bytes: whole(fields, 'bytes', 'codec.', 1, MOST.width) };
  if (fields.kind !== 'i8') refuse(`its codec ${JSON.stringify(fields.kind)} is unknown`);
  const clip = fields.clip;
  if (typeof clip !== 'number' || !(clip > 0 && clip <= 1)) refuse('codec.clip is not between 0 and 1');
  return { kind: 'i8', clip };
}

function measuredRecall(value: unknown): MeasuredRecall | null {
  if (value === null || value === undefined) return null;
  const fields = object(value, 'recall');
  const recall = fields.value;
  if (fields.at !== 10) refuse('recall.at is not 10');
  if (typeof recall !== 'number' || !(recall >= 0 && recall <= 1))
    refuse('recall.value is not between 0 and 1');
  return { at: 10, queries: whole(fields, 'queries', 'recall.', 1, MOST.captions), value: recall };
}

/**
 * Reads a manifest from parsed JSON. Fields it does not know are dropped.
 * @throws FernglassError `manifest-invalid` naming the first thing that is wrong, or that the format is newer.
 */
export function parseManifest(json: unknown): Manifest {
  const fields = object(json, 'it');
  const formatVersion = whole(fields, 'formatVersion', '', 1, 2 ** 31);
  if (formatVersion > FORMAT_VERSION)
    throw new FernglassError(
      'manifest-invalid',
      `This index has format ${formatVersion}; this version of Fernglass reads format ${FORMAT_VERSION}. Reload the page to update Fernglass.`,
    );
  if (fields.metric !== 'cosine') refuse(`its metric ${JSON.stringify(fields.metric)} is unknown`);
  const itsModel = model(fields.model);
  const captions = whole(fields, 'captions', '', 1, MOST.captions);
  const lists = whole(fields, 'lists', '', 1, Math.min(captions, MOST.lists));
  const itsCodec = codec(fields.codec);
  const shards = shardEntries(fields.shards, itsCodec.kind === 'i8' ? itsModel.width : itsCodec.bytes);
  const sum = (of: (shard: ShardEntry) => number) => shards.reduce((total, shard) => total + of(shard), 0);
  if (sum((shard) => shard.captions) !== captions)
    refuse(`its shards do not hold ${captions} captions together`);
  if (sum((shard) => shard.lists) !== lists) refuse(`its shards do not hold ${lists} lists together`);
  const provenance = object(fields.provenance, 'provenance');
  return {
    formatVersion,
    id: text(fields, 'id', ''),
    title: text(fields, 'title', ''),
    createdBy: text(fields, 'createdBy', ''),
    model: itsModel,
    metric: 'cosine',
    codec: itsCodec,
    captions,
    lists,
    router: fileEntry(fields.router, 'router'),
    shards,
    provenance: {
      source: text(provenance, 'source', 'provenance.'),
      licence: text(provenance, 'licence', 'provenance.'),
    },
    recall: measuredRecall(fields.recall),
  };
}

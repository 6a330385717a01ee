import { FernglassError } from '../../../core';
import { LIMITS } from '../limits';
import { captionFiles } from './caption-files';
import {
  type CaptionTags,
  type Codec,
  type CountedTag,
  type FileEntry,
  FORMAT_VERSION,
  type I8Codec,
  type Manifest,
  type ManifestModel,
  type MeasuredRecall,
  POOLINGS,
  type RecallOfSet,
  type Routing,
  type SentenceReading,
  type ShardEntry,
  type VectorSpace,
} from './manifest';
import { array, type Fields, object, refuse, shown, text, whole } from './parse-fields';
import { scales } from './scales';
import { states } from './states';

function fileEntry(value: unknown, where: string, mostBytes: number = LIMITS.fileBytes): FileEntry {
  const fields = object(value, where);
  const sha256 = text(fields, 'sha256', `${where}.`, 64);
  const name = text(fields, 'name', `${where}.`, 68);
  if (!/^[0-9a-f]{64}$/.test(sha256)) refuse(`${where}.sha256 is not a SHA-256 in lower-case hex`);
  // The name is joined to the manifest's address and used as a key: it must be nothing but the content's hash.
  if (name !== `${sha256}.bin`) refuse(`${where}.name is not its sha256 followed by .bin`);
  return { name, bytes: whole(fields, 'bytes', `${where}.`, 1, mostBytes), sha256 };
}

/** @param bytes of one caption's vector */
function shardEntries(value: unknown, bytes: number): ShardEntry[] {
  const seen = new Set<string>();
  let nextList = 0;
  return array(value, 'shards', LIMITS.shards).map((item, i) => {
    const where = `shards[${i}]`;
    const entry = fileEntry(item, where, LIMITS.shardBytes);
    if (seen.has(entry.name)) refuse(`${where} names a file that another shard names too`);
    seen.add(entry.name);
    const fields = item as Fields;
    const firstList = whole(fields, 'firstList', `${where}.`, 0, LIMITS.lists);
    if (firstList !== nextList) refuse(`${where}.firstList is ${firstList}, not ${nextList}`);
    const lists = whole(fields, 'lists', `${where}.`, 1, LIMITS.lists);
    const captions = whole(fields, 'captions', `${where}.`, 1, LIMITS.captions);
    if (captions * bytes > entry.bytes)
      refuse(`${where} has more captions than its ${entry.bytes} bytes hold`);
    nextList += lists;
    return { ...entry, firstList, lists, captions };
  });
}

function model(value: unknown): ManifestModel {
  const fields = object(value, 'model');
  const width = whole(fields, 'width', 'model.', 1, LIMITS.width);
  return {
    id: text(fields, 'id', 'model.', LIMITS.idLength),
    revision: text(fields, 'revision', 'model.', LIMITS.idLength),
    width,
    fingerprint: fingerprint(fields.fingerprint, 'model.fingerprint', width),
  };
}

function fingerprint(value: unknown, where: string, width: number): ManifestModel['fingerprint'] {
  const fields = object(value, where);
  const embedding = array(fields.embedding, `${where}.embedding`, LIMITS.width).map((x) => {
    if (typeof x !== 'number' || !Number.isFinite(x)) refuse(`${where}.embedding holds no number`);
    return x;
  });
  const norm = Math.hypot(...embedding);
  if (embedding.length !== width) refuse(`${where}.embedding has not the width ${width}`);
  if (Math.abs(norm - 1) > 0.01) refuse(`${where}.embedding is not normalised`);
  return { sentence: text(fields, 'sentence', `${where}.`), embedding };
}

function spaces(value: unknown, shards: readonly ShardEntry[]): VectorSpace[] {
  return array(value, 'spaces', LIMITS.spaces).map((item, i) => {
    const where = `spaces[${i}]`;
    const fields = object(item, where);
    if (fields.kind !== 'text' && fields.kind !== 'image')
      refuse(`${where}.kind ${shown(fields.kind)} is unknown`);
    const encoder = object(fields.encoder, `${where}.encoder`);
    const width = whole(encoder, 'width', `${where}.encoder.`, 1, LIMITS.width);
    const files = array(fields.files, `${where}.files`, LIMITS.shards).map((file, s) =>
      fileEntry(file, `${where}.files[${s}]`),
    );
    if (files.length !== shards.length) refuse(`${where} has not one file per shard`);
    // Rows of captions without a vector take a bit in the file, and a whole row in memory.
    if (shards.some((shard) => shard.captions * width > LIMITS.fileBytes))
      refuse(`${where} needs more than ${LIMITS.fileBytes} bytes for the vectors of one shard`);
    const captions = whole(fields, 'captions', `${where}.`, 0, LIMITS.captions);
    if (captions * width > files.reduce((sum, { bytes }) => sum + bytes, 0))
      refuse(`${where}.captions is ${captions}, more than its files hold`);
    return {
      kind: fields.kind,
      encoder: {
        id: text(encoder, 'id', `${where}.encoder.`, LIMITS.idLength),
        revision: text(encoder, 'revision', `${where}.encoder.`, LIMITS.idLength),
        width,
        fingerprint:
          encoder.fingerprint === null
            ? null
            : fingerprint(encoder.fingerprint, `${where}.encoder.fingerprint`, width),
        ...(encoder.reading === undefined
          ? {}
          : { reading: reading(encoder.reading, `${where}.encoder.reading`) }),
      },
      codec: i8Codec(fields.codec, `${where}.`),
      captions,
      files,
    };
  });
}

function captionTags(value: unknown, captions: number, shards: readonly ShardEntry[]): CaptionTags {
  const fields = object(value, 'tags');
  const files = array(fields.files, 'tags.files', LIMITS.shards).map((file, s) =>
    fileEntry(file, `tags.files[${s}]`),
  );
  if (files.length !== shards.length) refuse('tags has not one file per shard');
  files.forEach((file, s) => {
    if (4 * shards[s]!.captions > file.bytes)
      refuse(`tags.files[${s}] is too short for the captions of its shard`);
  });
  return {
    languages: countedTags(fields.languages, 'tags.languages', captions),
    sources: countedTags(fields.sources, 'tags.sources', captions),
    files,
  };
}

function countedTags(value: unknown, where: string, captions: number): CountedTag[] {
  const seen = new Set<string>();
  const tags = array(value, where, LIMITS.tags).map((item, i) => {
    const fields = object(item, `${where}[${i}]`);
    const name = text(fields, 'name', `${where}[${i}].`, LIMITS.tagLength);
    if (name === '' || seen.has(name)) refuse(`${where}[${i}].name is empty or named before`);
    seen.add(name);
    return { name, captions: whole(fields, 'captions', `${where}[${i}].`, 1, captions) };
  });
  if (tags.reduce((sum, tag) => sum + tag.captions, 0) > captions)
    refuse(`${where} count more captions than there are`);
  return tags;
}

function reading(value: unknown, where: string): SentenceReading {
  const fields = object(value, where);
  const pooling = POOLINGS.find((one) => one === fields.pooling);
  if (pooling === undefined) refuse(`${where}.pooling ${shown(fields.pooling)} is unknown`);
  const prefix = text(fields, 'prefix', `${where}.`);
  if (fields.queryPrefix === undefined) return { pooling, prefix };
  return { pooling, prefix, queryPrefix: text(fields, 'queryPrefix', `${where}.`) };
}

function languages(value: unknown): string[] {
  return array(value, 'languages', LIMITS.languages).map((tag, i) => {
    if (typeof tag !== 'string' || tag.length > LIMITS.tagLength) refuse(`languages[${i}] is not a text`);
    return tag;
  });
}

function codec(value: unknown): Codec {
  const fields = object(value, 'codec');
  if (fields.kind === 'residual')
    return { kind: 'residual', bytes: whole(fields, 'bytes', 'codec.', 1, LIMITS.width) };
  return i8Codec(value);
}

function i8Codec(value: unknown, where = ''): I8Codec {
  const fields = object(value, `${where}codec`);
  if (fields.kind !== 'i8') refuse(`its codec ${shown(fields.kind)} is unknown`);
  const clip = fields.clip;
  if (typeof clip !== 'number' || !(clip > 0 && clip <= 1))
    refuse(`${where}codec.clip is not between 0 and 1`);
  return { kind: 'i8', clip };
}

function measuredRecall(value: unknown): MeasuredRecall | null {
  if (value === null || value === undefined) return null;
  const fields = object(value, 'recall');
  if (fields.at !== 10) refuse('recall.at is not 10');
  const recall = {
    at: 10 as const,
    queries: whole(fields, 'queries', 'recall.', 1, LIMITS.captions),
    value: share(fields.value, 'recall.value'),
  };
  return fields.sets === undefined ? recall : { ...recall, sets: recallSets(fields.sets) };
}

function routing(value: unknown): Routing {
  const { caution } = object(value, 'routing');
  if (typeof caution !== 'number' || !(caution >= 1 && caution <= LIMITS.caution))
    refuse(`routing.caution is not between 1 and ${LIMITS.caution}`);
  return { caution };
}

function recallSets(value: unknown): RecallOfSet[] {
  return array(value, 'recall.sets', LIMITS.recallSets).map((item, i) => {
    const where = `recall.sets[${i}]`;
    const fields = object(item, where);
    return {
      name: text(fields, 'name', `${where}.`, LIMITS.titleLength),
      queries: whole(fields, 'queries', `${where}.`, 1, LIMITS.captions),
      exhaustive: share(fields.exhaustive, `${where}.exhaustive`),
      routed: fields.routed === null ? null : share(fields.routed, `${where}.routed`),
    };
  });
}

function share(value: unknown, where: string): number {
  if (typeof value !== 'number' || !(value >= 0 && value <= 1)) refuse(`${where} is not between 0 and 1`);
  return value;
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
  if (fields.metric !== 'cosine') refuse(`its metric ${shown(fields.metric)} is unknown`);
  const itsModel = model(fields.model);
  const captions = whole(fields, 'captions', '', 1, LIMITS.captions);
  const lists = whole(fields, 'lists', '', 1, Math.min(captions, LIMITS.lists));
  const itsCodec = codec(fields.codec);
  const shards = shardEntries(fields.shards, itsCodec.kind === 'i8' ? itsModel.width : itsCodec.bytes);
  const sum = (of: (shard: ShardEntry) => number) => shards.reduce((total, shard) => total + of(shard), 0);
  if (sum((shard) => shard.captions) !== captions)
    refuse(`its shards do not hold ${captions} captions together`);
  if (sum((shard) => shard.lists) !== lists) refuse(`its shards do not hold ${lists} lists together`);
  const provenance = object(fields.provenance, 'provenance');
  return {
    formatVersion,
    id: text(fields, 'id', '', LIMITS.idLength),
    title: text(fields, 'title', '', LIMITS.titleLength),
    createdBy: text(fields, 'createdBy', '', LIMITS.titleLength),
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
    ...(fields.routing === undefined ? {} : { routing: routing(fields.routing) }),
    ...(fields.languages === undefined ? {} : { languages: languages(fields.languages) }),
    ...captionFiles(fields.captionFiles, captions),
    ...(fields.spaces === undefined ? {} : { spaces: spaces(fields.spaces, shards) }),
    ...(fields.tags === undefined ? {} : { tags: captionTags(fields.tags, captions, shards) }),
    ...scales(fields.scales),
    ...states(fields.states),
  };
}

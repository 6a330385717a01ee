import { type Embeddings, row, stack } from '../../src/core';
import { usearchInNode } from '../../workers/retrieval/usearch/node';
import {
  type FileEntry,
  FORMAT_VERSION,
  type List,
  type Manifest,
  type ManifestModel,
  quantise,
  sha256Hex,
  writeRouter,
  writeShard,
} from '../format';
import { bestClip, type ClipTrial, tryClips } from './clip';
import { clusterLists, meansOf } from './cluster';
import { joinQueries, type QuerySets, querySentences, splitQueries } from './queries';
import { seededRandom } from './random';

export interface BuildOptions {
  readonly id: string;
  readonly title: string;
  readonly createdBy: string;
  readonly model: { readonly id: string; readonly revision: string };
  readonly provenance: { readonly source: string; readonly licence: string };
  readonly seed: number;
  /** Captions per list, about. */
  readonly listSize: number;
  /** Bytes per shard, at most, unless one list alone is longer. */
  readonly shardBytes: number;
  /** Embeddings to tune and measure with besides those made from the captions, `[n, d]`; image embeddings, say. */
  readonly moreQueries?: Embeddings;
}

/** Embeds texts, `[n, d]`, normalised. */
export type EmbedTexts = (texts: readonly string[]) => Promise<Embeddings>;

/** An index that has not been written yet. */
export interface BuiltIndex {
  /** Without its recall, which is measured on what was written. */
  readonly manifest: Manifest;
  /** Name → bytes of every file but the manifest. */
  readonly files: ReadonlyMap<string, Uint8Array<ArrayBuffer>>;
  /** Embeddings of the captions by id, `[captions, d]`, and queries that nothing was tuned on. */
  readonly embeddings: Embeddings;
  readonly heldOut: Embeddings;
  readonly clipTrials: readonly ClipTrial[];
}

/** A model is recognised by its embedding of this sentence. */
export const FINGERPRINT_SENTENCE = 'a photo of a fern growing between stones';

/** Sentences made from captions: half to tune with, half to measure with. */
const QUERIES = 1000;

/** Makes an index from captions, in memory. The same captions, embeddings and seed give the same bytes. */
export async function buildIndex(
  captions: readonly string[],
  embedTexts: EmbedTexts,
  options: BuildOptions,
): Promise<BuiltIndex> {
  const random = seededRandom(options.seed);
  const embeddings = await embedTexts(captions);
  const { width } = embeddings;
  const queries = await makeQueries(captions, embedTexts, options.moreQueries, random);
  const usearch = await usearchInNode(width);

  const clipTrials = tryClips(embeddings, queries.tuning, usearch);
  const { clip } = bestClip(clipTrials);
  const members = clusterLists(embeddings, options.listSize, random);

  const files = new Map<string, Uint8Array<ArrayBuffer>>();
  const keep = async (bytes: Uint8Array<ArrayBuffer>): Promise<FileEntry> => {
    const sha256 = await sha256Hex(bytes);
    files.set(`${sha256}.bin`, bytes);
    return { name: `${sha256}.bin`, bytes: bytes.length, sha256 };
  };
  const means = meansOf(embeddings, members);
  const centroids = quantise(means, largestMagnitude(means));
  const listSizes = Uint32Array.from(members, (list) => list.length);
  const router = await keep(writeRouter(width, listSizes, usearch.buildRouter(centroids)));

  const lists = members.map((ids) => makeList(ids, captions, embeddings, clip));
  const shards = [];
  let firstList = 0;
  for (const packed of pack(lists, options.shardBytes)) {
    const entry = await keep(writeShard(width, firstList, packed));
    const count = packed.reduce((sum, { ids }) => sum + ids.length, 0);
    shards.push({ ...entry, firstList, lists: packed.length, captions: count });
    firstList += packed.length;
  }

  const manifest: Manifest = {
    formatVersion: FORMAT_VERSION,
    id: options.id,
    title: options.title,
    createdBy: options.createdBy,
    model: await describeModel(options.model, width, embedTexts),
    metric: 'cosine',
    codec: { kind: 'i8', clip },
    captions: captions.length,
    lists: lists.length,
    router,
    shards,
    provenance: options.provenance,
    recall: null,
  };
  return { manifest, files, embeddings, heldOut: queries.heldOut, clipTrials };
}

async function makeQueries(
  captions: readonly string[],
  embedTexts: EmbedTexts,
  more: Embeddings | undefined,
  random: () => number,
): Promise<QuerySets> {
  const sets = splitQueries(await embedTexts(querySentences(captions, QUERIES, random)));
  if (more === undefined) return sets;
  const { tuning, heldOut } = splitQueries(more);
  return { tuning: joinQueries(sets.tuning, tuning), heldOut: joinQueries(sets.heldOut, heldOut) };
}

async function describeModel(
  model: BuildOptions['model'],
  width: number,
  embedTexts: EmbedTexts,
): Promise<ManifestModel> {
  const embedded = row(await embedTexts([FINGERPRINT_SENTENCE]), 0);
  // Seven digits are all an f32 has.
  const embedding = Array.from(embedded, (x) => Number(x.toPrecision(7)));
  return { ...model, width, fingerprint: { sentence: FINGERPRINT_SENTENCE, embedding } };
}

function makeList(
  ids: readonly number[],
  captions: readonly string[],
  embeddings: Embeddings,
  clip: number,
): List {
  const vectors = stack(
    ids.map((id) => row(embeddings, id)),
    embeddings.width,
  );
  return { ids, texts: ids.map((id) => captions[id]!), codes: quantise(vectors, clip) };
}

/** Cuts lists, in order, into runs of about equal bytes, none above `most` unless it is a single list. */
function pack(lists: readonly List[], most: number): List[][] {
  const bytesOf = ({ codes, texts }: List) =>
    codes.length + texts.reduce((sum, text) => sum + Buffer.byteLength(text) + 8, 4);
  const total = lists.reduce((sum, list) => sum + bytesOf(list), 0);
  const share = total / Math.ceil(total / most);
  const packed: List[][] = [];
  let bytes = Infinity;
  for (const list of lists) {
    const its = bytesOf(list);
    if (bytes + its / 2 > share || bytes + its > most) {
      packed.push([]);
      bytes = 0;
    }
    packed.at(-1)!.push(list);
    bytes += its;
  }
  return packed;
}

function largestMagnitude({ data }: Embeddings): number {
  let largest = 0;
  for (const x of data) largest = Math.max(largest, Math.abs(x));
  return largest || 1;
}

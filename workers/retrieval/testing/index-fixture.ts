import { type Embeddings, normalise, row, seededRandom, stack } from '../../../core';
import {
  type CaptionTags,
  type FileEntry,
  FORMAT_VERSION,
  type Manifest,
  type ManifestModel,
  quantise,
  type ShardEntry,
  sha256Hex,
  type VectorSpace,
  writeRouter,
  writeShard,
  writeTags,
  writeVectors,
} from '../../../index-shards/format';
import { kernelsInNode } from '../kernels/node';

/** An index as a host serves it. */
export interface IndexFixture {
  readonly manifest: Manifest;
  /** File name → bytes, `manifest.json` included. */
  readonly files: ReadonlyMap<string, Uint8Array<ArrayBuffer>>;
  /** The embeddings before quantisation, `[captions, d]`, by caption id. */
  readonly embeddings: Embeddings;
  readonly texts: readonly string[];
}

export interface FixtureOptions {
  readonly captions: number;
  readonly width: number;
  readonly lists: number;
  readonly shards: number;
  readonly seed: number;
  readonly title?: string;
  /** Shards from this one on are drawn anew, so that two versions share the earlier ones. */
  readonly reseedFrom?: number;
  /** What the manifest says embedded it, of the same width; where absent, a model that nobody has. */
  readonly model?: ManifestModel;
  /** Whether captions have tags: `languageOf` and `sourceOf` their ids. */
  readonly tagged?: boolean;
  /** Characters that are put to the text of each caption; few captions are so long. */
  readonly padding?: number;
}

/** Language that a tagged caption has, none for a third of them. */
export const languageOf = (id: number) => ['', 'de', 'en'][id % 3]!;
/** Source that a tagged caption has. */
export const sourceOf = (id: number) => (id % 10 === 3 ? 'herbarium' : 'web');

/** `count` normalised vectors around a centre, `[count, d]`. */
function around(centre: readonly number[], count: number, uniform: () => number): Float32Array[] {
  return Array.from({ length: count }, () => normalise(centre.map((x) => x + (uniform() - 0.5) * 0.6)));
}

/** Tags of captions whose ids are their rows. */
async function tagsOf(
  shards: readonly ShardEntry[],
  keep: (bytes: Uint8Array<ArrayBuffer>) => Promise<FileEntry>,
): Promise<CaptionTags> {
  const counted = (of: (id: number) => string, names: readonly string[]) => {
    const captions = shards.reduce((sum, shard) => sum + shard.captions, 0);
    const ids = Array.from({ length: captions }, (_, id) => id);
    return names.map((name) => ({ name, captions: ids.filter((id) => of(id) === name).length }));
  };
  const languages = counted(languageOf, ['en', 'de']);
  const sources = counted(sourceOf, ['web', 'herbarium']);
  const files: FileEntry[] = [];
  let first = 0;
  for (const { firstList, captions } of shards) {
    const numbers = (of: (id: number) => string, names: readonly { readonly name: string }[]) =>
      Uint16Array.from(
        { length: captions },
        (_, i) => names.findIndex(({ name }) => name === of(first + i)) + 1,
      );
    const its = { languages: numbers(languageOf, languages), sources: numbers(sourceOf, sources) };
    files.push(await keep(writeTags(firstList, its)));
    first += captions;
  }
  return { languages, sources, files };
}

/** Makes a small index of random clusters: list `i` holds the captions of cluster `i`. */
export async function makeIndex(options: FixtureOptions): Promise<IndexFixture> {
  const { captions, width, lists, shards, seed, title = 'Fixture', reseedFrom = shards } = options;
  const padding = 'x'.repeat(options.padding ?? 0);
  const clip = 0.6;
  const perList = captions / lists;
  const perShard = lists / shards;
  const kernels = await kernelsInNode(width);
  const files = new Map<string, Uint8Array<ArrayBuffer>>();
  const keep = async (bytes: Uint8Array<ArrayBuffer>): Promise<FileEntry> => {
    const sha256 = await sha256Hex(bytes);
    files.set(`${sha256}.bin`, bytes);
    return { name: `${sha256}.bin`, bytes: bytes.length, sha256 };
  };
  const vectors: Float32Array[] = [];
  const texts: string[] = [];
  const means: number[][] = [];
  const entries: ShardEntry[] = [];
  for (let shard = 0; shard < shards; shard++) {
    const uniform = seededRandom(seed * 1000 + shard + (shard >= reseedFrom ? 500 : 0));
    const content = Array.from({ length: perShard }, () => {
      const centre = Array.from({ length: width }, () => uniform() - 0.5);
      const members = around(centre, perList, uniform);
      const ids = members.map((_, i) => vectors.length + i);
      const itsTexts = ids.map(
        (id) => `caption ${id} of shard ${shard} — “fern” ${uniform().toFixed(6)}${padding}`,
      );
      vectors.push(...members);
      texts.push(...itsTexts);
      means.push(centre.map((_, j) => members.reduce((sum, v) => sum + v[j]!, 0) / perList));
      return { ids, texts: itsTexts, codes: quantise(stack(members), clip) };
    });
    const entry = await keep(writeShard(width, shard * perShard, content));
    entries.push({
      ...entry,
      firstList: shard * perShard,
      lists: perShard,
      captions: perShard * perList,
    });
  }
  const tags = options.tagged ? await tagsOf(entries, keep) : null;
  const graph = kernels.buildRouter(quantise(stack(means), clip));
  const router = await keep(writeRouter(width, new Uint32Array(lists).fill(perList), graph));
  const embeddings = stack(vectors, width);
  const manifest: Manifest = {
    formatVersion: FORMAT_VERSION,
    id: 'fixture',
    title,
    createdBy: 'a test',
    model: options.model ?? {
      id: 'random',
      revision: 'main',
      width,
      fingerprint: { sentence: 'a fern', embedding: Array.from(row(embeddings, 0)) },
    },
    metric: 'cosine',
    codec: { kind: 'i8', clip },
    captions,
    lists,
    router,
    shards: entries,
    provenance: { source: 'random numbers', licence: 'CC0-1.0' },
    recall: null,
    ...(tags === null ? {} : { tags }),
  };
  files.set('manifest.json', new TextEncoder().encode(JSON.stringify(manifest)));
  return { manifest, files, embeddings, texts };
}

/** The same index with further vectors, `[captions, its width]` by caption id. */
export async function withSpace(
  fixture: IndexFixture,
  { kind, encoder }: Pick<VectorSpace, 'kind' | 'encoder'>,
  vectors: Embeddings,
): Promise<IndexFixture> {
  const clip = 0.6;
  const files = new Map(fixture.files);
  const entries: FileEntry[] = [];
  let first = 0;
  for (const { firstList, captions } of fixture.manifest.shards) {
    const { width, data } = vectors;
    const codes = quantise(
      { count: captions, width, data: data.subarray(first * width, (first + captions) * width) },
      clip,
    );
    const bytes = writeVectors(width, firstList, codes);
    const sha256 = await sha256Hex(bytes);
    files.set(`${sha256}.bin`, bytes);
    entries.push({ name: `${sha256}.bin`, bytes: bytes.length, sha256 });
    first += captions;
  }
  const manifest: Manifest = {
    ...fixture.manifest,
    spaces: [
      {
        kind,
        encoder,
        codec: { kind: 'i8', clip },
        captions: first,
        files: entries,
      },
    ],
  };
  files.set('manifest.json', new TextEncoder().encode(JSON.stringify(manifest)));
  return { ...fixture, manifest, files };
}

import { row } from '../../../core';
import {
  captionText,
  encodeResidual,
  frameOf,
  type Manifest,
  packedBytes,
  type ResidualParameters,
  readRouter,
  readShard,
  sha256Hex,
  writePackedShard,
  writeResidualFile,
  writeRouter,
} from '../../../index-shards/format';
import type { IndexFixture } from './index-fixture';

/** The same captions, lists and shards in residual codes: four bits along each axis, for widths up to 32. */
export async function inResidualCodes(fixture: IndexFixture): Promise<IndexFixture> {
  const { manifest, files, embeddings } = fixture;
  const { width } = manifest.model;
  const parameters: ResidualParameters = {
    width,
    runs: [{ bits: 4, count: 32 }],
    steps: Float32Array.from({ length: 32 }, (_, i) => (i < width ? 0.03 : 0)),
    basis: Float32Array.from({ length: 32 * width }, (_, i) => (i % width === Math.floor(i / width) ? 1 : 0)),
  };
  const coded = new Map<string, Uint8Array<ArrayBuffer>>();
  const keep = async (bytes: Uint8Array<ArrayBuffer>) => {
    const sha256 = await sha256Hex(bytes);
    coded.set(`${sha256}.bin`, bytes);
    return { name: `${sha256}.bin`, bytes: bytes.length, sha256 };
  };
  const old = readRouter(files.get(manifest.router.name)!, manifest.lists, width);
  const router = await keep(writeRouter(width, old.listSizes, old.graph, writeResidualFile(parameters)));
  const shards = [];
  for (const entry of manifest.shards) {
    const shard = readShard(files.get(entry.name)!, entry, width, manifest.captions);
    const lists = Array.from({ length: entry.lists }, (_, l) => {
      const rows = Array.from(
        { length: shard.listStarts[l + 1]! - shard.listStarts[l]! },
        (_, i) => shard.listStarts[l]! + i,
      );
      const vectors = rows.map((i) => row(embeddings, shard.ids[i]!));
      const mean = Array.from({ length: width }, (_, j) =>
        vectors.reduce((sum, vector) => sum + vector[j]! / vectors.length, 0),
      );
      const frame = frameOf(mean, 1);
      const codes = vectors.map((vector) => {
        const residual = new Float32Array(32);
        vector.forEach((x, j) => {
          residual[j] = x - frame.centre[j]! * frame.centreScale;
        });
        return encodeResidual(parameters, frame, residual);
      });
      return {
        ids: rows.map((i) => shard.ids[i]!),
        texts: rows.map((i) => captionText(shard, i)),
        frame,
        codes: Uint8Array.from(codes.flatMap(({ codes }) => [...codes])),
        inverseNorms: Uint16Array.from(codes, ({ inverseNorm }) => inverseNorm),
      };
    });
    const { firstList, lists: count, captions } = entry;
    shards.push({
      ...(await keep(writePackedShard(width, firstList, lists))),
      firstList,
      lists: count,
      captions,
    });
  }
  const its: Manifest = {
    ...manifest,
    codec: { kind: 'residual', bytes: packedBytes(parameters.runs) },
    router,
    shards,
  };
  for (const { name } of manifest.tags?.files ?? []) coded.set(name, files.get(name)!);
  coded.set('manifest.json', new TextEncoder().encode(JSON.stringify(its)));
  return { ...fixture, manifest: its, files: coded };
}

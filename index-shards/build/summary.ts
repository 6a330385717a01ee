import type { Manifest } from '../format';

const kilobytes = (bytes: number) => `${Math.round(bytes / 1024).toLocaleString('en')} KB`;

/** What an index holds, in a few lines. */
export function summary(manifest: Manifest): string {
  const { captions, codec, lists, model, recall, router, shards } = manifest;
  const bytes = shards.reduce((sum, shard) => sum + shard.bytes, router.bytes);
  const sizes = shards.map((shard) => shard.bytes);
  return [
    `${manifest.id}: ${manifest.title}`,
    `  model     ${model.id} (${model.revision}), d = ${model.width}`,
    `  captions  ${captions.toLocaleString('en')} in ${lists} lists, ${Math.round(captions / lists)} a list`,
    `  shards    ${shards.length}, ${kilobytes(Math.min(...sizes))} to ${kilobytes(Math.max(...sizes))}; router ${kilobytes(router.bytes)}`,
    `  bytes     ${kilobytes(bytes)}, ${Math.round(bytes / captions)} a caption`,
    `  codec     ${codec.kind}, ${codec.kind === 'i8' ? `clip ${codec.clip.toPrecision(4)}` : `${codec.bytes} bytes a caption`}`,
    `  recall@10 ${recall === null ? 'not measured' : `${recall.value} over ${recall.queries} held-out queries, against exact f32 search`}`,
    `  source    ${manifest.provenance.source} (${manifest.provenance.licence})`,
  ].join('\n');
}

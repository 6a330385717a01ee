import { allFiles, type Manifest, sizeOf } from '../../format';
import { tagList } from './report';

const number = (value: number) => value.toLocaleString('en');
const kilobytes = (bytes: number) => `${number(Math.round(bytes / 1024))} KB`;

/** What an index holds, in a few lines. */
export function summary(manifest: Manifest): string {
  const { captions, codec, languages, lists, model, router, shards, spaces = [], tags } = manifest;
  const bytes = sizeOf(allFiles(manifest));
  const sizes = shards.map((shard) => shard.bytes);
  return [
    `${manifest.id}: ${manifest.title}`,
    `  model     ${model.id} (${model.revision}), d = ${model.width}`,
    `  captions  ${number(captions)} in ${number(lists)} lists, ${Math.round(captions / lists)} a list`,
    ...(languages === undefined ? [] : [`  languages ${languages.join(', ')}`]),
    ...(tags === undefined || tags.languages.length === 0
      ? []
      : [`  tagged    by language: ${tagList(tags.languages, captions)}`]),
    ...(tags === undefined || tags.sources.length === 0
      ? []
      : [`  tagged    by source: ${tagList(tags.sources, captions)}`]),
    `  shards    ${shards.length}, ${kilobytes(Math.min(...sizes))} to ${kilobytes(Math.max(...sizes))}; router ${kilobytes(router.bytes)}`,
    `  bytes     ${kilobytes(bytes)}, ${Math.round(bytes / captions)} a caption`,
    `  codec     ${codec.kind}, ${codec.kind === 'i8' ? `clip ${codec.clip.toPrecision(4)}` : `${codec.bytes} bytes a caption`}`,
    ...spaces.map(
      ({ kind, encoder, ...space }) =>
        `  ${kind === 'text' ? 'also text' : 'pictures '} ${encoder.id} (${encoder.revision}), d = ${encoder.width}, for ${number(space.captions)} captions`,
    ),
    ...recallLines(manifest),
    `  source    ${manifest.provenance.source} (${manifest.provenance.licence})`,
    `  made by   ${manifest.createdBy}`,
  ].join('\n');
}

function recallLines({ recall }: Manifest): string[] {
  if (recall === null) return ['  recall@10 not measured'];
  const { queries, sets, value } = recall;
  return [
    `  recall@10 ${value} over ${number(queries)} held-out queries, against exact f32 search`,
    ...(sets ?? []).map(
      (set) =>
        `            ${set.name} (${number(set.queries)}): ${set.exhaustive} with every caption compared, ${set.routed === null ? 'not measured' : set.routed} as the app searches`,
    ),
  ];
}

import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { kernelsInNode } from '../../workers/retrieval/kernels/node';
import {
  allFiles,
  type CaptionTags,
  type Codec,
  type FileEntry,
  FORMAT_VERSION,
  type Manifest,
  type ManifestModel,
  parseManifest,
  type VectorSpace,
} from '../format';
import { openCaptions } from './clean/caption-files';
import type { CleaningReport } from './clean/clean';
import { readTagsOf } from './clean/tags';
import { chooseCodec } from './codec/choose';
import type { Matrix } from './embed/matrix';
import { filledRows } from './embed/pictures';
import { fittedBefore } from './fitted';
import { usualListSize } from './lists/list-size';
import { makeLists } from './lists/make-lists';
import { PASSES } from './lists/reassign';
import type { Leaf } from './lists/tree/tree';
import { Lists } from './pack/leaves';
import { type PackedFiles, packFiles } from './pack/pack';
import { captionsOf } from './prepare';
import { joinQueries, type QuerySet } from './queries/queries';
import { makeQueries } from './queries/query-sets';
import { buildReport, REPORT_NAME } from './report/report';
import type { IndexSettings } from './settings';
import { type Beside, openBeside } from './spaces/extra-spaces';
import {
  type CleanCaptions,
  describeEncoder,
  openGiven,
  openOwnSpace,
  ownSpaces,
  readFingerprint,
} from './spaces/spaces';
import { fileIdentity, writeWhole } from './stages/files';
import type { Progress } from './stages/progress';
import { digest, keyOf, type WorkFolder } from './stages/stages';
import { exactIds } from './verify/exact';
import { measureRecall, measureRouting, type Recall } from './verify/recall';

/**
 * The second half of a build: from captions and embeddings in the work folder to an index in `settings.out`. The same
 * captions, embeddings and settings give the same bytes.
 * @returns the manifest, which is written last
 */
export async function finish(
  work: WorkFolder,
  settings: IndexSettings,
  progress: Progress,
): Promise<Manifest> {
  const captions = captionsOf(work);
  const { model, embeddings } = await openEmbeddings(work, settings, captions);
  const base = keyOf(
    captions.sha256,
    model.fingerprint,
    settings.embeddings.map(fileIdentity),
    settings.seed,
    settings.createdBy,
  );
  const queries = await makeQueries(work, base, settings, captions, model.width, progress);
  const heldOut = joinQueries(
    queries.map((set) => set.heldOut),
    model.width,
  );
  const kernels = await kernelsInNode(model.width);

  const listSize = settings.listSize ?? usualListSize(embeddings.count);
  const tree = await work.stage<readonly Leaf[]>(
    'lists',
    keyOf(base, listSize, settings.inMemory, PASSES),
    (folder) => makeLists(folder, embeddings, { ...settings, listSize }, progress),
  );
  const lists = new Lists(tree.folder, tree.result, embeddings);
  const tuning = queries.map((set) => set.tuning);
  const { codec, ...chosen } = await chooseCodec(
    work,
    settings,
    { base, embeddings, lists, listsKey: tree.key, tuning },
    kernels,
    progress,
  );
  const beside = await openBeside(work, base, settings, captions, progress);

  const packed = await work.stage(
    'pack',
    keyOf(
      tree.key,
      chosen.key,
      settings.shardBytes,
      settings.out,
      beside.map((space) => [space.key, space.clip, space.encoder]),
      captions.tags?.sha256,
    ),
    (folder) =>
      packFiles(
        folder,
        lists,
        openCaptions(captions.folder),
        kernels,
        {
          out: settings.out,
          codec,
          shardBytes: settings.shardBytes,
          spaces: beside,
          tags: captions.tags === null ? null : readTagsOf(captions.folder, captions.tags, captions.captions),
        },
        progress,
      ),
    (files) => filesOf(files).every(({ name }) => existsSync(join(settings.out, name))),
  );
  const untuned = describe(settings, captions, lists, model, codec.stated, packed.result, beside);
  const { result: routing } = await work.stage(
    'routing',
    keyOf(packed.result, tuning.map(digest)),
    async () => measureRouting(settings.out, untuned, tuning, progress),
  );
  const unmeasured: Manifest = routing === null ? untuned : { ...untuned, routing };

  const truth = await work.stage('truth', keyOf(base, digest(heldOut)), async () => {
    progress.begin('searching exactly, in f32');
    const ids = await exactIds(embeddings, heldOut, 10, progress);
    progress.end();
    return ids;
  });
  const measured = await work.stage('recall', keyOf(packed.result, truth.key, routing), () =>
    measureRecall(settings.out, unmeasured, heldOut, truth.result, progress),
  );
  const manifest: Manifest = {
    ...unmeasured,
    recall: summarise(queries, measured.result),
    ...fittedBefore(settings.out, model),
  };
  const report = buildReport(
    work.finished<CleaningReport>('clean')!.result,
    manifest,
    { ...settings, listSize },
    chosen.report,
    lists.sizes,
  );
  publish(settings.out, manifest, report);
  return manifest;
}

function filesOf({ router, shards, spaces, tags }: PackedFiles): FileEntry[] {
  return [router, ...shards, ...spaces.flat(), ...tags];
}

async function openEmbeddings(
  work: WorkFolder,
  settings: IndexSettings,
  captions: CleanCaptions,
): Promise<{ readonly model: ManifestModel; readonly embeddings: Matrix }> {
  const { model } = settings;
  if (model.checkpoint === null) {
    const fingerprint = readFingerprint(model.fingerprint);
    const width = fingerprint.embedding.length;
    return {
      model: { id: model.id, revision: model.revision, width, fingerprint },
      embeddings: openGiven(settings.embeddings, captions, width),
    };
  }
  const { id, revision, width, fingerprint } = await describeEncoder(work, 'model', model.checkpoint);
  const own = (await ownSpaces(settings, work)).find(({ name }) => name === 'embed');
  return {
    model: { id, revision, width, fingerprint: fingerprint! },
    embeddings:
      own === undefined ? openGiven(settings.embeddings, captions, width) : openOwnSpace(work, own, captions),
  };
}

function describe(
  settings: IndexSettings,
  captions: CleanCaptions,
  lists: Lists,
  model: ManifestModel,
  codec: Codec,
  packed: PackedFiles,
  beside: readonly Beside[],
): Manifest {
  const spaces = beside.map(
    ({ kind, encoder, clip, embeddings }, s): VectorSpace => ({
      kind,
      encoder,
      codec: { kind: 'i8', clip },
      captions: filledRows(embeddings),
      files: packed.spaces[s]!,
    }),
  );
  const tags: CaptionTags | null =
    captions.tags === null
      ? null
      : { languages: captions.tags.language, sources: captions.tags.source, files: packed.tags };
  const tagged = tags?.languages.map(({ name }) => name) ?? [];
  const languages = settings.languages.length > 0 ? settings.languages : tagged;
  return {
    formatVersion: FORMAT_VERSION,
    id: settings.id,
    title: settings.title,
    createdBy: settings.createdBy,
    model,
    metric: 'cosine',
    codec,
    captions: captions.captions,
    lists: lists.count,
    router: packed.router,
    shards: packed.shards,
    provenance: settings.provenance,
    recall: null,
    ...(languages.length === 0 ? {} : { languages }),
    ...(spaces.length === 0 ? {} : { spaces }),
    ...(tags === null ? {} : { tags }),
  };
}

function summarise(sets: readonly QuerySet[], measured: readonly Recall[]): Manifest['recall'] {
  const mean = (values: readonly number[]) =>
    Number((values.reduce((sum, value) => sum + value, 0) / values.length).toFixed(4));
  let start = 0;
  const bySet = sets
    .map(({ name, heldOut }) => {
      const its = measured.slice(start, start + heldOut.count);
      start += heldOut.count;
      const routed = its.flatMap((recall) => recall.routed ?? []);
      return {
        name,
        queries: its.length,
        exhaustive: mean(its.map((recall) => recall.exhaustive)),
        routed: routed.length === its.length ? mean(routed) : null,
      };
    })
    .filter(({ queries }) => queries > 0);
  const value = mean(measured.map((recall) => recall.routed ?? recall.exhaustive));
  return measured.length === 0 ? null : { at: 10, queries: measured.length, value, sets: bySet };
}

/**
 * Manifest and report in one step each, the manifest last; files of an earlier build go.
 * @throws FernglassError `manifest-invalid` where no reader would take it, before anything is written.
 */
function publish(out: string, manifest: Manifest, report: unknown): void {
  const text = `${JSON.stringify(manifest, null, 1)}\n`;
  parseManifest(JSON.parse(text));
  mkdirSync(out, { recursive: true });
  writeWhole(join(out, REPORT_NAME), `${JSON.stringify(report, null, 1)}\n`);
  writeWhole(join(out, 'manifest.json'), text);
  const named = new Set(allFiles(manifest).map(({ name }) => name));
  for (const name of readdirSync(out))
    if (/^[0-9a-f]{64}\.bin(\.new)?$/.test(name) && !named.has(name)) rmSync(join(out, name));
}

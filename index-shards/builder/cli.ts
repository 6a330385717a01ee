import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { FernglassError } from '../../core';
import { buildIndex, mergeIndex } from './build';
import type { CleaningReport } from './clean/clean';
import {
  checkpointOf,
  indexSettings,
  inputSettings,
  readArguments,
  type Values,
  wholeNumber,
  workBase,
  workFolder,
} from './command/options';
import { USAGE } from './command/usage';
import { cleanCaptions } from './prepare';
import { recipeLines } from './recipes';
import { cleaningLines, readReport } from './report/report';
import { summary } from './report/summary';
import { textBytesOf } from './report/text-bytes';
import { showProgress } from './stages/progress';
import { WorkFolder } from './stages/stages';
import { checkFiles } from './verify/files';
import { checkWithEncoder, checkWithWork, readManifest } from './verify/verify';

const progress = showProgress(process.stderr);

async function build(values: Values): Promise<void> {
  const settings = indexSettings(values, workFolder(values, 'build'));
  const manifest = await buildIndex(settings, inputSettings(values), progress);
  const cleaned = new WorkFolder(settings.work).finished<CleaningReport>('clean')!.result;
  console.log(cleaningLines(cleaned).join('\n'));
  if (manifest === null) console.log(`Partition ${values.partition} is embedded in ${settings.work}.`);
  else await printIndex(settings.out);
}

async function merge(values: Values, named: readonly string[]): Promise<void> {
  const settings = indexSettings(values, workFolder(values, 'merge'));
  await mergeIndex(settings, named.length > 0 ? named : ownParts(workBase(values)), progress);
  await printIndex(settings.out);
}

/** The work folders of partitions under `base`. */
function ownParts(base: string): string[] {
  const names = existsSync(base) ? readdirSync(base).filter((name) => /^part-\d+-of-\d+$/.test(name)) : [];
  return names.sort().map((name) => join(base, name));
}

async function clean(values: Values): Promise<void> {
  const work = new WorkFolder(workBase(values));
  const { folder } = await cleanCaptions(work, values.embeddings, inputSettings(values), progress);
  console.log(cleaningLines(work.finished<CleaningReport>('clean')!.result).join('\n'));
  console.log(`They are in ${join(folder, 'captions.txt')}, one a line.`);
}

async function printIndex(folder: string): Promise<void> {
  const report = readReport(folder);
  for (const { clip, recall } of report?.clipTrials ?? [])
    console.log(`clip ${clip.toPrecision(4)}: recall@10 ${recall.toFixed(4)} on tuning queries`);
  console.log(summary(readManifest(folder)));
}

function inspect(folder: string): void {
  const manifest = readManifest(folder);
  console.log(summary(manifest));
  const texts = textBytesOf(folder, manifest) / manifest.captions;
  console.log(`  texts     ${texts.toFixed(1)} of the bytes a caption`);
  const report = readReport(folder);
  if (report === null) return;
  const { least, median, most } = report.listSizes;
  console.log(`  lists     ${least} to ${most} captions, half of them ${median} or more`);
  console.log(cleaningLines(report.cleaning).join('\n'));
}

async function verify(values: Values, folder: string): Promise<void> {
  const manifest = readManifest(folder);
  if (values.work !== undefined) {
    const found = await checkWithWork(folder, manifest, new WorkFolder(values.work), progress);
    const routed = found.routed === null ? 'not measured' : found.routed.toFixed(4);
    console.log(
      `recall@10 over ${found.queries} held-out queries: ${found.exhaustive.toFixed(4)} with every caption compared, ${routed} as the app searches`,
    );
  } else if (values.model !== undefined) {
    const checkpoint = checkpointOf(values, values.model);
    const found = await checkWithEncoder(
      folder,
      manifest,
      checkpoint,
      wholeNumber(values, 'sample', 1),
      progress,
    );
    await checkpoint.dispose();
    console.log(
      `${found.captions} captions embedded afresh: cosine to the stored vector ${found.meanCosine.toFixed(4)} on average, ${found.leastCosine.toFixed(4)} at least; recall@10 among them ${found.recall.toFixed(4)}`,
    );
  } else {
    await checkFiles(folder, manifest, () => {}, progress);
    console.log('recall@10 was not measured: that takes --model or --work.');
  }
  console.log(`All files of ${manifest.id} are whole and belong together.`);
}

try {
  const { values, positionals } = readArguments(process.argv.slice(2));
  const [command, folder] = positionals;
  if (values.help) console.log(USAGE);
  else if (command === 'recipes' && positionals.length === 1) console.log(recipeLines().join('\n'));
  else if (command === 'build' && positionals.length === 1) await build(values);
  else if (command === 'merge') await merge(values, positionals.slice(1));
  else if (command === 'clean' && positionals.length === 1) await clean(values);
  else if (command === 'inspect' && folder !== undefined) inspect(folder);
  else if (command === 'verify' && folder !== undefined) await verify(values, folder);
  else throw new FernglassError('input-invalid', USAGE);
} catch (error) {
  if (!(error instanceof FernglassError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}

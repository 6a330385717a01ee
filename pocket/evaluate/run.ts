import { type Embeddings, FernglassError, row, sameSettings, stack } from '../../core';
import { loadNodeEncoder } from '../../workers/encoder/node';
import { openLocalIndex } from '../../workers/retrieval/search/local.ts';
import { world } from '../world.ts';
import { domainList } from './class-lists.ts';
import { atomsOf } from './classify.ts';
import {
  allRows,
  type Bench,
  checkIndex,
  type JudgedList,
  judgeList,
  judgeWorld,
  photosOf,
  picturesOf,
  rowNames,
} from './evaluate.ts';
import { embedReadable, openFolder } from './folder.ts';
import { FurtherMethods } from './further/index.ts';
import { furtherMethods } from './further/methods.ts';
import { classAtoms } from './judge.ts';
import { chosenDefaults, methodsWith } from './methods.ts';
import type { FolderOptions, Options, WorldOptions } from './options.ts';
import { marginLines } from './others.ts';
import { drawingsOf, drawMissing, forgetPictures, heldOut, type LabelledPicture } from './pictures.ts';
import type { Row } from './rows.ts';
import { SWEPT_DEPTH, sweep } from './sweep.ts';
import { sweepLines } from './sweep-table.ts';
import { perClassLines, tableLines } from './table.ts';

/** What an evaluation found: lines to print, and the rows of `--json`. */
export interface Report {
  readonly lines: readonly string[];
  readonly rows: readonly Row[];
}

const domains = world.map(({ knowledge }) => knowledge);
/** The methods that tables by class and of margins compare. */
const COMPARED = ['zero-shot', 'core'] as const;

/**
 * Does what was asked for on the command line.
 * @throws FernglassError when the model, the index or the labels cannot be used
 */
export async function run(options: Options): Promise<Report> {
  const index = await openLocalIndex(options.index);
  const encoder = await loadNodeEncoder(options.model, { precision: options.precision });
  const chosen = chosenDefaults();
  // A checkpoint that does not say its scale shows margins as the page has them then.
  const logitScale = encoder.settings.logits.scale ?? 100;
  const { settings } = chosen;
  const tools = { encoder, index, logitScale, domains, k: settings.k };
  try {
    await checkIndex(tools);
    const further = await FurtherMethods.open(furtherMethods(settings), tools, options.index);
    const bench: Bench = { encoder, index, logitScale, methods: methodsWith(settings), further };
    return options.what.kind === 'world'
      ? await runWorld(bench, options, options.what, chosen.retrievalPrompt)
      : await runFolder(bench, options, options.what);
  } finally {
    await encoder.dispose();
  }
}

async function runFolder(bench: Bench, options: Options, folder: FolderOptions): Promise<Report> {
  const { photos, labels, prompt, retrievalPrompt } = folder;
  const asked = { zeroShot: prompt, retrieval: retrievalPrompt };
  const { list, pictures, problems: missing } = await openFolder(photos, labels, asked, domains);
  const { embeddings, readable, problems: unreadable } = await embedReadable(bench.encoder, pictures);
  const problems = [...missing, ...unreadable];
  const complaint = [
    `${problems.length} ${problems.length === 1 ? 'problem' : 'problems'} in ${labels}`,
    ...problems.map((problem) => `  ${problem}`),
  ];
  if (readable.length === 0)
    throw new FernglassError(
      'input-invalid',
      [`None of the pictures listed in ${labels} can be used.`, ...complaint].join('\n'),
    );
  const lists = [await judgeList(bench, list, readable, await photosOf(bench, embeddings))];
  const heading = `${list.classes.length} classes, ${readable.length} pictures, ${bench.index.captionsPresent} captions, ${options.precision}; prompts “${list.prompts.zeroShot}”, “${list.prompts.retrieval}”`;
  const report = reportOf([heading], lists, bench, options);
  return problems.length === 0 ? report : { ...report, lines: [...report.lines, '', ...complaint] };
}

async function runWorld(
  bench: Bench,
  options: Options,
  what: WorldOptions,
  retrievalPrompt: string,
): Promise<Report> {
  const { split, perClass, others } = what;
  if (what.redraw) forgetPictures();
  await drawMissing({ split, perClass });
  if (others > 0) await drawMissing({ others });
  const pictures = heldOut(split, perClass);
  console.error(`Embedding ${pictures.length} pictures …`);
  const embeddings = await bench.encoder.embedPhotos(pictures.map(({ file }) => file));
  if (what.sweep) return { lines: await sweepWorld(bench, pictures, embeddings, retrievalPrompt), rows: [] };
  const lists = await judgeWorld(bench, domains, pictures, embeddings, retrievalPrompt);
  const classes = domains.reduce((sum, { classes }) => sum + classes.length, 0);
  const heading = `${classes} classes, ${pictures.length} ${split} pictures, ${bench.index.captionsPresent} captions, ${options.precision}`;
  const report = reportOf([heading], lists, bench, options);
  if (others === 0) return report;
  const files = drawingsOf({ others }).map(({ file }) => file);
  const strangers = await bench.encoder.embedPhotos(files);
  const margins = await marginLines(bench, domains, lists, strangers, retrievalPrompt, 'core');
  return { ...report, lines: [...report.lines, ...margins] };
}

function reportOf(
  heading: readonly string[],
  lists: readonly JudgedList[],
  bench: Bench,
  { perClassTable }: Options,
): Report {
  const names = rowNames(bench);
  const rows = allRows(lists, names);
  const byClass = lists.filter(({ domain }) => domain !== 'all');
  return {
    lines: [
      ...heading,
      '',
      ...tableLines(rows),
      ...(perClassTable
        ? byClass.flatMap(({ domain, judged }) => perClassLines(domain, judged, names, COMPARED))
        : []),
    ],
    rows: rows.map((one) => one.row),
  };
}

async function sweepWorld(
  { encoder, index, methods }: Bench,
  pictures: readonly LabelledPicture[],
  embeddings: Embeddings,
  retrievalPrompt: string,
): Promise<string[]> {
  const swept = [];
  for (const knowledge of domains) {
    const list = domainList(knowledge, retrievalPrompt);
    const own = picturesOf(list, knowledge.slug, pictures);
    const images = stack(own.map(({ at }) => row(embeddings, at)));
    swept.push({
      images: await atomsOf(images, images, index, SWEPT_DEPTH),
      classes: await classAtoms(list, encoder.embedTexts, index, SWEPT_DEPTH),
      labels: own.map(({ label }) => label),
      isTail: own.map(({ part }) => part === 'tail'),
    });
  }
  const results = sweep(swept);
  const slugs = domains.map(({ slug }) => slug);
  const { settings } = methods.find(({ name }) => name === 'core')!;
  const current = results.find((one) => sameSettings(one.settings, settings)) ?? results[0]!;
  return [
    `${pictures.length} pictures of ${domains.length} domain(s)`,
    ...sweepLines(results, current, slugs),
  ];
}

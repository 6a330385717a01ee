import { fileURLToPath } from 'node:url';
import { FernglassError } from '../../core';
import { loadNodeEncoder } from '../../workers/encoder/node';
import { openLocalIndex } from '../../workers/retrieval/search/local.ts';
import { world } from '../world.ts';
import { coverageLines } from './coverage/coverage-lines.ts';
import { FurtherMethods } from './further/index.ts';
import { furtherMethods } from './further/methods.ts';
import type { FolderOptions, Options, WorldOptions } from './options.ts';
import { domainList } from './pictures/class-lists.ts';
import { embedReadable, type LabelledFolder, openFolder } from './pictures/folder.ts';
import { type ClassCounts, halved } from './pictures/halves.ts';
import { keepingEmbeddings } from './pictures/kept-embeddings.ts';
import { layOut } from './pictures/lay-out.ts';
import { domainsOf, drawingsOf, drawMissing, forgetPictures, heldOut } from './pictures/pictures.ts';
import {
  allRows,
  type Bench,
  checkIndex,
  judgeList,
  judgeWorld,
  photosOf,
  picturesOf,
  rowNames,
} from './ranking/evaluate.ts';
import type { JudgedList } from './ranking/judge.ts';
import { chosenDefaults, methodsWith } from './ranking/methods.ts';
import { fitLines } from './scales/fit-scales.ts';
import { strangerLines } from './strangers/strangers.ts';
import { sweepLists } from './sweep/sweep-lists.ts';
import { againstLines, type KeptAnswers, keptAnswers, readAnswers } from './tables/against.ts';
import { gainLines } from './tables/gain.ts';
import type { Row } from './tables/rows.ts';
import { spoiledLines } from './tables/spoiled.ts';
import { perClassLines, tableLines } from './tables/table.ts';

/** What an evaluation found: lines to print, and the rows of `--json`. */
export interface Report {
  readonly lines: readonly string[];
  readonly rows: readonly Row[];
  /** Which pictures each method had right; null where no table was asked for. */
  readonly answers: KeptAnswers | null;
}

/** Where embeddings of pictures are kept from run to run. */
const KEPT = fileURLToPath(new URL('../../.cache/evaluate', import.meta.url));
const everyDomain = world.map(({ knowledge }) => knowledge);
/** The methods that tables by class and of margins compare. */
const COMPARED = ['zero-shot', 'core'] as const;

/**
 * Does what was asked for on the command line.
 * @throws FernglassError when the model, the index or the labels cannot be used
 */
export async function run(options: Options): Promise<Report> {
  // Before minutes are spent: whether there is anything to compare with.
  if (options.against !== null) readAnswers(options.against);
  const index = await openLocalIndex(options.index);
  const { model, precision } = options;
  const encoder = keepingEmbeddings(await loadNodeEncoder(model, { precision }), model, precision, KEPT);
  const chosen = chosenDefaults();
  // A checkpoint that does not say its scale shows margins as the page has them then.
  const logitScale = encoder.settings.logits.scale ?? 100;
  const { settings } = chosen;
  const scales = index.manifest.scales ?? null;
  const tools = { encoder, index, logitScale, scales, domains: everyDomain, k: settings.k };
  try {
    await checkIndex(tools);
    const [own, others] = chosenMethods(methodsWith(settings), furtherMethods(settings), options.methods);
    const further = await FurtherMethods.open(others, tools, options.index);
    const bench: Bench = { encoder, index, logitScale, scales, methods: own, further };
    return options.what.kind === 'world'
      ? await runWorld(bench, options, options.what, chosen.retrievalPrompt)
      : await runFolder(bench, options, options.what);
  } finally {
    await encoder.dispose();
  }
}

/**
 * The methods of the rows asked for, and zero-shot, which all are compared with.
 * @throws FernglassError `input-invalid` for a name that no row has
 */
function chosenMethods<A extends { readonly name: string }, B extends { readonly name: string }>(
  own: readonly A[],
  further: readonly B[],
  asked: readonly string[] | null,
): readonly [readonly A[], readonly B[]] {
  if (asked === null) return [own, further];
  const names = [...own, ...further].map(({ name }) => name);
  const unknown = asked.find((name) => !names.includes(name));
  if (unknown !== undefined)
    throw new FernglassError(
      'input-invalid',
      `There is no method “${unknown}”. There are ${names.join(', ')}.`,
    );
  const wanted = new Set([names[0]!, ...asked]);
  return [own.filter(({ name }) => wanted.has(name)), further.filter(({ name }) => wanted.has(name))];
}

async function runFolder(bench: Bench, options: Options, folder: FolderOptions): Promise<Report> {
  const { photos, labels, prompt, retrievalPrompt } = folder;
  const asked = { zeroShot: prompt, retrieval: retrievalPrompt };
  const opened = await openFolder(photos, labels, asked, everyDomain);
  const { list, pictures, read, problems: missing } = opened;
  const where = labels.labels ?? photos;
  const counts = await countsFor(folder.halves, opened, bench);
  const halves = counts && halved(pictures, counts);
  const {
    embeddings,
    readable,
    problems: unreadable,
  } = await embedReadable(bench.encoder, halves?.pictures ?? pictures);
  const problems = [
    ...missing,
    ...unreadable,
    ...(counts !== null && halves === null
      ? [`all classes have as many ${counts.of}: no head and no tail`]
      : []),
  ];
  const complaint = [
    `${problems.length} ${problems.length === 1 ? 'problem' : 'problems'} in ${where}`,
    ...problems.map((problem) => `  ${problem}`),
  ];
  if (readable.length === 0)
    throw new FernglassError(
      'input-invalid',
      [`None of the pictures listed in ${where} can be used.`, ...complaint].join('\n'),
    );
  if (folder.sweep) {
    const own = readable.map(({ label, part }, at) => ({ at, label, part }));
    const lines = await sweepLists(bench, [{ name: list.domain, list, own }], embeddings);
    return { lines: [...lines, ...(problems.length === 0 ? [] : complaint)], rows: [], answers: null };
  }
  const lists = [await judgeList(bench, list, readable, await photosOf(bench, embeddings))];
  const heading = `${list.classes.length} classes, ${readable.length} pictures, ${bench.index.captionsPresent} captions, ${options.precision}; prompts “${list.prompts.zeroShot}”, “${list.prompts.retrieval}”`;
  const lines = [heading, ...(read === null ? [] : [read]), ...(halves ? [halves.line] : [])];
  const report = reportOf(lines, lists, bench, options);
  return problems.length === 0 ? report : { ...report, lines: [...report.lines, '', ...complaint] };
}

/**
 * What head and tail of a folder are told apart by; null where its parts say so themselves, or nothing does.
 * @throws FernglassError `input-invalid` where training photos are asked for and not counted
 */
async function countsFor(
  halves: FolderOptions['halves'],
  { list, training }: LabelledFolder,
  { further }: Bench,
): Promise<ClassCounts | null> {
  if (halves === 'captions') {
    const names = list.classes.map((own) => own.names);
    const counted = [...(await further.countNames(names.flat()))];
    return {
      counts: names.map((own) => counted.splice(0, own.length).reduce((sum, count) => sum + count, 0)),
      of: 'captions that name them',
    };
  }
  if (training !== null) return { counts: training.counts, of: `training photos (${training.of})` };
  if (halves === null) return null;
  throw new FernglassError(
    'input-invalid',
    'Nothing says how many training photos there are. Labels with a part train say so, or --training FILE with classes and counts.',
  );
}

async function runWorld(
  bench: Bench,
  options: Options,
  what: WorldOptions,
  retrievalPrompt: string,
): Promise<Report> {
  const { split, perClass, after, domain, others } = what;
  if (what.redraw) forgetPictures();
  await drawMissing({ split, perClass, domain });
  if (others > 0) await drawMissing({ others });
  const drawn = domainsOf(domain);
  const domains = drawn.map(({ knowledge }) => knowledge);
  const pictures = heldOut(split, perClass, drawn, after);
  if (what.layOut !== null) layOut(what.layOut, domains, pictures);
  console.error(`Embedding ${pictures.length} pictures …`);
  const embeddings = await bench.encoder.embedPhotos(pictures.map(({ file }) => file));
  if (what.fitScale)
    return {
      lines: await fitLines(bench, domains, pictures, embeddings, retrievalPrompt, options),
      rows: [],
      answers: null,
    };
  if (what.coverage)
    return {
      lines: await coverageLines(bench, domains, pictures, embeddings, retrievalPrompt, options.index),
      rows: [],
      answers: null,
    };
  if (what.sweep)
    return {
      lines: await sweepLists(
        bench,
        domains.map((knowledge) => {
          const list = domainList(knowledge, retrievalPrompt);
          return { name: knowledge.slug, list, own: picturesOf(list, knowledge.slug, pictures) };
        }),
        embeddings,
      ),
      rows: [],
      answers: null,
    };
  const lists = await judgeWorld(bench, domains, pictures, embeddings, retrievalPrompt);
  const classes = domains.reduce((sum, { classes }) => sum + classes.length, 0);
  const heading = `${classes} classes, ${pictures.length} ${split} pictures, ${bench.index.captionsPresent} captions, ${options.precision}`;
  const report = reportOf([heading], lists, bench, options);
  if (others === 0) return report;
  const files = drawingsOf({ others }).map(({ file }) => file);
  const strangers = await bench.encoder.embedPhotos(files);
  const told = await strangerLines(bench, domains, pictures, embeddings, strangers, retrievalPrompt);
  return { ...report, lines: [...report.lines, ...told] };
}

function reportOf(
  heading: readonly string[],
  lists: readonly JudgedList[],
  bench: Bench,
  { perClassTable, against }: Options,
): Report {
  const names = rowNames(bench);
  const rows = allRows(lists, names);
  const byClass = lists.filter(({ domain }) => domain !== 'all');
  return {
    lines: [
      ...heading,
      '',
      ...tableLines(rows),
      ...gainLines(lists, names, ['core', 'core-paper']),
      ...lists.filter(({ classes }) => classes > 1).flatMap((list) => spoiledLines(list, names)),
      ...(perClassTable
        ? byClass.flatMap(({ domain, judged }) => perClassLines(domain, judged, names, COMPARED))
        : []),
      ...(against === null ? [] : againstLines(lists, names, readAnswers(against))),
    ],
    rows: rows.map((one) => one.row),
    answers: keptAnswers(lists, names),
  };
}

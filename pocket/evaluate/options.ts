import { parseArgs } from 'node:util';
import { FernglassError } from '../../core';
import type { Precision } from '../../workers/protocol/index.ts';
import type { Knowledge } from '../domain.ts';
import type { HalvedBy } from './pictures/halves.ts';
import { COLUMN_NAMES, type ColumnName, type LabelFiles } from './pictures/labels.ts';
import type { HeldOutSplit } from './pictures/pictures.ts';

/** What `--help` prints. */
export const HELP = `npm run eval -- [OPTIONS]: accuracy of zero-shot classification, CoRE and the other methods, with the app's own code.

Pictures of the pocket world, held out from training (drawn when first needed, then kept in pocket/.work):
  --split test|validation|far
                            styles that neither training nor the choice of settings saw; training's and some of validation's own; or these
                            own ones alone, turned, mirrored, and with bolder or finer lines than training has (test)
  --per-class N             pictures of each class (20)
  --after N                 leave out the first N of them, which something was chosen on (0)
  --domain SLUG             circuits, components or ferns alone
  --lay-out DIR             also put the pictures into DIR as the page and --photos take them: domain/class/file, and domain.txt with the
                            class list, all names of each class
  --others N                also draw N pictures of something else, and compare scores that tell such strangers
  --coverage                how captions cover each of all classes, against its Acc@1 under CoRE (rank correlations)
  --fit-scale               on validation pictures: the scale of each method's shares by least log loss, before and after, and from
                            which margin and likeness on answers are confident
  --write                   with --fit-scale: put both into the index's manifest
  --redraw                  forget the pictures drawn before

A labelled folder of any kind:
  --photos DIR              the pictures; without --labels, a folder for each class (class/file, split/class/file)
  --labels FILE             what the page's “Open labels” takes: CSV, TSV or another table, whose columns are told by their names, COCO's
                            JSON; pictures are found by name or path, with extension or without. A class may have more names: "name | other name"
  --columns NAMES           columns of other names: "file=image_id, class=dx, group=lesion_id, part=split"
  --codes FILE              a table that says what codes of classes mean (HAM10000's are known); may be given again, as for scientific
                            names in one file and common ones in another
  --training FILE           how many training photos each class has: a table class,count, or labels of these photos. Else those of the part
                            train are counted (split/class/file, a column part or split)
  --with-training           also evaluate the pictures of that part, which are counted alone otherwise
  --halves captions|training  tell head and tail apart by the captions that name a class, or by its training photos (these where counted)
  --classes FILE            the class list, a line a class as on the page; by default the labels' own classes, in order of appearance
  --prompt TEMPLATE         zero-shot prompt; by default a pocket domain's where all classes are its own, else "a photo of a {}"
  --retrieval-prompt TEMPLATE  by default "a photo of a {}"

Both:
  --sweep                   on validation or far pictures, or a folder: Acc@1 for a grid of α, β, τ and k, as the mean over the domains
  --precision fp32|fp16|q8  weights (fp32)
  --model DIR               a checkpoint with its onnx folder (public/models/pocket-siglip)
  --index DIR               a caption index made with that model (index-shards/pocket)
  --methods NAMES           rows of these methods alone, zero-shot with them: "core,transclip"
  --per-class-table         also print each class's accuracy
  --answers FILE            also write which pictures each method had right; --against FILE: what this model and index gain on such answers, on
                            the same pictures, with paired intervals over classes
  --json FILE               also write the rows: {domain, method, part, n, groups, acc1, acc5, balanced, macroF1, ece, acc1Low, acc1High, …}

Methods: zero-shot; core-alpha, core-alpha-t2t, core-alpha-t2t-beta: the components of CoRE one after the other; core: all of them, with
the settings of pocket/defaults.json; core-paper: all of them with the paper's settings, where the page starts with other models; core-released: as the
authors' code runs (linear image weights, τ text→text 0.01, near-duplicates at 0.94 once, one retrieval prompt with all names of a class);
core-varied: as core, with 24 captions, near-duplicates at 0.96 once; core-careful: with 16, and 0.3 of each score zero-shot;
core-lexical, core-hybrid: as core, with captions of the classes found by their names (BM25), or by name and meaning together;
core-descriptions: as core-hybrid, from cupl's prototypes, with the descriptions in what captions are sought by.
The others have their papers' values: x-more (pictures in random order), caption-ensemble, cased (right where its first candidate is a name
of the class; no class list), cupl (sentences of pocket/knowledge on the shapes of pocket classes), autoclip (the prompt and six general templates), real, zlap
(over the pictures of the list), transclip, transclip-core (likewise, from zero-shot or from core), tip-adapter-N (N accepted pictures a class: those of one fifth are used for the next).
Domains: pictures are ranked among the classes of their domain with its own prompt; "all" is these together, "all classes" ranks each among
the classes of all domains with the prompt "a photo of a {}". Head and tail are the halves of a domain's classes whose names are
common and rare in training; in a folder of your own, the halves with most and least training photos or captions, where these are counted;
else the column part has the word, then a pocket class's place.
Names: all names of a class are merged into one prototype (direction of the mean of their embeddings), as on the page. Of a labelled
folder only the names that its labels or the class list give are used, for pocket classes too.
Figures: Acc@1, Acc@5; balanced accuracy, the mean of the classes' recalls; macro F1, the mean of their F1; ECE, how far shares of the best
class lie from the part that is right (15 bins). Where every class has as many pictures, balanced accuracy is Acc@1.
Spoiled classes: those that lose more than 10 points of Acc@1 against zero-shot.
Intervals: 95 %, from 1,000 bootstrap resamples, moved by the bias of the resamples; differences are paired. Pictures of a pocket class are
renderings of one thing, and are right or wrong together: whole classes are resampled. Of a labelled folder, pictures are, and those that the
column group says show one thing (a lesion, a symbol drawn in several ways) together. Counts of spoiled classes resample pictures within them.
`;

type Slug = Knowledge['slug'];
const SLUGS = ['circuits', 'components', 'ferns'] as const satisfies readonly Slug[];

/** What was asked for on the command line. */
export interface Options {
  readonly precision: Precision;
  readonly model: string;
  readonly index: string;
  readonly perClassTable: boolean;
  readonly json: string | null;
  /** Where to write which pictures each method had right, and whose such answers to compare with. */
  readonly answers: string | null;
  readonly against: string | null;
  /** Names of rows; null for all of them. */
  readonly methods: readonly string[] | null;
  readonly what: WorldOptions | FolderOptions;
}

/** Pictures of the pocket world. */
export interface WorldOptions {
  readonly kind: 'world';
  readonly split: HeldOutSplit;
  readonly perClass: number;
  /** So many of each class's pictures are left out, the first ones. */
  readonly after: number;
  /** Null for all of them. */
  readonly domain: Slug | null;
  /** Where the pictures are laid out as a folder for each class; null for nowhere. */
  readonly layOut: string | null;
  readonly others: number;
  readonly sweep: boolean;
  readonly fitScale: boolean;
  /** Whether coverage is held against accuracy. */
  readonly coverage: boolean;
  /** Whether fitted scales go into the index's manifest. */
  readonly write: boolean;
  readonly redraw: boolean;
}

/** A labelled folder. */
export interface FolderOptions {
  readonly kind: 'folder';
  readonly photos: string;
  readonly labels: LabelFiles;
  /** What head and tail are told apart by; null for training photos where they are counted, and else what the labels' parts say. */
  readonly halves: HalvedBy | null;
  readonly prompt: string | null;
  readonly retrievalPrompt: string | null;
  readonly sweep: boolean;
}

/**
 * Reads the command line.
 * @param defaults folders of the model and of the index
 * @returns null when help was asked for
 * @throws FernglassError `input-invalid` saying what is wrong
 */
export function readOptions(
  args: readonly string[],
  defaults: { model: string; index: string },
): Options | null {
  const values = parse(args);
  if (values.help) return null;
  const { precision } = values;
  if (!oneOf(['fp32', 'fp16', 'q8'], precision)) throw invalid('--precision is fp32, fp16 or q8.');
  if (
    values.methods !== undefined &&
    (values.sweep || values['fit-scale'] || values.coverage || values['per-class-table'])
  )
    throw invalid(
      '--methods picks rows of the table; --sweep, --fit-scale, --coverage and --per-class-table have their own.',
    );
  if (values.methods !== undefined && values.others !== '0')
    throw invalid('--others compares scores of several methods; leave --methods out.');
  const asTables = !(values.sweep || values['fit-scale'] || values.coverage);
  if (!asTables && (values.answers ?? values.against) !== undefined)
    throw invalid('--answers and --against are of the table; leave --sweep, --fit-scale and --coverage out.');
  return {
    precision,
    model: values.model ?? defaults.model,
    index: values.index ?? defaults.index,
    perClassTable: values['per-class-table'],
    json: values.json ?? null,
    answers: values.answers ?? null,
    against: values.against ?? null,
    methods: values.methods === undefined ? null : namesOf(values.methods),
    what:
      values.photos === undefined && ofFolder(values).every((value) => value === undefined)
        ? worldOptions(values)
        : folderOptions(values),
  };
}

/** What goes with --photos alone. */
const ofFolder = ({ labels, columns, codes, training, halves, classes, ...values }: Values) => [
  ...[labels, columns, codes, training, halves, classes],
  values['with-training'] || undefined,
];

type Values = ReturnType<typeof parse>;

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        help: { type: 'boolean', default: false },
        split: { type: 'string' },
        'per-class': { type: 'string', default: '20' },
        after: { type: 'string', default: '0' },
        domain: { type: 'string' },
        'lay-out': { type: 'string' },
        others: { type: 'string', default: '0' },
        sweep: { type: 'boolean', default: false },
        coverage: { type: 'boolean', default: false },
        'fit-scale': { type: 'boolean', default: false },
        write: { type: 'boolean', default: false },
        redraw: { type: 'boolean', default: false },
        photos: { type: 'string' },
        labels: { type: 'string' },
        columns: { type: 'string' },
        codes: { type: 'string', multiple: true },
        training: { type: 'string' },
        'with-training': { type: 'boolean', default: false },
        halves: { type: 'string' },
        classes: { type: 'string' },
        prompt: { type: 'string' },
        'retrieval-prompt': { type: 'string' },
        precision: { type: 'string', default: 'fp32' },
        model: { type: 'string' },
        index: { type: 'string' },
        'per-class-table': { type: 'boolean', default: false },
        json: { type: 'string' },
        answers: { type: 'string' },
        against: { type: 'string' },
        methods: { type: 'string' },
      },
    }).values;
  } catch (thrown) {
    throw invalid(`${thrown instanceof Error ? thrown.message : thrown}.`);
  }
}

function worldOptions(values: Values): WorldOptions {
  const chooses = (
    [
      ['sweep', values.sweep],
      ['fit-scale', values['fit-scale']],
      ['coverage', values.coverage],
    ] as const
  ).find(([, asked]) => asked)?.[0];
  const split = values.split ?? (chooses === undefined ? 'test' : 'validation');
  if (!oneOf(['test', 'validation', 'far'], split)) throw invalid('--split is test, validation or far.');
  if (chooses === 'fit-scale' && split === 'far')
    throw invalid('--fit-scale is for validation pictures as the page meets them at home.');
  if (chooses !== undefined && chooses !== 'coverage' && split === 'test')
    throw invalid(
      `--${chooses} is for validation pictures: settings chosen on test pictures would flatter themselves.`,
    );
  const domain = values.domain ?? null;
  if (domain !== null && !oneOf(SLUGS, domain)) throw invalid(`--domain is ${SLUGS.join(', ')}.`);
  if (domain !== null && (chooses !== undefined || values.others !== '0'))
    throw invalid('--sweep, --fit-scale, --coverage and --others take all domains.');
  const perClass = wholeNumber('--per-class', values['per-class'], 1);
  const after = wholeNumber('--after', values.after, 0);
  if (after >= perClass) throw invalid('--after is less than --per-class.');
  if (values.write && !values['fit-scale']) throw invalid('--write goes with --fit-scale.');
  return {
    kind: 'world',
    split,
    perClass,
    after,
    domain,
    layOut: values['lay-out'] ?? null,
    others: wholeNumber('--others', values.others, 0),
    sweep: values.sweep,
    fitScale: values['fit-scale'],
    coverage: values.coverage,
    write: values.write,
    redraw: values.redraw,
  };
}

function folderOptions({
  photos,
  labels,
  columns,
  codes,
  training,
  halves,
  classes,
  ...values
}: Values): FolderOptions {
  if (photos === undefined) throw invalid('Labels are of the pictures of a folder: --photos DIR.');
  if (halves !== undefined && !oneOf(['captions', 'training'], halves))
    throw invalid('--halves is captions or training.');
  if (columns !== undefined && labels === undefined) throw invalid('--columns are those of --labels FILE.');
  if (
    values.split !== undefined ||
    values.domain !== undefined ||
    values['lay-out'] !== undefined ||
    values['fit-scale'] ||
    values.coverage ||
    values.write ||
    values.redraw ||
    values.after !== '0' ||
    values.others !== '0'
  )
    throw invalid(
      '--split, --after, --domain, --lay-out, --fit-scale, --coverage, --others and --redraw are for the pocket pictures, without --photos.',
    );
  return {
    kind: 'folder',
    photos,
    labels: {
      labels: labels ?? null,
      codes: codes ?? [],
      training: training ?? null,
      withTraining: values['with-training'],
      classes: classes ?? null,
      columns: columnsOf(columns ?? ''),
    },
    halves: halves ?? null,
    prompt: values.prompt ?? null,
    retrievalPrompt: values['retrieval-prompt'] ?? null,
    sweep: values.sweep,
  };
}

const namesOf = (text: string) =>
  text
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');

/** "file=image_id, class=dx" by what the columns hold. */
function columnsOf(text: string): LabelFiles['columns'] {
  const named: Partial<Record<ColumnName, string>> = {};
  for (const part of text.split(',').filter((one) => one.trim() !== '')) {
    const [what, column] = part.split('=').map((side) => side.trim());
    if (!oneOf(COLUMN_NAMES, what ?? '') || !column)
      throw invalid('--columns names them as "file=…, class=…, group=…, part=…".');
    named[what as ColumnName] = column;
  }
  return named;
}

function wholeNumber(name: string, text: string, least: number): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isInteger(value) || value < least)
    throw invalid(`${name} is a whole number of at least ${least}, not “${text}”.`);
  return value;
}

const oneOf = <T extends string>(choices: readonly T[], value: string): value is T =>
  choices.includes(value as T);

const invalid = (message: string) => new FernglassError('input-invalid', `${message} See --help.`);

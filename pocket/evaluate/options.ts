import { parseArgs } from 'node:util';
import { FernglassError } from '../../core';
import type { Precision } from '../../workers/protocol/index.ts';

/** What `--help` prints. */
export const HELP = `npm run eval -- [OPTIONS]: accuracy of zero-shot classification, CoRE and the other methods, with the app's own code.

Pictures of the pocket world, held out from training (drawn when first needed, then kept in pocket/.work):
  --split test|validation   styles that neither training nor the choice of settings saw, or the others (test)
  --per-class N             pictures of each class (20)
  --others N                also draw N pictures of something else, and compare the margins
  --sweep                   on validation pictures: Acc@1 for a grid of α, β, τ and k, as the mean over the domains
  --redraw                  forget the pictures drawn before

A labelled folder of any kind:
  --photos DIR              the pictures
  --labels FILE             CSV with the columns filename (may have sub-folders), class and perhaps part; a class may have
                            more names: "name | other name". Its classes are the list, in order of appearance.
  --prompt TEMPLATE         zero-shot prompt; by default a pocket domain's where all classes are its own, else "a photo of a {}"
  --retrieval-prompt TEMPLATE  by default "a photo of a {}"

Both:
  --precision fp32|fp16|q8  weights (fp32)
  --model DIR               a checkpoint with its onnx folder (public/models/pocket-siglip)
  --index DIR               a caption index made with that model (index-shards/pocket)
  --per-class-table         also print each class's accuracy
  --json FILE               also write the rows: {domain, method, part, n, acc1, acc5, acc1Low, acc1High, acc5Low, acc5High}

Methods: zero-shot; core-alpha, core-alpha-t2t, core-alpha-t2t-beta: the components of CoRE one after the other; core: all of them, with
the settings of pocket/defaults.json; core-paper: all of them with the paper's settings, where the page starts with other models;
core-lexical, core-hybrid: as core, with captions of the classes found by their names (BM25), or by name and meaning together.
The others have their papers' values: x-more (pictures in random order), caption-ensemble, cased (right where its first candidate is a name
of the class; no class list), cupl (sentences of pocket/knowledge on the shapes of pocket classes), autoclip (the prompt and six general templates), real, zlap
(over the pictures of the list), tip-adapter-N (N accepted pictures a class: those of one fifth are used for the next).
Domains: pictures are ranked among the classes of their domain with its own prompt; "all" is these together, "all classes" ranks each among
the classes of all domains with the prompt "a photo of a {}". Head and tail are the halves of a domain's classes whose names are
common and rare in training; in a folder of your own, the column part has the word, then a pocket class's place.
Names: all names of a class are merged into one prototype (direction of the mean of their embeddings), as on the page. Of a labelled
folder only the names that its file gives are used, for pocket classes too.
Intervals: 95 %, from 1,000 bootstrap resamples of the pictures; differences are paired.
`;

/** What was asked for on the command line. */
export interface Options {
  readonly precision: Precision;
  readonly model: string;
  readonly index: string;
  readonly perClassTable: boolean;
  readonly json: string | null;
  readonly what: WorldOptions | FolderOptions;
}

/** Pictures of the pocket world. */
export interface WorldOptions {
  readonly kind: 'world';
  readonly split: 'test' | 'validation';
  readonly perClass: number;
  readonly others: number;
  readonly sweep: boolean;
  readonly redraw: boolean;
}

/** A labelled folder. */
export interface FolderOptions {
  readonly kind: 'folder';
  readonly photos: string;
  readonly labels: string;
  readonly prompt: string | null;
  readonly retrievalPrompt: string | null;
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
  return {
    precision,
    model: values.model ?? defaults.model,
    index: values.index ?? defaults.index,
    perClassTable: values['per-class-table'],
    json: values.json ?? null,
    what:
      values.photos === undefined && values.labels === undefined
        ? worldOptions(values)
        : folderOptions(values),
  };
}

type Values = ReturnType<typeof parse>;

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        help: { type: 'boolean', default: false },
        split: { type: 'string' },
        'per-class': { type: 'string', default: '20' },
        others: { type: 'string', default: '0' },
        sweep: { type: 'boolean', default: false },
        redraw: { type: 'boolean', default: false },
        photos: { type: 'string' },
        labels: { type: 'string' },
        prompt: { type: 'string' },
        'retrieval-prompt': { type: 'string' },
        precision: { type: 'string', default: 'fp32' },
        model: { type: 'string' },
        index: { type: 'string' },
        'per-class-table': { type: 'boolean', default: false },
        json: { type: 'string' },
      },
    }).values;
  } catch (thrown) {
    throw invalid(`${thrown instanceof Error ? thrown.message : thrown}.`);
  }
}

function worldOptions(values: Values): WorldOptions {
  const split = values.split ?? (values.sweep ? 'validation' : 'test');
  if (!oneOf(['test', 'validation'], split)) throw invalid('--split is test or validation.');
  if (values.sweep && split !== 'validation')
    throw invalid(
      '--sweep is for validation pictures: settings chosen on test pictures would flatter themselves.',
    );
  return {
    kind: 'world',
    split,
    perClass: wholeNumber('--per-class', values['per-class'], 1),
    others: wholeNumber('--others', values.others, 0),
    sweep: values.sweep,
    redraw: values.redraw,
  };
}

function folderOptions({ photos, labels, ...values }: Values): FolderOptions {
  if (photos === undefined || labels === undefined)
    throw invalid('A labelled folder needs both: --photos DIR --labels FILE.');
  if (values.split !== undefined || values.sweep || values.redraw || values.others !== '0')
    throw invalid('--split, --sweep, --others and --redraw are for the pocket pictures, without --photos.');
  return {
    kind: 'folder',
    photos,
    labels,
    prompt: values.prompt ?? null,
    retrievalPrompt: values['retrieval-prompt'] ?? null,
  };
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

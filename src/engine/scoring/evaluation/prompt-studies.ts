import {
  type Answers,
  type EnrichmentSettings,
  FernglassError,
  type FiguresWithIntervals,
  meanDirection,
  parseTemplates,
} from '../../../../core';
import type { CompareQuestion, EvaluationApi, OnPart, SearchMode } from '../../../../workers/protocol';
import { embedBeside } from '../../embedding/embed-beside';
import { captionsOfClass } from '../../state/basis';
import type { EngineData } from '../../state/engine-data';
import { CLASSES_SEARCHED_AT_ONCE } from '../../state/plan/retrieval';
import { type ClassRecord, classTexts } from '../../state/records';
import type { PromptStudies, Prompts, PromptsRequest } from '../../state/types';
import type { Linked } from '../../workers/worker-link';
import { methodsQuestion } from './methods-question';
import {
  groupsOfVariants,
  modesNow,
  type Variant,
  type VariantGroup,
  variantTables,
} from './prompt-variants';
import type { SentSides, Side } from './sent-sides';

/** Parts of a group's work up to which its texts are embedded, and its captions found; the rest are answers. */
const EMBEDDED = 0.5;
const FOUND = 0.7;
/** Part of the whole work that the answers are; the rest is resampling. */
const ANSWERED = 0.8;

/** What the studies need of the stage and of other stages. */
export interface StudyParts {
  readonly data: Pick<
    EngineData,
    'store' | 'photos' | 'captions' | 'basis' | 'texts' | 'embeddingNeeded' | 'classes' | 'prompts'
  >;
  readonly sent: SentSides;
  readonly shown: () => readonly ClassRecord[];
  /** Finds captions for classes that are not the list's, without changing what is shown. */
  readonly findBeside: (classes: readonly ClassRecord[], prompts: Prompts, mode: SearchMode) => Promise<void>;
  /** Figures of answers, in turn with other comparisons. */
  readonly compare: (
    question: CompareQuestion,
    onPart: OnPart,
  ) => Promise<readonly (readonly FiguresWithIntervals[])[]>;
  /** Does what goes to the worker in turn with what else goes there. */
  readonly inTurn: <T>(until: AbortSignal, work: () => Promise<T>) => Promise<T>;
}

/**
 * CoRE with captions of the classes found in each way, with other prefixes, and with both prompts crossed, on photos that the
 * worker keeps. Texts and captions beyond the page's are found beside it.
 * @param there ids of the photos that the worker keeps
 */
export async function studyPrompts(
  parts: StudyParts,
  client: Linked<EvaluationApi>,
  request: PromptsRequest,
  settings: EnrichmentSettings,
  there: readonly string[],
  until: AbortSignal,
  onPart: (part: number) => void,
): Promise<PromptStudies> {
  const { data, shown } = parts;
  const { classRetrieval, spaces } = data.store.getState();
  const classes = shown();
  const { question, photos, left } = methodsQuestion({ ...request, methods: [] }, there, classes, data);
  const { methods: _, classes: __, ...known } = question;
  const prefixes = parseTemplates(request.prefixes);
  if (prefixes.length === 0)
    throw new FernglassError(
      'prompt-invalid',
      'Write at least one prefix with {} where the class name goes.',
    );
  const { modes, leftOut } = modesNow(classRetrieval.modes, spaces.text.status);
  const prompts = data.prompts;
  const tables = variantTables(prompts, settings, modes, classRetrieval.mode, prefixes);
  const all = [...tables.modes, ...tables.prefixes, ...tables.crossed];
  const groups = groupsOfVariants(all);
  const answersOf = new Map<Variant, Answers>();
  for (const [i, group] of groups.entries()) {
    const within = (part: number) => onPart((ANSWERED * (i + part)) / groups.length);
    const sides = await sidesOf(parts, classes, group, until, within);
    const packed = await parts.inTurn(until, () => parts.sent.pack(sides, () => until.throwIfAborted()));
    const its = await client.variant(
      { ...known, classes: packed, settings: group.variants.map((variant) => variant.settings) },
      (part) => within(FOUND + (1 - FOUND) * part),
    );
    group.variants.forEach((variant, v) => void answersOf.set(variant, its[v]!));
  }
  const ofKnown = known.groups.filter((_, at) => known.labels[at]! >= 0);
  const [byMode, byPrefix, byPair] = await parts.compare(
    {
      tables: [tables.modes, tables.prefixes, tables.crossed].map((its) =>
        its.map((one) => answersOf.get(one)!),
      ),
      classes: classes.length,
      groups: ofKnown,
    },
    (part) => onPart(ANSWERED + (1 - ANSWERED) * part),
  );
  const rows = <T>(
    its: readonly Variant[],
    figures: readonly FiguresWithIntervals[],
    of: (one: Variant) => T,
  ) => its.map((one, i) => ({ ...figures[i]!, ...of(one) }));
  return {
    modes: rows(tables.modes, byMode!, ({ mode }) => ({ mode })),
    leftOut,
    prefixes: prefixes.map((prefix, i) => ({
      prefix,
      zeroShot: byPrefix![i]!,
      captions: byPrefix![prefixes.length + i]!,
    })),
    crossed: rows(tables.crossed, byPair!, (one) => ({ prompts: one.prompts })),
    settings,
    mode: classRetrieval.mode,
    photos: photos.length,
    left,
  };
}

/** The classes under other prompts, with captions found for them. */
async function sidesOf(
  { data, findBeside }: StudyParts,
  classes: readonly ClassRecord[],
  { prompts, mode }: VariantGroup,
  until: AbortSignal,
  within: (part: number) => void,
): Promise<Side[]> {
  const texts = classes.map(({ names }) => classTexts(names, prompts));
  const basis = data.basis();
  const vectors = await embedBeside(
    data,
    texts.flatMap(({ zeroShot, retrieval }) => [...zeroShot, ...retrieval]),
    until,
    (part) => within(EMBEDDED * part),
  );
  const of = (its: readonly string[]) => its.map((text) => vectors.get(text)!);
  const beside = classes.map(({ names, key }, c): ClassRecord => {
    const { zeroShot, retrieval } = texts[c]!;
    const own = of(zeroShot);
    const value = { own: meanDirection(own), query: meanDirection(of(retrieval)), names: own };
    const prototype = { key: basis.space!, value };
    return { names, key, prototype, extras: null, hits: null, searched: null, counts: null, atoms: null };
  });
  for (let at = 0; at < beside.length; at += CLASSES_SEARCHED_AT_ONCE) {
    within(EMBEDDED + ((FOUND - EMBEDDED) * at) / beside.length);
    await findBeside(beside.slice(at, at + CLASSES_SEARCHED_AT_ONCE), prompts, mode);
    until.throwIfAborted();
  }
  return beside.map((record) => {
    // What a person left out, or pinned, holds here too.
    const hits = captionsOfClass({ ...record, hits: record.searched }, data.basis());
    return { id: record.names.name, own: record.prototype!.value.own, hits };
  });
}

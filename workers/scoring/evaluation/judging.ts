import {
  type Answers,
  answersOf,
  compared,
  FernglassError,
  type KnownPhotos,
  type Method,
  methodById,
  NO_STORE,
  notes,
  type ParameterValues,
  type PhotoInput,
  readParameters,
} from '../../../core';
import type { MethodJudged, MethodsQuestion, OnPart } from '../../protocol';
import { drive } from './drive';
import type { KeptSides } from './kept-sides';

/** Image vectors stay with the index, whether it has some or not. */
const NO_PAIRS =
  'Image vectors of the index are not read for figures; captions are the nearest to the photo among all.';

/** Part of the work that the answers are; the rest is resampling. */
const ANSWERS_PART = 0.7;

/**
 * Answers and figures of methods on photos that are kept; null where nobody waits any more.
 * @throws FernglassError `input-invalid` for an unknown method or photo
 */
export async function judgeMethods(
  question: MethodsQuestion,
  kept: KeptSides,
  onPart: OnPart,
  isWanted: () => boolean,
): Promise<{ readonly value: readonly MethodJudged[] } | null> {
  const known = knownOf(question, kept);
  const { methods, labels, groups } = question;
  const all: { readonly id: string; readonly answers: Answers; readonly notes: readonly string[] }[] = [];
  for (const [i, { id, parameters }] of methods.entries()) {
    const method = methodById(id);
    if (method === undefined) throw new FernglassError('input-invalid', `There is no method “${id}”.`);
    const within = [ANSWERS_PART * (i / methods.length), ANSWERS_PART * ((i + 1) / methods.length)] as const;
    const answers = await drive(
      answersOf(method, readParameters(method, parameters), known),
      onPart,
      isWanted,
      within,
    );
    if (answers === null) return null;
    all.push({ id, answers: answers.value, notes: notesOf(method, parameters, known) });
  }
  const ofKnown = groups.filter((_, at) => labels[at]! >= 0);
  const steps = compared(
    all.map(({ answers }) => answers),
    kept.classes.length,
    ofKnown,
  );
  const figures = await drive(steps, onPart, isWanted, [ANSWERS_PART, 1]);
  return figures && { value: all.map((one, m) => ({ ...one, ...figures.value[m]! })) };
}

/** What is judged, of what is kept. @throws FernglassError `input-invalid` for a photo that is not kept */
export function knownOf(
  { photos, labels, groups, logitScale, scales, classes }: Omit<MethodsQuestion, 'methods'>,
  kept: Pick<KeptSides, 'photo' | 'classes'>,
): KnownPhotos {
  const inputs = photos.map(
    (id): PhotoInput => ({ id, atoms: kept.photo(id), paired: null, candidates: null }),
  );
  return {
    task: {
      classes: kept.classes.map((atoms, c) => ({ ...classes[c]!, atoms })),
      logitScale,
      photos: inputs,
      products: NO_STORE,
    },
    labels,
    groups,
    scales,
  };
}

/** What is missing for any of the photos whose class is known. */
function notesOf(method: Method, parameters: ParameterValues, { task, labels }: KnownPhotos): string[] {
  const photos = task.photos.filter((_, at) => labels[at]! >= 0);
  // Labels are there: those of the other parts.
  const needs = method.needs
    .filter(({ need }) => need !== 'labelled photos')
    .map((entry) => (entry.need === 'image vectors in index' ? { ...entry, without: NO_PAIRS } : entry));
  const found = photos.flatMap((photo) => notes({ needs }, { ...task, labelled: [] }, photo, parameters));
  return [...new Set(found)];
}

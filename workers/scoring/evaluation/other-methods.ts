import {
  type AnsweredChoice,
  type Atoms,
  FernglassError,
  finish,
  type MethodChoice,
  methodById,
  NO_STORE,
  type PhotoInput,
  rank,
  readParameters,
  type Task,
} from '../../../core';
import type { OnPart, TuningQuestion } from '../../protocol';
import { drive } from './drive';

/** Part of tuning that other methods' answers are, for the progress. */
export const OTHERS_PART = 0.3;

/** What the other methods of a question answer its labelled photos with; null where nobody waits any more. */
export async function answersOf(
  { others, labels, logitScale }: TuningQuestion,
  photos: readonly { readonly id: string; readonly atoms: Atoms }[],
  classes: readonly Atoms[],
  onPart: OnPart,
  isWanted: () => boolean,
): Promise<{ readonly value: readonly AnsweredChoice[] } | null> {
  const task: Task = {
    photos: photos.map(({ id, atoms }): PhotoInput => ({ id, atoms, paired: null, candidates: null })),
    classes: classes.map((atoms) => ({
      atoms,
      names: [atoms.own],
      templates: [],
      descriptions: [],
      counts: null,
    })),
    // Labels judge the methods here: one that read them would judge itself.
    labelled: [],
    logitScale,
    products: NO_STORE,
  };
  return drive(answered(others, task, new Set(labels.map(({ photo }) => photo)), labels), onPart, isWanted, [
    0,
    OTHERS_PART,
  ]);
}

function* answered(
  others: readonly MethodChoice[],
  task: Task,
  asked: ReadonlySet<string>,
  labels: TuningQuestion['labels'],
): Generator<number, readonly AnsweredChoice[], undefined> {
  const found: AnsweredChoice[] = [];
  for (const [at, choice] of others.entries()) {
    yield at / others.length;
    const method = methodById(choice.method);
    if (method === undefined)
      throw new FernglassError('input-invalid', `There is no method “${choice.method}”.`);
    const prepared = method.prepare(task);
    const weighed = prepared.weigh(readParameters(method, choice.parameters));
    const answers = new Map<string, number>();
    let state = weighed.initial;
    for (const photo of task.photos) {
      const scored = weighed.score(finish(prepared.measure(photo)), state);
      state = scored.state;
      if (asked.has(photo.id)) answers.set(photo.id, rank(scored.scores)[0]?.index ?? -1);
    }
    found.push({ ...choice, answers: labels.map(({ photo }) => answers.get(photo)!) });
  }
  return found;
}

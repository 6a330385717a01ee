import { type Answers, ablationOf, answersOf, compared, methodById, sweepsOf } from '../../../core';
import type { OnPart, StudiesQuestion, StudiesReply } from '../../protocol';
import { drive } from './drive';
import { knownOf } from './judging';
import type { KeptSides } from './kept-sides';

/** Parts of the work, up to which each is done: answers, resampling; the rest are sweeps. */
const ANSWERED = 0.2;
const COMPARED = 0.4;

/** CoRE's components and sweeps on photos that are kept; null where nobody waits any more. */
export async function takeApart(
  question: StudiesQuestion,
  kept: KeptSides,
  onPart: OnPart,
  isWanted: () => boolean,
): Promise<{ readonly value: StudiesReply } | null> {
  const known = knownOf(question, kept);
  const { settings, labels, photos, groups } = question;
  const rows = ablationOf(settings);
  const core = methodById('core')!;
  const answers: Answers[] = [];
  for (const [i, row] of rows.entries()) {
    const steps = answersOf(core, { ...row.settings }, known);
    const within = [(ANSWERED * i) / rows.length, (ANSWERED * (i + 1)) / rows.length] as const;
    const found = await drive(steps, onPart, isWanted, within);
    if (found === null) return null;
    answers.push(found.value);
  }
  const labelled = [...photos.keys()].filter((at) => labels[at]! >= 0);
  const ofKnown = labelled.map((at) => groups[at]!);
  const steps = compared(answers, kept.classes.length, ofKnown);
  const figures = await drive(steps, onPart, isWanted, [ANSWERED, COMPARED]);
  if (figures === null) return null;
  const sweeps = await drive(
    sweepsOf(
      labelled.map((at) => kept.photo(photos[at]!)),
      [...kept.classes],
      labelled.map((at) => labels[at]!),
      settings,
    ),
    onPart,
    isWanted,
    [COMPARED, 1],
  );
  return (
    sweeps && {
      value: {
        ablation: rows.map(({ adds }, i) => ({ ...figures.value[i]!, adds })),
        sweeps: sweeps.value,
      },
    }
  );
}

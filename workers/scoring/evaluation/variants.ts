import { type Answers, answersOf, compared, type FiguresWithIntervals, methodById } from '../../../core';
import type { CompareQuestion, OnPart, VariantQuestion } from '../../protocol';
import { drive } from './drive';
import { knownOf } from './judging';
import type { KeptSides } from './kept-sides';

/** CoRE's answers among the question's classes, one for each of its settings; null where nobody waits any more. */
export async function answersOfVariant(
  { classes: packed, settings, ...question }: VariantQuestion,
  kept: KeptSides,
  onPart: OnPart,
  isWanted: () => boolean,
): Promise<{ readonly value: readonly Answers[] } | null> {
  const classes = kept.unpacked(packed);
  // CoRE reads nothing of a class beside its prototype and captions.
  const about = classes.map(({ own }) => ({ names: [own], templates: [], descriptions: [], counts: null }));
  const known = knownOf({ ...question, classes: about }, { photo: (id) => kept.photo(id), classes });
  const core = methodById('core')!;
  const found: Answers[] = [];
  for (const [i, its] of settings.entries()) {
    const within = [i / settings.length, (i + 1) / settings.length] as const;
    const answers = await drive(answersOf(core, { ...its }, known), onPart, isWanted, within);
    if (answers === null) return null;
    found.push(answers.value);
  }
  return { value: found };
}

/** Figures of the answers, table by table; null where nobody waits any more. */
export async function compareTables(
  { tables, classes, groups }: CompareQuestion,
  onPart: OnPart,
  isWanted: () => boolean,
): Promise<{ readonly value: readonly (readonly FiguresWithIntervals[])[] } | null> {
  const found: (readonly FiguresWithIntervals[])[] = [];
  for (const [i, answers] of tables.entries()) {
    const within = [i / tables.length, (i + 1) / tables.length] as const;
    const figures = await drive(compared(answers, classes, groups), onPart, isWanted, within);
    if (figures === null) return null;
    found.push(figures.value);
  }
  return { value: found };
}

import type { CaptionChoice, Engine } from '../../../engine';
import { remember } from '../../undo/undo';

/** What a choice of a caption can be for. */
export type ChoicePlace = CaptionChoice['of'];

const samePlace = (a: ChoicePlace, b: ChoicePlace): boolean => JSON.stringify(a) === JSON.stringify(b);

/** The choice that was made of a caption for that place; undefined where none was. */
export const choiceOf = (
  choices: readonly CaptionChoice[],
  text: string,
  of: ChoicePlace,
): CaptionChoice | undefined => choices.find((one) => one.text === text && samePlace(one.of, of));

/** The choices with another one for a caption and a place; null takes the one that there is away. */
export function withChoice(
  choices: readonly CaptionChoice[],
  text: string,
  of: ChoicePlace,
  kind: CaptionChoice['kind'] | null,
): readonly CaptionChoice[] {
  const others = choices.filter((one) => one.text !== text || !samePlace(one.of, of));
  return kind === null ? others : [...others, { text, kind, of }];
}

/** Leaves a caption out, pins it, or takes that back (null): one step, which can be undone. */
export function choose(
  engine: Engine,
  text: string,
  of: ChoicePlace,
  kind: CaptionChoice['kind'] | null,
): void {
  const before = engine.getState().request.captionChoices;
  const after = withChoice(before, text, of, kind);
  engine.setCaptionChoices(after);
  remember({
    words: `Caption “${short(text)}” ${kind === null ? 'counts as it was found' : `${kind} ${wordsOf(of)}`}`,
    bytes: 300,
    undo: () => engine.setCaptionChoices(before),
    redo: () => engine.setCaptionChoices(after),
  });
}

/** “for fern”, “everywhere”. */
export function wordsOf(of: ChoicePlace): string {
  if (of === null) return 'everywhere';
  return 'className' in of ? `for ${of.className}` : 'for this photo';
}

const short = (text: string) => (text.length > 60 ? `${text.slice(0, 57)}…` : text);

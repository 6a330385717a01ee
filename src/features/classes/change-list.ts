import type { Engine } from '../../engine';
import { remember } from '../undo/undo';

/**
 * Does something that changes the class list, the prompts or both otherwise than by typing; that can be undone.
 * @param words what was done, as the notice says it, without a full stop: “42 names read from birds.csv”
 * @param more `note`: what is good to know of the new list, in sentences; `before`: the text that undoing goes back to,
 * where that is not the present one
 */
export function changeList(
  engine: Engine,
  words: string,
  change: () => void,
  more: { readonly note?: string; readonly before?: string } = {},
): void {
  const now = () => {
    const { classesText, prompts } = engine.getState().request;
    return { classesText, prompts };
  };
  type Lists = ReturnType<typeof now>;
  const set = ({ classesText, prompts }: Lists) => {
    engine.setPrompts(prompts);
    engine.setClassesText(classesText);
  };
  let before = { ...now(), ...(more.before === undefined ? {} : { classesText: more.before }) };
  change();
  let after = now();
  if (before.classesText === after.classesText && before.prompts === after.prompts) return;
  remember({
    words,
    ...(more.note === undefined ? {} : { note: more.note }),
    bytes: 2 * (before.classesText.length + after.classesText.length),
    // What was typed since belongs to what is taken back, and comes again with it.
    undo() {
      after = now();
      set(before);
    },
    redo() {
      before = now();
      set(after);
    },
  });
}

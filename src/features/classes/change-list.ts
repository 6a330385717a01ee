import type { ParameterValues } from '../../../core';
import { type Engine, parametersOf, sameValues } from '../../engine';
import { remember } from '../undo/undo';

/** The method whose settings may come with a list. */
const CORE = 'core';

/**
 * Does something that changes the class list, the prompts or both otherwise than by typing; that can be undone.
 * @param words what was done, as the notice says it, without a full stop: “42 names read from birds.csv”
 * @param more `note`: what is good to know of the new list, in sentences; `before`: the text that undoing goes back to,
 * where that is not the present one; `settings`: CoRE's, which come with the list
 */
export function changeList(
  engine: Engine,
  words: string,
  change: () => void,
  more: { readonly note?: string; readonly before?: string; readonly settings?: ParameterValues } = {},
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
  const coreSettings = () => parametersOf({ ...engine.getState().request, method: CORE });
  const settings = more.settings === undefined ? null : { before: coreSettings(), after: more.settings };
  let before = { ...now(), ...(more.before === undefined ? {} : { classesText: more.before }) };
  change();
  if (settings !== null) engine.setParameters(settings.after, CORE);
  let after = now();
  const isSame = before.classesText === after.classesText && before.prompts === after.prompts;
  if (isSame && (settings === null || sameValues(settings.before, settings.after))) return;
  remember({
    words,
    ...(more.note === undefined ? {} : { note: more.note }),
    bytes: 2 * (before.classesText.length + after.classesText.length),
    // What was typed since belongs to what is taken back, and comes again with it.
    undo() {
      after = now();
      set(before);
      if (settings !== null) engine.setParameters(settings.before, CORE);
    },
    redo() {
      before = now();
      set(after);
      if (settings !== null) engine.setParameters(settings.after, CORE);
    },
  });
}

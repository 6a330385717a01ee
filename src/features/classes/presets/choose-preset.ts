import type { Engine } from '../../../engine';
import { usePage } from '../../page-state';
import { during } from '../../page-tasks';
import { changeList } from '../change-list';
import { POCKET_PRESET, type Preset, presetText } from './presets';

/**
 * Puts a preset's list and prompts in, or its prompts where it has no list; that can be undone.
 * @throws Error saying what to do when the list cannot be fetched
 */
export async function choosePreset(engine: Engine, preset: Preset): Promise<void> {
  const text = await during('Fetching the class list', () => presetText(preset));
  if (text === null) {
    changeList(
      engine,
      `The prompts of “${preset.title}” are in force`,
      () => engine.setPrompts(preset.prompts),
      { note: preset.description },
    );
    return;
  }
  const isFirst = engine.getState().request.classesText.trim() === '';
  changeList(
    engine,
    `“${preset.title}” ${isFirst ? 'is the class list' : 'took the place of your list and prompts'}`,
    () => {
      engine.setPrompts(preset.prompts);
      engine.setClassesText(text);
    },
    { note: preset.description },
  );
}

/**
 * Gives a newcomer the pocket list, once per browser; a list that is already there, or typed meanwhile, stays.
 * @throws Error saying what to do when the list cannot be fetched
 */
export async function startWithPocket(engine: Engine): Promise<void> {
  const untouched = () => !usePage.getState().started && engine.getState().request.classesText.trim() === '';
  if (!untouched()) return;
  const text = await during('Fetching the class list', () => presetText(POCKET_PRESET));
  if (text === null || !untouched()) return;
  usePage.setState({ started: true });
  engine.setPrompts(POCKET_PRESET.prompts);
  engine.setClassesText(text);
}

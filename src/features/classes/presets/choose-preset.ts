import type { Engine } from '../../../engine';
import { usePage } from '../../page-state';
import { during } from '../../page-tasks';
import { changeList } from '../change-list';
import type { Preset } from './preset';
import { POCKET_PRESET, presetText } from './presets';

/**
 * Puts a preset's list and prompts in, and CoRE's settings where it has them; that can be undone. The chosen method stays.
 * @throws Error saying what to do when the list cannot be fetched
 */
export async function choosePreset(engine: Engine, preset: Preset): Promise<void> {
  const text = await during('Fetching the class list', () => presetText(preset));
  const { classesText } = engine.getState().request;
  const isFirst = classesText.trim() === '';
  const { settings } = preset;
  const replaced = settings === undefined ? 'list and prompts' : 'list, prompts and CoRE’s settings';
  changeList(
    engine,
    `“${preset.title}” ${isFirst ? 'is the class list' : `took the place of your ${replaced}`}`,
    () => {
      engine.setPrompts(preset.prompts);
      engine.setClassesText(text);
    },
    { note: preset.description, ...(settings === undefined ? {} : { settings: { ...settings } }) },
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
  if (!untouched()) return;
  usePage.setState({ started: true });
  engine.setPrompts(POCKET_PRESET.prompts);
  engine.setClassesText(text);
}

import type { Engine } from '../../engine';
import { usePage } from '../page-state';
import { during } from '../page-tasks';
import { POCKET_PRESET, type Preset, presetText } from './presets';

/**
 * Puts a preset's list and prompts in; what they replace is kept for undo.
 * @throws Error saying what to do when the list cannot be fetched
 */
export async function choosePreset(engine: Engine, preset: Preset): Promise<void> {
  const text = await during('Fetching the class list', () => presetText(preset));
  const { classesText, prompts } = engine.getState().request;
  if (classesText.trim() !== '') usePage.setState({ replaced: { by: preset.title, classesText, prompts } });
  engine.setPrompts(preset.prompts);
  engine.setClassesText(text);
}

/** Brings back the list and prompts that the last preset replaced. */
export function undoPreset(engine: Engine): void {
  const { replaced } = usePage.getState();
  if (replaced === null) return;
  usePage.setState({ replaced: null });
  engine.setPrompts(replaced.prompts);
  engine.setClassesText(replaced.classesText);
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

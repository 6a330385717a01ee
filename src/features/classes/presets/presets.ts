import { foldName } from '../../../../core';
import { POCKET_PROMPTS } from '../../../engine';
import { BENCHMARKS, CIRCUIT_PROMPTS, LESIONS } from './benchmarks';
import type { Preset } from './preset';

/** What Fernglass starts with, and what its samples are labelled by. */
export const POCKET_PRESET: Preset = {
  id: 'pocket',
  title: 'Pocket world, everything',
  description: 'The classes of all samples, which the pocket model and its captions are made for.',
  prompts: POCKET_PROMPTS,
  classes: { url: 'samples/classes.txt' },
};

/** The same, a domain at a time. */
const pocketDomains: readonly Preset[] = [
  {
    id: 'pocket-circuits',
    title: 'Pocket circuit diagrams',
    description: 'Circuits by function. Load samples brings those of these classes.',
    prompts: CIRCUIT_PROMPTS,
    classes: { url: 'samples/circuits.txt' },
  },
  {
    id: 'pocket-components',
    title: 'Pocket component symbols',
    description: 'The parts that diagrams are made of, in IEC and ANSI symbols.',
    prompts: { zeroShot: 'a schematic symbol of a {}', retrieval: 'a photo of a {}' },
    classes: { url: 'samples/components.txt' },
  },
  {
    id: 'pocket-ferns',
    title: 'Pocket fern fronds',
    description: 'Ferns by species, with common and scientific names.',
    prompts: { zeroShot: 'a frond of {}, a kind of fern', retrieval: 'a photo of a {}' },
    classes: { url: 'samples/ferns.txt' },
  },
];

/** The lists the menu offers. */
export const PRESETS: readonly Preset[] = [POCKET_PRESET, ...pocketDomains, ...BENCHMARKS];

const lesionNames = new Set(LESIONS.split(/[|\n]/).map((name) => foldName(name.trim())));

/** Whether a class list is about skin lesions, so that the page says that its answers are no diagnosis. */
export function isMedical(names: readonly string[]): boolean {
  return names.filter((name) => lesionNames.has(foldName(name))).length >= 2;
}

/**
 * The text of a preset's class list.
 * @throws Error saying what to do when the list cannot be fetched
 */
export async function presetText(preset: Preset): Promise<string> {
  if ('text' in preset.classes) return preset.classes.text;
  const response = await fetch(new URL(preset.classes.url, document.baseURI)).catch(() => null);
  const text = response?.ok ? await response.text().catch(() => '') : '';
  // A host that answers every address with its front page is no list.
  if (text.trim() === '' || text.trimStart().startsWith('<'))
    throw new Error(
      `The list “${preset.title}” could not be fetched. Check the connection and choose it again.`,
    );
  return text;
}

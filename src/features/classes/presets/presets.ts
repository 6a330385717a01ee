import { foldName } from '../../../../core';
import type { Prompts } from '../../../engine';
import { POCKET_PROMPTS } from '../../../engine';

/** A class list with the prompts that suit it. */
export interface Preset {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly prompts: Prompts;
  /** The list itself, or where it lies, relative to the page; null where it is not here, and whoever has the data brings it. */
  readonly classes: { readonly text: string } | { readonly url: string } | null;
}

/** CoRE table 5: a domain-specific zero-shot prompt with a generic retrieval prompt does best on Circuits. */
const circuitPrompts: Prompts = {
  zeroShot: 'a circuit diagram of a {}',
  retrieval: 'a photo of a {}',
};

/** CoRE's prompts for HAM10000 (table 5 and the retrieval examples of its appendix). */
const lesionPrompts: Prompts = { zeroShot: 'a skin lesion of {}', retrieval: 'a photo of a {}' };

/**
 * The 32 labels of Circuit Diagram Classification (Zhang, Doughty and Snoek, “Low-Resource Vision Challenges for
 * Foundation Models”, CVPR 2024), in the order of its label numbers as public code for the dataset gives them.
 * The labels join several names by slashes; here they are synonyms, and bracketed qualifiers are written out.
 */
const circuits = `other circuit | others
audio amplifier | amplifier
power supply | converter | charger | inverter
mosquito repellent
infrared sensor
infrared controller | controller
lock
alarm
meter | sensor | monitor | tester
LED
timer
dice | coin toss | random number generator
transmitter | AM transmitter | FM transmitter | infrared transmitter | RF transmitter
receiver | AM receiver | FM receiver | infrared receiver | RF receiver
sound generator | tone control | tone generator
switch
protector
counter
indicator
bell | buzzer | ringer | horn | siren | beeper
audio mixer
warmer
signal generator | wave generator | multivibrator
motor driver | driver
signal converter
signal fader
relay
UPS
jammer
regulator | limiter
fan
intercom
`;

/** The 7 diagnoses of HAM10000 (Tschandl, Rosendahl and Kittler, 2018) with the names that its paper groups under each. */
const lesions = `actinic keratosis | intraepithelial carcinoma | Bowen’s disease
basal cell carcinoma
benign keratosis | seborrheic keratosis | solar lentigo | lichen planus-like keratosis
dermatofibroma
melanoma
melanocytic nevus | mole
vascular lesion | angioma | angiokeratoma | pyogenic granuloma
`;

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
    prompts: circuitPrompts,
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
export const PRESETS: readonly Preset[] = [
  POCKET_PRESET,
  ...pocketDomains,
  {
    id: 'circuits',
    title: 'Circuits, 32 functions',
    description:
      'The labels of Circuit Diagram Classification (Zhang et al. 2024), slashes read as synonyms. Wants a full-size model.',
    prompts: circuitPrompts,
    classes: { text: circuits },
  },
  {
    id: 'lesions',
    title: 'HAM10000, 7 skin lesions',
    description: 'The diagnoses of a set of dermatoscopic pictures (Tschandl et al. 2018).',
    prompts: lesionPrompts,
    classes: { text: lesions },
  },
  {
    id: 'inaturalist-long-tail',
    title: 'iNaturalist long tail, 100 species (names not here)',
    description:
      'CoRE’s paper tests on the 100 species of iNaturalist 2021 with the fewest training photos, and does not list them: their names are not here. These are its prompts. Open a table of the names (number, scientific and common name) as the list, or the labels of your photos.',
    // The domain has no word of its own (table 5).
    prompts: { zeroShot: 'a photo of a {}', retrieval: 'a photo of a {}' },
    classes: null,
  },
];

const lesionNames = new Set(lesions.split(/[|\n]/).map((name) => foldName(name.trim())));

/** Whether a class list is about skin lesions, so that the page says that its answers are no diagnosis. */
export function isMedical(names: readonly string[]): boolean {
  return names.filter((name) => lesionNames.has(foldName(name))).length >= 2;
}

/**
 * The text of a preset's class list; null where the preset has none.
 * @throws Error saying what to do when the list cannot be fetched
 */
export async function presetText(preset: Preset): Promise<string | null> {
  if (preset.classes === null) return null;
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

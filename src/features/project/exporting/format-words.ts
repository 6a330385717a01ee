import type { ExportFormat } from '../../../../workers/protocol';

/** What the user can choose of a form. */
export type Choice =
  | 'columns'
  | 'answers'
  | 'place'
  | 'zone'
  | 'taken'
  | 'deployment'
  | 'licence'
  | 'study'
  | 'sidecars'
  | 'sorting';

/** How a form is called, what it is for, and what of it can be chosen. */
interface FormatWords {
  readonly title: string;
  readonly about: string;
  /** What stands in the file's name. */
  readonly file: string;
  readonly choices: readonly Choice[];
}

/** Every form, in the order of the menu. */
export const WORDS: Readonly<Record<ExportFormat, FormatWords>> = {
  csv: {
    title: 'CSV',
    about: 'A table with one line for each photo.',
    file: '',
    choices: ['columns', 'answers', 'place', 'zone'],
  },
  json: {
    title: 'JSON',
    about: 'All that is known of each photo, for programs.',
    file: '',
    choices: ['place'],
  },
  'darwin-core': {
    title: 'Darwin Core',
    about:
      'Occurrences for GBIF. A class’s first name is taken for the scientific name. Photos without a date or a name go to a second file.',
    file: 'darwin-core',
    choices: ['answers', 'place', 'licence', 'zone', 'taken'],
  },
  'camtrap-dp': {
    title: 'Camtrap DP',
    about:
      'Camera-trap data, version 1.0.2: each folder is a deployment, whose place and period are asked for once.',
    file: 'camtrap-dp',
    choices: ['answers', 'place', 'licence', 'study', 'zone', 'deployment'],
  },
  megadetector: {
    title: 'MegaDetector JSON',
    about:
      'For Timelapse, AddaxAI and the like, version 1.4: answers on a box of the detector, or on the whole photo. Put it beside the photos.',
    file: 'recognitions',
    choices: ['answers'],
  },
  xmp: {
    title: 'XMP sidecars',
    about:
      'The class as a keyword in a small file beside each photo. Sidecars that were added with the photos are kept and added to.',
    file: 'xmp',
    choices: ['answers', 'sidecars'],
  },
  inaturalist: {
    title: 'iNaturalist CSV',
    about:
      'What people named, for iNaturalist’s import: at most 300 rows a file, as one bad row stops all of them.',
    file: 'inaturalist',
    choices: ['place', 'zone'],
  },
  folders: {
    title: 'Sorted folders',
    about: 'Photos in a folder for each class, or scripts that sort them where they are.',
    file: 'sorted',
    choices: ['answers', 'sorting'],
  },
};

import { create } from 'zustand';
import { createJSONStorage, persist } from 'zustand/middleware';
import {
  type ColumnGroup,
  type ExportFormat,
  type ExportOptions,
  type FolderFacts,
  NO_FOLDER_FACTS,
} from '../../../../workers/protocol';
import { folderPicker } from '../../common/folder-picker';
import { usePage } from '../../page-state';
import { useProjects } from '../keeping/project-state';
import type { ResultSource } from '../results';
import { foldersOf } from './folders';

/** What the user chose of exports; it stays for the next one, and for the next visit. */
export interface ExportChoices {
  /** Forms with people's labels alone. */
  readonly labelsOnly: readonly ExportFormat[];
  readonly table: ExportOptions['table'];
  readonly place: ExportOptions['place'];
  readonly without: readonly ColumnGroup[];
  readonly sidecarName: ExportOptions['sidecarName'];
  readonly keywordRoot: string;
  readonly sorting: ExportOptions['sorting'];
  readonly title: string;
  readonly licence: string;
  readonly samplingDesign: ExportOptions['samplingDesign'];
  readonly captureMethod: ExportOptions['captureMethod'];
  /** What was told of folders, by path. */
  readonly folders: Readonly<Record<string, FolderFacts>>;
}

/** Version of what is kept; 1 is the first. */
export const CHOICES_VERSION = 1;

/** What is chosen before anyone does; guesses are no keywords unless they are asked for. */
export const DEFAULT_CHOICES: ExportChoices = {
  labelsOnly: ['xmp'],
  table: 'csv',
  place: 'exact',
  without: [],
  sidecarName: 'photo.xmp',
  keywordRoot: 'Fernglass',
  sorting: 'copies',
  title: '',
  licence: '',
  samplingDesign: 'opportunistic',
  captureMethod: 'activityDetection',
  folders: {},
};

/** What each choice may be; a kept one that is none of these is as if it were never made. */
const READABLE: { readonly [Name in keyof ExportChoices]: (value: unknown) => boolean } = {
  labelsOnly: isTexts,
  table: isOneOf('csv', 'xlsx', 'parquet'),
  place: isOneOf('exact', 'rounded', 'none'),
  without: isTexts,
  sidecarName: isOneOf('photo.xmp', 'photo.jpg.xmp'),
  keywordRoot: isText,
  sorting: isOneOf('copies', 'folder', 'scripts'),
  title: isText,
  licence: isText,
  samplingDesign: isOneOf(
    'simpleRandom',
    'systematicRandom',
    'clusteredRandom',
    'experimental',
    'targeted',
    'opportunistic',
  ),
  captureMethod: isOneOf('activityDetection', 'timeLapse'),
  folders: (value) => typeof value === 'object' && value !== null && Object.values(value).every(isFolder),
};

function isText(value: unknown): boolean {
  return typeof value === 'string';
}
function isTexts(value: unknown): boolean {
  return Array.isArray(value) && value.every(isText);
}
function isOneOf(...all: readonly string[]) {
  return (value: unknown) => all.includes(value as string);
}
function isFolder(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const facts = value as Record<string, unknown>;
  const isNumber = (name: string) => facts[name] === null || Number.isFinite(facts[name]);
  const isWords = (name: string) => facts[name] === null || typeof facts[name] === 'string';
  return (
    isWords('zone') &&
    isNumber('latitude') &&
    isNumber('longitude') &&
    isWords('start') &&
    isWords('end') &&
    isOneOf('by hand', 'by trap')(facts.taken)
  );
}

/**
 * The choices as any version of the page kept them: each that this one knows and can read, the default for the rest. A
 * version that changes what a value means is told apart here.
 */
export function restoreChoices(kept: unknown): ExportChoices {
  const found = (typeof kept === 'object' && kept !== null ? kept : {}) as Record<string, unknown>;
  const names = Object.keys(DEFAULT_CHOICES) as (keyof ExportChoices)[];
  const read = names.filter((name) => READABLE[name](found[name]));
  return { ...DEFAULT_CHOICES, ...Object.fromEntries(read.map((name) => [name, found[name]])) };
}

/** What the user chose of exports. */
export const useExportChoices = create<ExportChoices>()(
  persist((): ExportChoices => DEFAULT_CHOICES, {
    name: 'fernglass.export',
    // Folders have names: where there is to be no trace, nothing is written.
    storage: createJSONStorage(() => ({
      getItem: (name) => localStorage.getItem(name),
      removeItem: (name) => localStorage.removeItem(name),
      setItem(name, value) {
        if (useProjects.getState().current !== null || usePage.getState().keeps !== 'nothing')
          localStorage.setItem(name, value);
      },
    })),
    version: CHOICES_VERSION,
    migrate: restoreChoices,
    merge: (kept) => restoreChoices(kept),
  }),
);

/** Notes something of a folder. */
export function tellFolder(path: string, change: Partial<FolderFacts>): void {
  useExportChoices.setState(({ folders }) => ({
    folders: { ...folders, [path]: { ...NO_FOLDER_FACTS, ...folders[path], ...change } },
  }));
}

/** The options of an export now, with what is known of the folders of all photos. */
export function optionsFor(format: ExportFormat, source: ResultSource): ExportOptions {
  const { labelsOnly, folders, title, sorting, ...choices } = useExportChoices.getState();
  const { csvStart, reviewer } = usePage.getState();
  return {
    ...choices,
    // Chosen in a browser that can; another keeps the choice, and makes an archive.
    sorting: sorting === 'folder' && folderPicker() === null ? 'copies' : sorting,
    csvStart,
    boxesFrom: source.getState().request.detections.from,
    answers: !labelsOnly.includes(format),
    title: title.trim() || 'Photos classified with Fernglass',
    author: reviewer,
    folders: Object.fromEntries(
      foldersOf(source).map(({ path }) => [path, folders[path] ?? NO_FOLDER_FACTS]),
    ),
    now: new Date().toISOString(),
  };
}

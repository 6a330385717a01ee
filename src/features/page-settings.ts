import type { CsvStart, PicturesKept } from '../../workers/protocol';

export type Theme = 'auto' | 'light' | 'dark';
export type GroupBy = 'none' | 'class' | 'folder' | 'burst' | 'similarity';
export type SortOrder = 'added' | 'name' | 'margin' | 'class' | 'changed' | 'time';

/** What of the page survives a reload. */
export interface PageSettings {
  readonly theme: Theme;
  readonly sort: SortOrder;
  readonly groupBy: GroupBy;
  /** Seconds between two photos of a burst, at most. */
  readonly burstSeconds: number;
  /** Single-key shortcuts can be switched off (WCAG 2.1.4): dictation software types letters. */
  readonly shortcuts: boolean;
  /** Whether exports hold the scores of every class instead of those of the best. */
  readonly exportAllScores: boolean;
  readonly csvStart: CsvStart;
  /** A hub mirror's address; empty for the public hub. */
  readonly mirror: string;
  /** How whoever labels photos names themselves; goes into labels and exports. Empty where they do not. */
  readonly reviewer: string;
  /** Whether a label leads on to the next photo without one. */
  readonly goesOn: boolean;
  /** What projects that begin by themselves keep of the photos' files; with `nothing` none begins, and no trace is left. */
  readonly keeps: PicturesKept | 'nothing';
  /** Whether the user knows that projects begin by themselves. */
  readonly keepsTold: boolean;
  /** Whether this browser has been given a first class list. */
  readonly started: boolean;
}

/** Version of what is kept; 1 is the first. */
export const PAGE_VERSION = 1;

/** What a newcomer starts with. */
export const DEFAULT_PAGE: PageSettings = {
  theme: 'auto',
  sort: 'added',
  groupBy: 'none',
  burstSeconds: 30,
  shortcuts: true,
  exportAllScores: false,
  csvStart: 'mark',
  mirror: '',
  reviewer: '',
  goesOn: false,
  keeps: 'references',
  keepsTold: false,
  started: false,
};

const CHOICES: { readonly [Name in keyof PageSettings]?: readonly PageSettings[Name][] } = {
  theme: ['auto', 'light', 'dark'],
  sort: ['added', 'name', 'margin', 'class', 'changed', 'time'],
  groupBy: ['none', 'class', 'folder', 'burst', 'similarity'],
  csvStart: ['mark', 'separator'],
  keeps: ['references', 'copies', 'thumbnails', 'nothing'],
};

/**
 * The settings as any version of the page kept them: each that this one knows and can read, the default for the rest. A
 * version that changes what a value means is told apart here.
 */
export function restorePage(kept: unknown): PageSettings {
  const found = (typeof kept === 'object' && kept !== null ? kept : {}) as Partial<Record<string, unknown>>;
  const names = Object.keys(DEFAULT_PAGE) as (keyof PageSettings)[];
  const read = names.filter((name) => {
    const value = found[name];
    const choices: readonly unknown[] | undefined = CHOICES[name];
    return choices?.includes(value) ?? typeof value === typeof DEFAULT_PAGE[name];
  });
  return { ...DEFAULT_PAGE, ...Object.fromEntries(read.map((name) => [name, found[name]])) };
}

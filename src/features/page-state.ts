import { create } from 'zustand';
import { persist } from 'zustand/middleware';
import type { CsvStart } from '../../workers/protocol';

export type Theme = 'auto' | 'light' | 'dark';
export type SortOrder = 'added' | 'name' | 'margin' | 'class' | 'changed';
/** Photos, or files that did not become any, which can be shown alone. */
export type Alone = 'failed' | 'cancelled' | 'incomplete' | 'left out';
/** What lies over the light table where the window is too narrow for columns. */
export type Sheet = 'ask' | 'why' | null;

interface PageState {
  readonly theme: Theme;
  readonly sort: SortOrder;
  /** Single-key shortcuts can be switched off (WCAG 2.1.4): dictation software types letters. */
  readonly shortcuts: boolean;
  /** Whether exports hold the scores of every class instead of those of the best. */
  readonly exportAllScores: boolean;
  readonly csvStart: CsvStart;
  /** A hub mirror's address; empty for the public hub. */
  readonly mirror: string;
  /** Whether this browser has been given a first class list. */
  readonly started: boolean;
  readonly selectedId: string | null;
  readonly search: string;
  /** What is shown alone; null for all photos. */
  readonly alone: Alone | null;
  readonly sheet: Sheet;
  /** The class whose captions the evidence shows; null follows the photo's answer. */
  readonly evidenceClass: number | null;
  readonly helpOpen: boolean;
}

/** What the page keeps about itself; the engine keeps the request. Theme, order, mirror, shortcuts and what to export survive a reload. */
export const usePage = create<PageState>()(
  persist(
    (): PageState => ({
      theme: 'auto',
      sort: 'added',
      shortcuts: true,
      exportAllScores: false,
      csvStart: 'mark',
      mirror: '',
      started: false,
      selectedId: null,
      search: '',
      alone: null,
      sheet: null,
      evidenceClass: null,
      helpOpen: false,
    }),
    {
      name: 'fernglass.page',
      version: 1,
      partialize: ({ theme, sort, shortcuts, exportAllScores, csvStart, mirror, started }) => ({
        theme,
        sort,
        shortcuts,
        exportAllScores,
        csvStart,
        mirror,
        started,
      }),
    },
  ),
);

/** Selects a photo, or none; the evidence goes back to the class of its answer. */
export const selectPhoto = (selectedId: string | null) =>
  usePage.setState({ selectedId, evidenceClass: null });

export const openSheet = (sheet: Sheet) => usePage.setState({ sheet });

import { create } from 'zustand';
import { persist } from 'zustand/middleware';
import { DEFAULT_PAGE, PAGE_VERSION, type PageSettings, restorePage } from './page-settings';

export type { SortOrder, Theme } from './page-settings';
/** Photos, or files that did not become any, which can be shown alone. */
export type Alone = 'failed' | 'cancelled' | 'incomplete' | 'left out';
/** What lies over the light table where the window is too narrow for columns. */
export type Sheet = 'ask' | 'why' | null;

interface PageState extends PageSettings {
  readonly selectedId: string | null;
  readonly search: string;
  /** What is shown alone; null for all photos. */
  readonly alone: Alone | null;
  readonly sheet: Sheet;
  /** The class whose captions the evidence shows; null follows the photo's answer. */
  readonly evidenceClass: number | null;
  readonly helpOpen: boolean;
  /** Whether what this browser keeps is listed. */
  readonly storageOpen: boolean;
}

/** What the page keeps about itself; the engine keeps the request. Theme, order, mirror, shortcuts and what to export survive a reload. */
export const usePage = create<PageState>()(
  persist(
    (): PageState => ({
      ...DEFAULT_PAGE,
      selectedId: null,
      search: '',
      alone: null,
      sheet: null,
      evidenceClass: null,
      helpOpen: false,
      storageOpen: false,
    }),
    {
      name: 'fernglass.page',
      version: PAGE_VERSION,
      partialize: ({ theme, sort, shortcuts, exportAllScores, csvStart, mirror, started }): PageSettings => ({
        theme,
        sort,
        shortcuts,
        exportAllScores,
        csvStart,
        mirror,
        started,
      }),
      migrate: restorePage,
      merge: (kept, page) => ({ ...page, ...restorePage(kept) }),
    },
  ),
);

/** Selects a photo, or none; the evidence goes back to the class of its answer. */
export const selectPhoto = (selectedId: string | null) =>
  usePage.setState({ selectedId, evidenceClass: null });

export const openSheet = (sheet: Sheet) => usePage.setState({ sheet });

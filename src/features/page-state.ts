import { create } from 'zustand';
import { persist } from 'zustand/middleware';
import type { CaptionFile } from '../../index-shards/format';
import { DEFAULT_PAGE, PAGE_VERSION, type PageSettings, restorePage } from './page-settings';
import { type Filter, NO_FILTER } from './photos/list/filter';

export type { GroupBy, SortOrder, Theme } from './page-settings';
/** Photos, or files that did not become any, which can be shown alone. */
export type Alone = 'failed' | 'cancelled' | 'incomplete' | 'left out';
/** What lies over the light table where the window is too narrow for columns. */
export type Sheet = 'ask' | 'why' | null;

interface PageState extends PageSettings {
  readonly selectedId: string | null;
  readonly search: string;
  /** Which photos are shown by what is said of them, and what they are. */
  readonly filter: Filter;
  /** So many of the photos nearest to what is sought are shown. */
  readonly nearest: number;
  /** Groups wished for by similarity; null for about as many as suit. */
  readonly alikeGroups: number | null;
  /** Photos that are selected together, to be labelled at once; empty while only one is. */
  readonly picked: ReadonlySet<string>;
  /** Where a range of them begins. */
  readonly anchor: string | null;
  /** What is shown alone; null for all photos. */
  readonly alone: Alone | null;
  readonly sheet: Sheet;
  /** The further box of it whose evidence is seen; another photo's, or null, for the photo's own. */
  readonly boxId: string | null;
  /** The class whose captions the evidence shows; null follows the photo's answer. */
  readonly evidenceClass: number | null;
  readonly helpOpen: boolean;
  /** Whether the selected photo is shown large. */
  readonly largeOpen: boolean;
  /** The photo that stays beside the large one, to compare with; null for none. It is let go when the large view closes. */
  readonly besideId: string | null;
  /** Whether what this browser keeps is listed. */
  readonly storageOpen: boolean;
  /** Whether the user's own captions are asked for, and for which index or file of one; null for a new one. */
  readonly captionsOpen: boolean;
  readonly captionsFor: CaptionsTarget | null;
  /** Whether the models are listed. */
  readonly modelsOpen: boolean;
}

/** An index made here that captions are added to, or a file of it that they take the place of. */
export interface CaptionsTarget {
  readonly address: string;
  readonly title: string;
  /** Null where they come beside what is there. */
  readonly file: CaptionFile | null;
}

/** No photos beside the one that is selected. */
export const NONE_PICKED: ReadonlySet<string> = new Set();

/** Photos that a search by what they show lists at first. */
export const NEAREST = 100;

/** What the page keeps about itself; the engine keeps the request. Settings survive a reload. */
export const usePage = create<PageState>()(
  persist(
    (): PageState => ({
      ...DEFAULT_PAGE,
      selectedId: null,
      boxId: null,
      search: '',
      nearest: NEAREST,
      alikeGroups: null,
      picked: NONE_PICKED,
      anchor: null,
      filter: NO_FILTER,
      alone: null,
      sheet: null,
      evidenceClass: null,
      helpOpen: false,
      largeOpen: false,
      besideId: null,
      storageOpen: false,
      captionsOpen: false,
      captionsFor: null,
      modelsOpen: false,
    }),
    {
      name: 'fernglass.page',
      version: PAGE_VERSION,
      // Of all that the page holds, what a reload may find again, by the one list of it.
      partialize: restorePage,
      migrate: restorePage,
      merge: (kept, page) => ({ ...page, ...restorePage(kept) }),
    },
  ),
);

/** Selects a photo alone, or none; the evidence goes back to the class of its answer. */
export const selectPhoto = (selectedId: string | null) =>
  usePage.setState({ selectedId, boxId: null, evidenceClass: null, picked: NONE_PICKED, anchor: selectedId });

/** Goes back from the large photo, and from the pair that it may be of. */
export const closeLarge = () => usePage.setState({ largeOpen: false, besideId: null });

export const openSheet = (sheet: Sheet) => usePage.setState({ sheet });

/** Notes, once, that the user began: what is kept is written only where it changes. */
export const begin = () => {
  if (!usePage.getState().started) usePage.setState({ started: true });
};

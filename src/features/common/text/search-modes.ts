import type { SearchMode } from '../../../../workers/protocol';

/** What the ways of seeking captions for classes are called. */
export const SEARCH_MODE_TITLES: Readonly<Record<SearchMode, string>> = {
  meaning: 'by meaning',
  second: 'by meaning, second encoder',
  name: 'by name',
  hybrid: 'by name and meaning',
};

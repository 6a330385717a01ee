import type { Engine, PhotoQuery } from '../../../engine';
import { NEAREST, usePage } from '../../page-state';

const NOTHING: PhotoQuery = { words: null, photo: null, share: 0.5 };

/** Seeks photos by something else of the query; what is not said stays. The cut is as at first where a search begins. */
export function seek(engine: Engine, change: Partial<PhotoQuery>): void {
  const { query } = engine.getState().search;
  if (query === null) usePage.setState({ nearest: NEAREST });
  engine.searchPhotos({ ...(query ?? NOTHING), ...change });
}

/** Ranks photos by the words in the search field, which is empty then: names are no longer sought by them. */
export function seekTyped(engine: Engine): void {
  const words = usePage.getState().search.trim();
  if (words === '') return;
  usePage.setState({ search: '' });
  seek(engine, { words });
}

/** Ranks photos by how like one they are, and by the words that were sought before. */
export const seekLike = (engine: Engine, photo: string): void => seek(engine, { photo });

/** Ends the search: photos are in the menu's order again. */
export const endSearch = (engine: Engine): void => engine.searchPhotos(null);

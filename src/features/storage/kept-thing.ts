import type { StoredItem } from '../../../workers/protocol';

/** Something that is kept, the page's own settings and the user's projects among them. */
export type KeptThing = Omit<StoredItem, 'kind'> & {
  readonly kind: StoredItem['kind'] | 'settings' | 'project';
};

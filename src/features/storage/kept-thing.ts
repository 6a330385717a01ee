import type { StoredItem } from '../../../workers/protocol';

/** Something that is kept, the page's own settings among them. */
export type KeptThing = Omit<StoredItem, 'kind'> & { readonly kind: StoredItem['kind'] | 'settings' };

/**
 * The names of all that this program keeps on a device beside `localStorage`, as browsers know them; `docs/storage.md` says
 * what each holds and which version it has. A new form that cannot be read as the one before gets a name of its own.
 */
export const STORES = {
  /** Cache Storage: files of the app. */
  app: 'fernglass-build',
  /** Cache Storage: models from hubs. */
  models: 'fernglass-models',
  /** A directory of the origin's private file system: files of indexes. */
  shards: 'fernglass-shards',
  /** IndexedDB: the same, in browsers without one. */
  shardBytes: 'fernglass-shard-bytes',
  /** IndexedDB: which files of indexes are complete. */
  shardLedger: 'fernglass-shard-ledger',
  /** IndexedDB: manifests of indexes. */
  manifests: 'fernglass-manifests',
  /** IndexedDB: a user's own captions that are still to be embedded. */
  ownCaptions: 'fernglass-own-captions',
  /** IndexedDB: embeddings of texts. */
  texts: 'fernglass-texts',
  /** IndexedDB: projects, apart from copies of their pictures. */
  projects: 'fernglass-projects',
  /** A directory of the origin's private file system: copies of pictures. */
  pictures: 'fernglass-pictures',
  /** IndexedDB: the same, in browsers without one. */
  pictureBytes: 'fernglass-picture-bytes',
} as const;

/** How the names of all stores begin, those of other versions too. */
export const STORE_PREFIX = 'fernglass';

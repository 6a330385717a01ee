/**
 * The most of everything that a caption index may hold, for builder and reader alike: the builder refuses to write
 * more, and the reader refuses an index that claims or holds more before anything is fetched or allocated for it.
 * Captions alone are not refused but cut, since the rest of their index is still of use.
 */
export const LIMITS = {
  /** Bytes of `manifest.json`; one of 65,536 shards is about 20 MB. */
  manifestBytes: 2 ** 25,
  captions: 2 ** 31 - 1,
  lists: 2 ** 22,
  shards: 2 ** 16,
  /** Bytes of one shard. A reader holds whole shards in memory, several at a time while it loads. */
  shardBytes: 2 ** 26,
  /** Bytes of any other file: the router, or what lies beside a shard. */
  fileBytes: 2 ** 28,
  /** d, the width of an embedding. */
  width: 2 ** 13,
  /** Bytes of a caption's text in UTF-8 that are read. A model reads about 300 of them. */
  captionBytes: 4096,
  /** Bytes of one list's texts before they are deflated, so that a small file cannot inflate to fill the memory. */
  listTextBytes: 2 ** 23,
  /** Characters of `id`, of a model's id and of its revision. */
  idLength: 300,
  /** Characters of a title, and of what made the index. */
  titleLength: 300,
  /** Characters of a licence, of a source, of a fingerprint's sentence and of a prefix. */
  textLength: 4096,
  /** Languages and sources that an index may tell apart, each: a person could not choose among more. */
  tags: 1024,
  /** Pieces of files that captions came from. */
  captionFiles: 2 ** 14,
  /** Characters of a tag. */
  tagLength: 100,
  /** Languages that the manifest states. */
  languages: 256,
  /** Further vector spaces. */
  spaces: 8,
  /** Kinds of query whose recall is stated. */
  recallSets: 64,
  /** How much further than usual the captions of a list may be taken to spread (`routing.caution`). */
  caution: 16,
} as const;

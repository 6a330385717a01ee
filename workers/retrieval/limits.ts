/** Captions whose words are kept for searches by name, those of the first shards: they take about 200 MB of memory. */
export const MOST_NAMED = 250_000;

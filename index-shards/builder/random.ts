/** Seeded uniform numbers in [0, 1) (mulberry32): the same seed gives the same index. */
export function seededRandom(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** `count` different whole numbers below `limit`, rising. */
export function sampleIndices(limit: number, count: number, random: () => number): number[] {
  const chosen = new Set<number>();
  // Floyd's algorithm: one draw per number, each subset equally likely.
  for (let i = Math.max(0, limit - count); i < limit; i++) {
    const candidate = Math.floor(random() * (i + 1));
    chosen.add(chosen.has(candidate) ? i : candidate);
  }
  return [...chosen].sort((a, b) => a - b);
}

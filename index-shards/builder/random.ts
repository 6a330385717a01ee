export { seededRandom } from '../../core';

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

/**
 * Divides memory among indexes: none gets more than it can use, and what a small one leaves goes to the others alike.
 * @param total bytes
 * @param wanted bytes that each can use
 * @returns bytes for each, together `total` at most
 */
export function memoryShares(total: number, wanted: readonly number[]): number[] {
  const shares = wanted.map(() => 0);
  const bySize = wanted.map((_, i) => i).sort((a, b) => wanted[a]! - wanted[b]!);
  let left = total;
  bySize.forEach((i, done) => {
    shares[i] = Math.min(wanted[i]!, Math.floor(left / (bySize.length - done)));
    left -= shares[i]!;
  });
  return shares;
}

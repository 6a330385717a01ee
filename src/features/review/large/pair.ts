/** The photo of a pair that stays, and the one that is looked at; null where there is none to compare with. */
export type Pair = readonly [stays: string, looksAt: string] | null;

/**
 * The pair to begin with: two photos that are selected together, in the order shown; else the selected photo and the one behind
 * it, or before it where it is the last.
 * @param ids photos that are shown, in order
 */
export function pairOf(ids: readonly string[], picked: ReadonlySet<string>, selected: string | null): Pair {
  const together = ids.filter((id) => picked.has(id));
  if (together.length === 2) return [together[0]!, together[1]!];
  const at = selected === null ? -1 : ids.indexOf(selected);
  const other = ids[at + 1] ?? ids[at - 1];
  return selected === null || at < 0 || other === undefined ? null : [selected, other];
}

/**
 * A router's graph as usearch serialises it, little-endian and packed:
 *
 *     u32 lists, u32 d · i8 [lists, d] centroids
 *     64 bytes of head: "usearch" · u16 ×3 version · u8 ×4 kinds of metric, scalar, key and slot · u64 ×3 present,
 *         deleted, d · u8 multi · padding
 *     u64 ×5 lists, links of an upper level, links of the lowest level, highest level, entry
 *     i16 [lists] levels
 *     of each list: u64 key, i16 level, u32 links, u32 [links of the lowest level] · of each level above: u32 links,
 *         u32 [links of an upper level]
 *
 * usearch checks lengths and kinds when it opens one, and follows its links unchecked.
 */

/** Where the centroids begin. */
export const GRAPH_VECTORS = 8;

const HEAD_BYTES = 64;
const HEADER_BYTES = 40;
/** Kinds of metric, scalar, key and slot: inner product, i8, u64, u32. */
const KINDS = [105, 23, 14, 15];
/** Fewer than these are no graph to usearch, and it links none to more. */
const LINKS = { min: 2, max: 1024 };

/**
 * What is wrong with a serialised graph, in words; null where it is whole: of `lists` centroids of width d, each under its
 * own number, and no link leads out of it, or to a list that has no such level. A search of it then ends, and stays within
 * its bytes.
 */
export function graphFault(graph: Uint8Array, lists: number, width: number): string | null {
  const view = new DataView(graph.buffer, graph.byteOffset, graph.byteLength);
  const head = GRAPH_VECTORS + lists * width;
  const header = head + HEAD_BYTES;
  const levelsAt = header + HEADER_BYTES;
  let at = levelsAt + 2 * lists;
  if (graph.length < at) return 'it is cut short';
  if (view.getUint32(0, true) !== lists || view.getUint32(4, true) !== width)
    return 'it is of other lists than the manifest says';
  if (KINDS.some((kind, i) => graph[head + 13 + i] !== kind)) return 'it is of another kind';
  const wide = (offset: number) => Number(view.getBigUint64(offset, true));
  if (
    wide(head + 17) !== lists ||
    wide(head + 25) !== 0 ||
    wide(head + 33) !== width ||
    graph[head + 41] !== 0
  )
    return 'its head says something else than it holds';
  const [size, upperLinks, lowestLinks, highest, entry] = [0, 8, 16, 24, 32].map((i) => wide(header + i)) as [
    number,
    number,
    number,
    number,
    number,
  ];
  if (size !== lists) return 'its graph has another number of lists';
  if (!(upperLinks >= LINKS.min && upperLinks <= lowestLinks && lowestLinks <= LINKS.max))
    return 'it links too few lists, or too many';
  const levels = new Int16Array(lists);
  for (let list = 0; list < lists; list++) levels[list] = view.getInt16(levelsAt + 2 * list, true);
  if (!(entry < lists) || levels[entry] !== highest || levels.some((level) => level < 0 || level > highest))
    return 'its levels do not fit each other';
  for (let list = 0; list < lists; list++) {
    if (at + 10 > graph.length) return 'it is cut short';
    if (wide(at) !== list || view.getInt16(at + 8, true) !== levels[list])
      return `list ${list} is not where it should be`;
    at += 10;
    for (let level = 0; level <= levels[list]!; level++) {
      const most = level === 0 ? lowestLinks : upperLinks;
      if (at + 4 + 4 * most > graph.length) return 'it is cut short';
      const links = view.getUint32(at, true);
      if (links > most) return `list ${list} has more links than there is room for`;
      for (let link = 0; link < links; link++) {
        const to = view.getUint32(at + 4 + 4 * link, true);
        if (!(to < lists) || levels[to]! < level) return `a link of list ${list} leads nowhere`;
      }
      at += 4 + 4 * most;
    }
  }
  return at === graph.length ? null : 'more follows than it says';
}

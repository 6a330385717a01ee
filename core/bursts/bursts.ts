/** A photo as bursts see it. */
export interface Shot {
  /** Milliseconds since 1970; null where the photo does not say when it was taken. */
  readonly taken: number | null;
  /** What took it, where known: photos of two cameras are never of one burst. */
  readonly camera: string | null;
}

/**
 * Bursts: photos of one camera, each taken at most `seconds` after the one before (a chain, as camera traps make it).
 * @returns `[n]`, the number of each photo's burst, counted from 0 in order of appearance; a photo without a time is a burst alone
 * @throws RangeError for less than 0 seconds
 */
export function burstsOf(shots: readonly Shot[], seconds: number): Int32Array {
  if (!(seconds >= 0)) throw new RangeError(`bursts of ${seconds} seconds; it must be 0 or more`);
  const dated = shots
    .map(({ taken, camera }, i) => ({ i, taken, camera: camera ?? '' }))
    .filter((shot): shot is typeof shot & { readonly taken: number } => shot.taken !== null)
    .sort((a, b) => (a.camera < b.camera ? -1 : a.camera > b.camera ? 1 : a.taken - b.taken || a.i - b.i));
  /** The first photo of each one's burst, in the order given. */
  const head = Int32Array.from(shots, (_, i) => i);
  let members: number[] = [];
  const close = () => {
    const first = members.reduce((least, i) => Math.min(least, i), Number.POSITIVE_INFINITY);
    for (const i of members) head[i] = first;
    members = [];
  };
  dated.forEach((shot, at) => {
    const before = dated[at - 1];
    const goesOn = before?.camera === shot.camera && shot.taken - before.taken <= seconds * 1000;
    if (!goesOn) close();
    members.push(shot.i);
  });
  close();
  const numbers = new Map<number, number>();
  return head.map((first) => {
    if (!numbers.has(first)) numbers.set(first, numbers.size);
    return numbers.get(first)!;
  });
}

/** What a burst says of its photos. */
export interface BurstVote {
  /** `[n]`, the best class of each photo's burst. */
  readonly answers: Int32Array;
  /** `[n]`, its mean share in the burst, 0–1. */
  readonly shares: Float64Array;
  /** `[n]`, 1 where the burst answers otherwise than the photo alone. */
  readonly changed: Uint8Array;
}

/**
 * Photos of a burst share their evidence: the mean of their shares, `p_b = 1/|b| · Σ_{i∈b} p_i`, answers for all of them. Of equal
 * classes the first is best, for the burst as for the photo.
 * @param shares `[n][C]`, each summing to 1
 * @param bursts `[n]`, as `burstsOf` gives them
 */
export function voteInBursts(shares: readonly ArrayLike<number>[], bursts: ArrayLike<number>): BurstVote {
  const classes = shares[0]?.length ?? 0;
  const sums = new Map<number, { readonly total: Float64Array; count: number }>();
  shares.forEach((own, i) => {
    const burst = sums.get(bursts[i]!) ?? { total: new Float64Array(classes), count: 0 };
    for (let c = 0; c < classes; c++) burst.total[c]! += own[c]!;
    burst.count++;
    sums.set(bursts[i]!, burst);
  });
  const answers = new Int32Array(shares.length);
  const means = new Float64Array(shares.length);
  const changed = new Uint8Array(shares.length);
  shares.forEach((own, i) => {
    const { total, count } = sums.get(bursts[i]!)!;
    // A photo alone is answered as it was, whatever adding and dividing would round.
    const best = bestOf(count === 1 ? own : total);
    answers[i] = best;
    means[i] = best < 0 ? 0 : total[best]! / count;
    changed[i] = best === bestOf(own) ? 0 : 1;
  });
  return { answers, shares: means, changed };
}

/** −1 where there is no class. */
function bestOf(values: ArrayLike<number>): number {
  let best = -1;
  for (let c = 0; c < values.length; c++) if (best < 0 || values[c]! > values[best]!) best = c;
  return best;
}

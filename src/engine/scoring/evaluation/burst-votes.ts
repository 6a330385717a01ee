import { burstsOf, voteInBursts } from '../../../../core';
import { shotOf } from '../../facts/shot';
import type { Answer, BurstAnswer, Photo } from '../../state/types';
import { nextTask } from '../../state/work-loop';

/** Milliseconds of answers between two chances for the page to paint. */
const SLICE = 8;

/**
 * What bursts say of their photos, in slices.
 * @param answerOf null for a photo that has none yet
 * @param mayGoOn throws where nobody waits for it any more
 */
export async function burstVotes(
  photos: readonly Photo[],
  seconds: number,
  answerOf: (id: string) => Answer | null,
  mayGoOn: () => void,
): Promise<readonly BurstAnswer[]> {
  const bursts = burstsOf(photos.map(shotOf), seconds);
  const members = new Map<number, Photo[]>();
  photos.forEach((photo, i) => {
    members.set(bursts[i]!, [...(members.get(bursts[i]!) ?? []), photo]);
  });
  const found: BurstAnswer[] = [];
  let end = performance.now() + SLICE;
  for (const [burst, of] of members) {
    const answered: { readonly id: string; readonly shares: Float64Array }[] = [];
    for (const { id } of of.length > 1 ? of : []) {
      const answer = answerOf(id);
      if (answer !== null && answer.names === null) answered.push({ id, shares: sharesOf(answer) });
      if (performance.now() < end) continue;
      await nextTask();
      mayGoOn();
      end = performance.now() + SLICE;
    }
    if (answered.length < 2) continue;
    const vote = voteInBursts(
      answered.map(({ shares }) => shares),
      answered.map(() => 0),
    );
    answered.forEach(({ id }, i) => {
      found.push({
        photo: id,
        burst,
        best: vote.answers[i]!,
        share: vote.shares[i]!,
        changed: vote.changed[i] === 1,
      });
    });
  }
  return found;
}

/** Shares in the order of the class list. */
function sharesOf({ enriched, shares }: Answer): Float64Array {
  const byClass = new Float64Array(shares.length);
  enriched.forEach(({ index }, place) => {
    byClass[index] = shares[place]!;
  });
  return byClass;
}

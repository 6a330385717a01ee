import { expect, it } from 'vitest';
import { NO_FACTS } from '../../../../workers/protocol';
import { photoOf } from '../../state/plan/testing/records';
import type { Answer, Photo } from '../../state/types';
import { burstVotes } from './burst-votes';

const photo = (id: string, time: string | null, camera = 'trap 1'): Photo => ({
  ...photoOf(id).view,
  facts: { ...NO_FACTS, time, camera },
});
/** An answer with these shares, in the order of the class list. */
const answer = (...shares: number[]): Answer => {
  const ranked = shares.map((share, index) => ({ index, share })).sort((a, b) => b.share - a.share);
  return {
    names: null,
    enriched: ranked.map(({ index }) => ({ index, score: 0 })),
    shares: ranked.map(({ share }) => share),
  } as unknown as Answer;
};

const PHOTOS = [
  photo('first', '2026-05-01T23:59:58'),
  photo('second', '2026-05-02T00:00:01'),
  photo('later', '2026-05-02T00:00:30'),
  photo('elsewhere', '2026-05-02T00:00:01', 'trap 2'),
  photo('undated', null),
  photo('unanswered', '2026-05-02T00:00:02'),
];
const ANSWERS: Readonly<Record<string, Answer>> = {
  first: answer(0.05, 0.9, 0.05),
  second: answer(0.5, 0.4, 0.1),
  later: answer(1, 0, 0),
  elsewhere: answer(1, 0, 0),
  undated: answer(1, 0, 0),
};

it('answers for photos of one camera that were taken in a row, over midnight too', async () => {
  const votes = await burstVotes(
    PHOTOS,
    5,
    (id) => ANSWERS[id] ?? null,
    () => {},
  );
  expect(votes).toEqual([
    { photo: 'first', burst: 0, best: 1, share: expect.closeTo(0.65, 9), changed: false },
    { photo: 'second', burst: 0, best: 1, share: expect.closeTo(0.65, 9), changed: true },
  ]);
});

it('says nothing where a method brings its own classes', async () => {
  const named = (id: string) => ({ ...ANSWERS[id]!, names: ['a', 'b', 'c'] });
  expect(await burstVotes(PHOTOS.slice(0, 2), 5, named, () => {})).toEqual([]);
});

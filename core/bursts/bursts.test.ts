import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { burstsOf, type Shot, voteInBursts } from './bursts';

const at = (seconds: number | null, camera: string | null = null): Shot => ({
  taken: seconds === null ? null : seconds * 1000,
  camera,
});

describe('bursts', () => {
  it('are chains of photos of one camera, in whatever order they come', () => {
    const shots = [at(100), at(0), at(null), at(9), at(5), at(103), at(5, 'b'), at(null)];
    expect([...burstsOf(shots, 5)]).toEqual([0, 1, 2, 1, 1, 0, 3, 4]);
    expect([...burstsOf(shots, 4)]).toEqual([0, 1, 2, 3, 3, 0, 4, 5]);
    expect([...burstsOf(shots, 0)]).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  });

  it('hold together whoever can be reached in steps of the time allowed, and nobody else', () => {
    const shot = fc.record({
      taken: fc.option(fc.integer({ min: 0, max: 60_000 })),
      camera: fc.constantFrom(null, 'a', 'b'),
    });
    fc.assert(
      fc.property(fc.array(shot, { maxLength: 14 }), fc.integer({ min: 0, max: 10 }), (shots, seconds) => {
        const bursts = burstsOf(shots, seconds);
        // Joined by hand until nothing changes.
        const joined = shots.map((_, i) => i);
        for (let round = 0; round < shots.length; round++)
          for (const [i, a] of shots.entries())
            for (const [j, b] of shots.entries()) {
              const near =
                a.taken !== null &&
                b.taken !== null &&
                a.camera === b.camera &&
                Math.abs(a.taken - b.taken) <= seconds * 1000;
              if (near) joined[i] = joined[j] = Math.min(joined[i]!, joined[j]!);
            }
        for (const i of shots.keys())
          for (const j of shots.keys()) expect(bursts[i] === bursts[j]).toBe(joined[i] === joined[j]);
      }),
    );
  });

  it('refuse less than no time', () => {
    expect(() => burstsOf([], -1)).toThrow(RangeError);
    expect(() => burstsOf([], Number.NaN)).toThrow(RangeError);
  });
});

describe('voting in bursts', () => {
  it('lets sure photos answer for doubtful ones, and says where that changed an answer', () => {
    const shares = [
      [0.1, 0.9],
      [0.6, 0.4],
      [0.6, 0.4],
    ];
    const vote = voteInBursts(shares, [0, 0, 1]);
    expect([...vote.answers]).toEqual([1, 1, 0]);
    expect([...vote.changed]).toEqual([0, 1, 0]);
    expect(vote.shares[0]).toBeCloseTo(0.65, 12);
    expect(vote.shares[2]).toBeCloseTo(0.6, 12);
  });

  it('leaves photos alone where every burst is of one, and gives all of a burst one answer', () => {
    const row = fc
      .array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 3, maxLength: 3 })
      .map((values) => {
        const sum = values.reduce((total, x) => total + x, 1e-3);
        return values.map((x) => (x + 1e-3 / 3) / sum);
      });
    fc.assert(
      fc.property(fc.array(row, { maxLength: 8 }), fc.infiniteStream(fc.nat(3)), (shares, draws) => {
        const alone = voteInBursts(shares, [...shares.keys()]);
        expect([...alone.changed]).toEqual(shares.map(() => 0));
        expect([...alone.answers]).toEqual(shares.map((own) => own.indexOf(Math.max(...own))));
        const bursts = shares.map(() => draws.next().value!);
        const { answers, changed } = voteInBursts(shares, bursts);
        for (const i of shares.keys()) {
          const first = bursts.indexOf(bursts[i]!);
          expect(answers[i]).toBe(answers[first]);
          expect(changed[i]).toBe(answers[i] === alone.answers[i] ? 0 : 1);
        }
      }),
    );
  });
});

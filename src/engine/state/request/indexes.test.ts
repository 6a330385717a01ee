import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addressesOf,
  FULL_USE,
  isUsed,
  movedIndex,
  usedIndexes,
  withIndex,
  withIndexAgain,
  withoutIndex,
} from './indexes';

const POCKET = 'pocket';
const first = { manifestUrl: POCKET, furtherIndexes: [] as readonly string[], indexUse: {} };

const addresses = fc.constantFrom('pocket', 'flora', 'notes', 'web');
const steps = fc.array(
  fc.oneof(
    fc.record({ kind: fc.constant('use' as const), address: addresses, used: fc.boolean() }),
    fc.record({ kind: fc.constant('move' as const), address: addresses, by: fc.constantFrom(-1, 1) }),
    fc.record({ kind: fc.constant('delete' as const), address: addresses }),
  ),
  { maxLength: 12 },
);

type Step = { readonly address: string } & (
  | { readonly kind: 'use'; readonly used: boolean }
  | { readonly kind: 'move'; readonly by: number }
  | { readonly kind: 'delete' }
);

function after(request: typeof first, step: Step): typeof first {
  const { address, kind } = step;
  if (kind === 'use') return { ...request, ...withIndex(request, address, step.used) };
  if (kind === 'move') return { ...request, ...movedIndex(request, address, step.by as -1 | 1) };
  return { ...request, ...withoutIndex(request, address, POCKET) };
}

describe('the indexes that are searched', () => {
  it('are each open once, one at least, and used as was asked for last', () => {
    fc.assert(
      fc.property(steps, (all) => {
        let request = first;
        for (const step of all) {
          const before = addressesOf(request);
          request = after(request, step);
          const now = addressesOf(request);
          expect(now).toEqual([request.manifestUrl, ...request.furtherIndexes]);
          expect(new Set(now).size).toBe(now.length);
          expect(now.length).toBeGreaterThan(0);
          if (step.kind === 'use') expect(isUsed(request, step.address)).toBe(step.used);
          if (step.kind === 'move') expect(now.toSorted()).toEqual(before.toSorted());
          if (step.kind === 'delete' && step.address !== POCKET) expect(now).not.toContain(step.address);
        }
      }),
    );
  });

  it('come behind those that are there, in full; the last is left out without being closed', () => {
    const both = { ...first, ...withIndex(first, 'flora', true) };
    expect(usedIndexes(both)).toEqual([
      { address: POCKET, ...FULL_USE },
      { address: 'flora', ...FULL_USE },
    ]);
    const one = { ...both, ...withIndex(both, POCKET, false) };
    expect(addressesOf(one)).toEqual(['flora']);
    const none = { ...one, ...withIndex(one, 'flora', false) };
    expect(usedIndexes(none)).toEqual([{ address: 'flora', ...FULL_USE, photos: false, classes: false }]);
    expect(isUsed({ ...none, ...withIndex(none, 'flora', true) }, 'flora')).toBe(true);
  });

  it('come back after their deletion where they were, searched as they were', () => {
    fc.assert(
      fc.property(steps, addresses, (all, address) => {
        const before = all.reduce(after, first);
        const gone = { ...before, ...withoutIndex(before, address, POCKET) };
        expect({ ...gone, ...withIndexAgain(gone, address, before, POCKET) }).toEqual(before);
      }),
    );
    const use = { ...FULL_USE, weight: 1.3 };
    const before = { manifestUrl: 'a', furtherIndexes: ['b', 'c'], indexUse: { b: use } };
    const gone = { ...before, ...withoutIndex(before, 'b', POCKET) };
    // What was done meanwhile stays done.
    const moved = { ...gone, ...movedIndex(gone, 'c', -1) };
    const back = { ...moved, ...withIndexAgain(moved, 'b', before, POCKET) };
    expect([addressesOf(back), back.indexUse]).toEqual([['c', 'a', 'b'], { b: use }]);
  });

  it('keep their order and weights but for what is moved', () => {
    const all = {
      manifestUrl: 'a',
      furtherIndexes: ['b', 'c'],
      indexUse: { b: { ...FULL_USE, weight: 1.2 } },
    };
    const moved = { ...all, ...movedIndex(all, 'c', -1) };
    expect(addressesOf(moved)).toEqual(['a', 'c', 'b']);
    expect(usedIndexes(moved)[2]).toEqual({ address: 'b', weight: 1.2, photos: true, classes: true });
    expect(movedIndex(all, 'a', -1)).toEqual({});
  });
});

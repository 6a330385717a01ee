import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NOTHING_DONE, type Step, stepBack, stepForth, type UndoStack, withStep } from './undo-stack';

const stepOf = (words: string, bytes = 1): Step => ({ words, bytes, undo() {}, redo() {} });
const words = (steps: readonly Step[]) => steps.map((step) => step.words);
const stackOf = (...names: string[]) =>
  names.reduce<UndoStack>((stack, name) => withStep(stack, stepOf(name)).stack, NOTHING_DONE);

describe('the undo stack', () => {
  it('takes back what was done last, and does again what was taken back last', () => {
    const once = stepBack(stackOf('a', 'b', 'c'))!;
    expect(once.step.words).toBe('c');
    const twice = stepBack(once.stack)!;
    expect(twice.step.words).toBe('b');
    expect(stepForth(twice.stack)!.step.words).toBe('b');
    expect(stepForth(stepForth(twice.stack)!.stack)!.step.words).toBe('c');
    expect(stepBack(NOTHING_DONE)).toBeNull();
    expect(stepForth(stackOf('a'))).toBeNull();
  });

  it('forgets what was taken back once something else is done', () => {
    const { stack } = withStep(stepBack(stackOf('a', 'b'))!.stack, stepOf('c'));
    expect(words(stack.done)).toEqual(['a', 'c']);
    expect(stack.undone).toEqual([]);
  });

  it('says how many of the oldest steps made room, and always keeps the newest', () => {
    const three = stackOf('a', 'b', 'c');
    expect(withStep(three, stepOf('d'), { steps: 3, bytes: 99 })).toMatchObject({ dropped: 1 });
    const tight = withStep(three, stepOf('d', 8), { steps: 9, bytes: 10 });
    expect(words(tight.stack.done)).toEqual(['b', 'c', 'd']);
    expect(tight.dropped).toBe(1);
    const huge = withStep(three, stepOf('d', 1000), { steps: 9, bytes: 10 });
    expect(words(huge.stack.done)).toEqual(['d']);
    expect(huge.dropped).toBe(3);
  });

  it('keeps within its limits, and all that fits', () => {
    const sizes = fc.array(fc.integer({ min: 0, max: 20 }), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(
        sizes,
        fc.integer({ min: 1, max: 8 }),
        fc.integer({ min: 1, max: 60 }),
        (all, steps, bytes) => {
          let stack = NOTHING_DONE;
          for (const [i, size] of all.entries())
            stack = withStep(stack, stepOf(`${i}`, size), { steps, bytes }).stack;
          const kept = stack.done.reduce((sum, step) => sum + step.bytes, 0);
          expect(stack.done.length).toBeLessThanOrEqual(steps);
          expect(stack.done.length === 1 || kept <= bytes).toBe(true);
          expect(words(stack.done)).toEqual(all.map((_, i) => `${i}`).slice(-stack.done.length));
        },
      ),
    );
  });
});

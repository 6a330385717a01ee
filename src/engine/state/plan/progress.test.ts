import { describe, expect, it } from 'vitest';
import { progressOf } from './progress';

describe('progress', () => {
  it('counts what the batch has behind it, and nothing while the model has failed', () => {
    expect(progressOf({ queued: 3, working: 1, furtherWaiting: 0 }, 'ready', 10)).toEqual({
      running: true,
      total: 10,
      done: 6,
    });
    expect(progressOf({ queued: 3, working: 0, furtherWaiting: 0 }, 'loading', 3)).toEqual({
      running: true,
      total: 3,
      done: 0,
    });
    expect(progressOf({ queued: 3, working: 0, furtherWaiting: 0 }, 'failed', 3)).toEqual({
      running: false,
      total: 0,
      done: 0,
    });
    expect(progressOf({ queued: 3, working: 0, furtherWaiting: 0 }, 'paused', 3)).toEqual({
      running: false,
      total: 0,
      done: 0,
    });
    expect(progressOf({ queued: 0, working: 0, furtherWaiting: 0 }, 'ready', 3)).toEqual({
      running: false,
      total: 0,
      done: 0,
    });
    const boxes = { queued: 0, working: 0, furtherWaiting: 2 };
    expect(progressOf(boxes, 'ready', 3)).toEqual({ running: true, total: 3, done: 1 });
    expect(progressOf(boxes, 'paused', 3)).toEqual({ running: false, total: 0, done: 0 });
  });
});

import { describe, expect, it } from 'vitest';
import { WorkLoop } from './work-loop';

describe('WorkLoop', () => {
  it('runs until dry, one piece at a time, and looks again when woken meanwhile', async () => {
    const seen: string[] = [];
    let pieces = 2;
    let settled = 0;
    const loop = new WorkLoop(
      async () => {
        seen.push('start');
        await Promise.resolve();
        seen.push('end');
        return pieces-- > 0;
      },
      () => settled++,
    );
    loop.wake();
    loop.wake();
    expect(loop.busy).toBe(true);
    await new Promise((resolve) => setTimeout(resolve));
    expect(seen.join()).toBe(seen.map((_, i) => (i % 2 === 0 ? 'start' : 'end')).join());
    expect(loop.busy).toBe(false);
    expect(settled).toBe(1);
  });
});

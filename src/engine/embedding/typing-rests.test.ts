import { expect, it, vi } from 'vitest';
import { engineWithEncoder, poll } from '../testing/engine-with-encoder';

it('embeds texts once the typing rests, also where timers run ahead of the clock', async () => {
  vi.stubGlobal('navigator', {});
  const now = performance.now.bind(performance);
  const clock = vi.spyOn(performance, 'now').mockImplementation(() => now() * 0.98);
  const { engine } = await engineWithEncoder();
  engine.setClassesText('fern\nmoss');
  await poll(() => engine.getState().shownClasses.length).toBe(2);
  expect(clock).toHaveBeenCalled();
  clock.mockRestore();
  vi.unstubAllGlobals();
});

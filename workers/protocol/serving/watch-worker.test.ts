import { afterEach, beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import { showLife } from './liveness';
import { watchWorker } from './watch-worker';

/** Exclusive locks as browsers have them: the next request is granted when the holder's agent is gone. */
function lockManager() {
  const held = new Map<string, { release(): void; readonly gone: Promise<void> }>();
  const request = async (name: string, second: unknown, third?: unknown) => {
    const [options, work] = typeof second === 'function' ? [{}, second] : [second, third];
    const { signal } = options as { signal?: AbortSignal };
    const holder = held.get(name);
    if (holder !== undefined)
      await new Promise<void>((resolve, reject) => {
        signal?.addEventListener('abort', () => reject(signal.reason));
        void holder.gone.then(resolve);
      });
    let release = () => {};
    held.set(name, { release: () => release(), gone: new Promise((resolve) => (release = resolve)) });
    return (work as () => unknown)();
  };
  return {
    locks: { request } as unknown as LockManager,
    names: () => [...held.keys()],
    /** What the browser does when the agents that hold locks are gone. */
    endAll: () => held.forEach(({ release }) => void release()),
  };
}

/** Two ends of a channel, the worker's and the page's. */
function channel() {
  const { port1, port2 } = new MessageChannel();
  port1.start();
  port2.start();
  onTestFinished(() => {
    port1.close();
    port2.close();
  });
  return { inWorker: port1, worker: port2 as unknown as Worker };
}

const delivered = () => new Promise((resolve) => setImmediate(resolve));

beforeEach(() => void vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] }));
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

// Fault: worker dies × answers
test('a worker that ends without a word is dead at once, whether it has work or not', async () => {
  const { locks, endAll, names } = lockManager();
  vi.stubGlobal('navigator', { locks });
  const { inWorker, worker } = channel();
  const onDeath = vi.fn();
  watchWorker(worker, () => false, onDeath);
  showLife(inWorker, locks);
  await vi.waitFor(() => expect(names()).toHaveLength(1), 20_000);
  await delivered();
  expect(onDeath).not.toHaveBeenCalled();
  endAll();
  await vi.waitFor(() => expect(onDeath).toHaveBeenCalledTimes(1), 20_000);
  expect(onDeath.mock.calls[0]![0]).toMatch(/without a word/);
});

test('one that the page ended itself is not called dead', async () => {
  const { locks, endAll, names } = lockManager();
  vi.stubGlobal('navigator', { locks });
  const { inWorker, worker } = channel();
  const onDeath = vi.fn();
  const unwatch = watchWorker(worker, () => true, onDeath);
  showLife(inWorker, locks);
  await vi.waitFor(() => expect(names()).toHaveLength(1), 20_000);
  await delivered();
  unwatch();
  endAll();
  vi.advanceTimersByTime(3_600_000);
  await delivered();
  expect(onDeath).not.toHaveBeenCalled();
});

// Fault: worker hangs × answers
test('one that has work and answers no ping is dead after minutes; one that answers lives for ever', async () => {
  const { inWorker, worker } = channel();
  const onDeath = vi.fn();
  let hasWork = false;
  watchWorker(worker, () => hasWork, onDeath);
  const pass = async (minutes: number) => {
    for (let second = 0; second < 60 * minutes; second += 20) {
      vi.advanceTimersByTime(20_000);
      await delivered();
      await delivered();
    }
  };
  await pass(30);
  expect(onDeath).not.toHaveBeenCalled();
  hasWork = true;
  const answers = new AbortController();
  inWorker.addEventListener('message', ({ data }) => inWorker.postMessage(data), { signal: answers.signal });
  await pass(30);
  expect(onDeath).not.toHaveBeenCalled();
  answers.abort();
  await pass(4);
  expect(onDeath).not.toHaveBeenCalled();
  await pass(2);
  expect(onDeath.mock.calls).toEqual([['it has not answered for minutes']]);
});

test('a machine that slept has missed one ping, not hours', async () => {
  const { worker } = channel();
  const onDeath = vi.fn();
  watchWorker(worker, () => true, onDeath);
  vi.advanceTimersToNextTimer();
  vi.setSystemTime(Date.now() + 8 * 3_600_000);
  vi.advanceTimersToNextTimer();
  expect(onDeath).not.toHaveBeenCalled();
});

test('every worker answers pings while it is free', async () => {
  const { inWorker, worker } = channel();
  showLife(inWorker, undefined);
  const heard = vi.fn();
  worker.addEventListener('message', ({ data }) => heard(data));
  worker.postMessage({ ping: 7 });
  await vi.waitFor(() => expect(heard).toHaveBeenCalledWith({ ping: 7 }), 20_000);
});

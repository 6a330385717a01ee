import { expose } from 'comlink';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { attempt, FernglassError, type Result } from '../../../core';
import { EncoderClient } from './encoder-client';
import { startWorker } from './testing/start-worker';
import { type LinkOptions, WorkerLink } from './worker-link';

/** Everything that a call through a link may be. */
interface TestApi {
  add(a: number, b?: number): Promise<Result<number>>;
  refuse(): Promise<Result<void>>;
  throwUp(): Promise<void>;
  plain(): Promise<{ readonly ok: string }>;
  count(to: number, onStep: (step: number) => void): Promise<Result<number>>;
  /** Answers when `release` is called. */
  hang(onStep?: (step: number) => void): Promise<Result<string>>;
  release(): Promise<void>;
  remember(value: number): Promise<void>;
  recall(): Promise<number>;
}

function testApi() {
  let remembered = 0;
  let answer: (value: string) => void = () => {};
  const api = {
    /** The callback that `hang` was given. */
    step: null as ((step: number) => void) | null,
    add: (a: number, b = 1) => attempt(() => a + b),
    refuse: () =>
      attempt((): void => {
        throw new FernglassError('input-invalid', 'Not like this.');
      }),
    throwUp: async () => {
      throw new RangeError('unforeseen');
    },
    plain: async () => ({ ok: 'yes' }),
    count: (to: number, onStep: (step: number) => void) =>
      attempt(() => {
        for (let step = 1; step <= to; step++) onStep(step);
        return to;
      }),
    hang: (onStep?: (step: number) => void) =>
      attempt(() => {
        api.step = onStep ?? null;
        return new Promise<string>((resolve) => {
          answer = resolve;
        });
      }),
    release: async () => answer('released'),
    remember: async (value: number) => {
      remembered = value;
    },
    recall: async () => remembered,
  };
  return api satisfies TestApi & { step: unknown };
}

function linked(options: Partial<LinkOptions<TestApi>> = {}) {
  const started: (ReturnType<typeof startWorker> & { readonly api: ReturnType<typeof testApi> })[] = [];
  const link = new WorkerLink<TestApi>(
    () => {
      const api = testApi();
      started.push({ api, ...startWorker(api) });
      return started.at(-1)!.worker;
    },
    { stopped: 'The test worker stopped', remedy: 'Try again.', ...options },
  );
  return { link, started };
}

/** All messages that were posted so far have come. */
const delivered = () => new Promise((resolve) => setTimeout(resolve, 20));

describe('WorkerLink', () => {
  test('starts the worker with the first call, once', async () => {
    const { link, started } = linked();
    expect(started).toHaveLength(0);
    expect(await Promise.all([link.api.add(1, 2), link.api.add(3)])).toEqual([3, 4]);
    expect(started).toHaveLength(1);
  });

  test('gives the value of a result, throws its error with its code, and leaves other answers alone', async () => {
    const { link } = linked();
    expect(await link.api.add(2, 2)).toBe(4);
    await expect(link.api.refuse()).rejects.toThrow(new FernglassError('input-invalid', 'Not like this.'));
    await expect(link.api.refuse()).rejects.toMatchObject({ code: 'input-invalid' });
    await expect(link.api.throwUp()).rejects.toThrow('unforeseen');
    expect(await link.api.plain()).toEqual({ ok: 'yes' });
  });

  test('may be returned from an async function', async () => {
    const { link } = linked();
    const api = await (async () => link.api)();
    expect(await api.add(1)).toBe(2);
  });

  test('rejects the calls under way when the worker dies, and starts a fresh one with the next', async () => {
    const onDeath = vi.fn();
    const { link, started } = linked({ onDeath });
    await link.api.remember(7);
    const calls = [link.api.hang(), link.api.hang()];
    await delivered();
    started[0]!.die('out of memory');
    for (const call of calls)
      await expect(call).rejects.toMatchObject({
        code: 'worker-failed',
        message: 'The test worker stopped: out of memory. Try again.',
      });
    expect(started[0]!.isOpen.value).toBe(false);
    expect(link.death).toMatchObject({ code: 'worker-failed' });
    expect(onDeath.mock.calls).toEqual([[link.death]]);
    expect(await link.api.recall()).toBe(0);
    expect(started).toHaveLength(2);
    expect(link.death).toBeNull();
  });

  test('says so when a worker cannot be loaded at all', async () => {
    const { link, started } = linked();
    const call = link.api.hang();
    started[0]!.die('');
    await expect(call).rejects.toThrow('its program could not be loaded');
  });

  test('counts an answer that cannot be read as death', async () => {
    const { link, started } = linked();
    const call = link.api.hang();
    started[0]!.worker.dispatchEvent(new Event('messageerror'));
    await expect(call).rejects.toMatchObject({ code: 'worker-failed' });
    expect(await link.api.add(1)).toBe(2);
  });

  test('takes no notice of what a worker says that is gone', async () => {
    const { link, started } = linked();
    await link.api.add(1);
    started[0]!.die('first');
    await link.api.remember(3);
    started[0]!.die('again');
    expect(await link.api.recall()).toBe(3);
    expect(started).toHaveLength(2);
  });

  test('has every fresh worker given its state before the call that started it', async () => {
    const { link, started } = linked({ onStart: (api) => void api.remember(42) });
    expect(await link.api.recall()).toBe(42);
    started[0]!.die('gone');
    expect(await link.api.recall()).toBe(42);
  });

  test('rejects with the reason when it is stopped', async () => {
    const { link, started } = linked();
    const call = link.api.hang();
    const reason = new Error('not needed any more');
    link.stop(reason);
    await expect(call).rejects.toBe(reason);
    expect(started[0]!.isOpen.value).toBe(false);
    expect(link.death).toBeNull();
  });

  test('rejects a call whose arguments cannot be sent, and goes on', async () => {
    const { link, started } = linked();
    await expect(link.api.remember(Symbol('no') as unknown as number)).rejects.toThrow(/clone/);
    expect(await link.api.add(1)).toBe(2);
    expect(started).toHaveLength(1);
  });
});

describe('a call that is aborted', () => {
  test('rejects with the reason at once, and tells a worker that can give it up', async () => {
    const { link, started } = linked({ cancels: { hang: 'release' } });
    const release = vi.spyOn((await startedBy(link, started)).api, 'release');
    const stop = new AbortController();
    const call = link.until(stop.signal).hang();
    await delivered();
    stop.abort();
    await expect(call).rejects.toMatchObject({ name: 'AbortError' });
    await vi.waitFor(() => expect(release).toHaveBeenCalledTimes(1), 20_000);
    expect(await link.api.add(1)).toBe(2);
    expect(started).toHaveLength(1);
  });

  test('is not made when the signal was aborted before', async () => {
    const { link, started } = linked();
    const reason = new Error('too late');
    await expect(link.until(AbortSignal.abort(reason)).add(1)).rejects.toBe(reason);
    expect(started).toHaveLength(0);
  });

  test('calls nobody back any more', async () => {
    const { link, started } = linked();
    const steps: number[] = [];
    const stop = new AbortController();
    const call = link.until(stop.signal).hang((step) => void steps.push(step));
    const { api } = started[0]!;
    await vi.waitFor(() => expect(api.step).not.toBeNull(), 20_000);
    api.step!(1);
    await vi.waitFor(() => expect(steps).toEqual([1]), 20_000);
    stop.abort();
    await expect(call).rejects.toMatchObject({ name: 'AbortError' });
    api.step!(2);
    await delivered();
    expect(steps).toEqual([1]);
  });

  test('leaves nothing on a signal that outlives it', async () => {
    const { link, started } = linked({ cancels: { add: 'release' } });
    const release = vi.spyOn((await startedBy(link, started)).api, 'release');
    const stop = new AbortController();
    expect(await link.until(stop.signal).add(1)).toBe(2);
    stop.abort();
    await delivered();
    expect(release).not.toHaveBeenCalled();
  });
});

describe('callbacks', () => {
  test('come in order, all of them, and before the answer', async () => {
    const { link } = linked();
    const steps: number[] = [];
    expect(await link.api.count(3, (step) => void steps.push(step))).toBe(3);
    expect(steps).toEqual([1, 2, 3]);
  });

  test('are let go of when the call ends: the worker can reach them no longer', async () => {
    const { link, started } = linked();
    const steps: number[] = [];
    const call = link.api.hang((step) => void steps.push(step));
    const { api } = started[0]!;
    await vi.waitFor(() => expect(api.step).not.toBeNull(), 20_000);
    api.step!(1);
    await link.api.release();
    expect(await call).toBe('released');
    expect(api.step!(2)).toBeUndefined();
    await delivered();
    expect(steps).toEqual([1]);
  });

  test('close their port, which ends it on both sides', async () => {
    const closed = new Set<MessagePort>();
    const { close } = MessagePort.prototype;
    onTestFinished(() => {
      MessagePort.prototype.close = close;
    });
    MessagePort.prototype.close = function () {
      closed.add(this);
      close.call(this);
    };
    const { link } = linked();
    await link.api.count(1, () => {});
    await vi.waitFor(() => expect(closed.size).toBe(1), 20_000);
  });
});

test('an encoder that died between two calls says so, instead of waiting for ever or starting without a model', async () => {
  const rung = { backend: 'wasm', precision: 'q8', threads: 1 };
  const workers: ReturnType<typeof startWorker>[] = [];
  const told: unknown[] = [];
  const client = new EncoderClient(
    () => {
      const started = startWorker({
        chooseNetwork: async (choice: unknown) => void told.push(choice),
        capabilities: async () => ({ webgpu: null, threads: 1 }),
        inspect: async () => ({
          ok: true,
          value: { id: 'tiny', precisions: null, distrusts8Bit: false },
        }),
        load: async () => ({ ok: true, value: { id: 'tiny', rung } }),
        embedTexts: async () => ({ ok: true, value: { data: new Float32Array(2), count: 1, width: 2 } }),
      });
      workers.push(started);
      return started.worker;
    },
    null,
    () => ({ closed: true, origins: [] }),
    Number.POSITIVE_INFINITY,
  );
  const listener = { onExpected: () => {}, onProgress: () => {}, onSkipped: () => {} };
  const source = { id: 'tiny', revision: 'main', host: 'https://models.example/', layout: 'hub' } as const;
  await client.load(source, listener);
  expect(await client.embedTexts(['a'])).toMatchObject({ width: 2 });
  expect(told).toEqual([{ closed: true, origins: [] }]);
  workers[0]!.die('out of memory');
  await expect(client.embedTexts(['a'])).rejects.toMatchObject({
    code: 'worker-failed',
    message: expect.stringContaining('out of memory'),
  });
  expect(workers).toHaveLength(1);
  await client.load(source, listener);
  expect(await client.embedTexts(['a'])).toMatchObject({ width: 2 });
  client.dispose();
  await expect(client.embedTexts(['a'])).rejects.toMatchObject({ name: 'AbortError' });
});

test('a worker that exposes its API without releasing callbacks is understood as well', async () => {
  const { port1, port2 } = new MessageChannel();
  onTestFinished(() => port1.close());
  expose(testApi(), port1);
  const worker = Object.assign(port2, { terminate: () => port2.close() }) as unknown as Worker;
  const link = new WorkerLink<TestApi>(() => worker, { stopped: '', remedy: '' });
  const steps: number[] = [];
  await link.api.count(2, (step) => void steps.push(step));
  await vi.waitFor(() => expect(steps).toEqual([1, 2]), 20_000);
});

async function startedBy<T>(link: WorkerLink<TestApi>, started: readonly T[]): Promise<T> {
  await link.api.add(0);
  return started[0]!;
}

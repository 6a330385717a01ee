import { afterEach, expect, test, vi } from 'vitest';
import { tryWebLock, webLock } from './web-lock';

afterEach(() => vi.unstubAllGlobals());

const signal = new AbortController().signal;
const work = () => Promise.resolve('done');

test('without Web Locks the work is done without', async () => {
  vi.stubGlobal('navigator', undefined);
  expect(await webLock('a', signal, work)).toBe('done');
});

test('where Web Locks are refused the work is done without, once', async () => {
  const request = () => Promise.reject(new DOMException('denied', 'SecurityError'));
  vi.stubGlobal('navigator', { locks: { request } });
  expect(await webLock('a', signal, work)).toBe('done');
});

test('work that another tab is at is not done, and is told not to be', async () => {
  const held = vi.fn(() => Promise.resolve());
  const request = (_name: string, options: LockOptions, begin: (lock: null) => Promise<boolean>) => {
    expect(options).toEqual({ ifAvailable: true });
    return begin(null);
  };
  vi.stubGlobal('navigator', { locks: { request } });
  expect(await tryWebLock('a', held)).toBe(false);
  expect(held).not.toHaveBeenCalled();
  // Where there are none, or they are refused, it is done, and once.
  for (const navigator of [undefined, { locks: { request: () => Promise.reject(new Error('denied')) } }]) {
    vi.stubGlobal('navigator', navigator);
    expect(await tryWebLock('a', held)).toBe(true);
  }
  expect(held).toHaveBeenCalledTimes(2);
});

test('an error of the work itself is passed on, and the work is not done again', async () => {
  const request = (_name: string, _options: LockOptions, begin: () => Promise<unknown>) => begin();
  vi.stubGlobal('navigator', { locks: { request } });
  const failing = vi.fn(() => Promise.reject(new Error('no')));
  await expect(webLock('a', signal, failing)).rejects.toThrow('no');
  expect(failing).toHaveBeenCalledTimes(1);
});

test('a wait for a lock that is aborted does no work', async () => {
  const stop = new AbortController();
  const request = (_name: string, { signal }: LockOptions) =>
    new Promise((_, reject) => signal!.addEventListener('abort', () => reject(signal!.reason)));
  vi.stubGlobal('navigator', { locks: { request } });
  const never = vi.fn(work);
  const waiting = webLock('a', stop.signal, never);
  stop.abort();
  await expect(waiting).rejects.toMatchObject({ name: 'AbortError' });
  expect(never).not.toHaveBeenCalled();
});

test('without Web Locks, work under one name is done one after another, also after a failure', async () => {
  vi.stubGlobal('navigator', undefined);
  const steps: string[] = [];
  const slow = (name: string, fails: boolean) => async () => {
    steps.push(`${name} begins`);
    await new Promise((resolve) => setTimeout(resolve));
    steps.push(`${name} ends`);
    if (fails) throw new Error(name);
  };
  const stop = new AbortController();
  const never = vi.fn(work);
  const ended = Promise.allSettled([
    webLock('a', signal, slow('first', true)),
    webLock('a', stop.signal, never),
    webLock('a', signal, slow('second', false)),
    webLock('b', signal, slow('other', false)),
  ]);
  stop.abort();
  const statuses = (await ended).map(({ status }) => status);
  expect(statuses).toEqual(['rejected', 'rejected', 'fulfilled', 'fulfilled']);
  expect(never).not.toHaveBeenCalled();
  expect(steps.indexOf('other begins')).toBeLessThan(steps.indexOf('first ends'));
  expect(steps.indexOf('second begins')).toBeGreaterThan(steps.indexOf('first ends'));
});

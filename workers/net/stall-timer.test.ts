import { beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import { StallTimer } from './stall-timer';

beforeEach(() => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
});

const AFTER = 30_000;
const started = (probe?: () => Promise<unknown>) => {
  const onStall = vi.fn<(reason: Error) => void>();
  const timer = new StallTimer(AFTER, onStall, probe);
  onTestFinished(() => timer.end());
  return { timer, onStall };
};
const answersAfter = (milliseconds: number) => () =>
  new Promise((resolve) => setTimeout(resolve, milliseconds));

test('a host that says nothing is given up, once the browser has shown that it answers', async () => {
  const { onStall } = started(answersAfter(10));
  await vi.advanceTimersByTimeAsync(AFTER - 1);
  expect(onStall).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(20);
  expect(onStall.mock.calls[0]![0].message).toBe('nothing came in 30 s');
});

// Fault: browser busy × model; browser busy × captions
test('a browser that does not answer itself is waited for, and the host begins anew', async () => {
  let answers = 200_000;
  const { timer, onStall } = started(() => answersAfter(answers)());
  await vi.advanceTimersByTimeAsync(5 * AFTER);
  expect(onStall).not.toHaveBeenCalled();
  answers = 10;
  timer.answered();
  timer.arrived(20_000);
  await vi.advanceTimersByTimeAsync(AFTER - 1);
  expect(onStall).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(1);
  expect(onStall).toHaveBeenCalledOnce();
});

test('it is not waited for without end', async () => {
  const { onStall } = started(() => new Promise(() => {}));
  await vi.advanceTimersByTimeAsync(30 * AFTER);
  expect(onStall).toHaveBeenCalledOnce();
});

test('once the host has answered, silence is its own, and so is what drips', async () => {
  const probe = vi.fn(answersAfter(200_000));
  const { timer, onStall } = started(probe);
  timer.answered();
  timer.arrived(100);
  await vi.advanceTimersByTimeAsync(AFTER);
  expect(onStall.mock.calls[0]![0].message).toBe('only 100 bytes came in 30 s');
  expect(probe).not.toHaveBeenCalled();
});

test('what has ended says nothing any more, not even when a probe is answered late', async () => {
  const { timer, onStall } = started(answersAfter(500));
  await vi.advanceTimersByTimeAsync(AFTER + 100);
  timer.end();
  await vi.advanceTimersByTimeAsync(10 * AFTER);
  expect(onStall).not.toHaveBeenCalled();
});

import { expect, test } from 'vitest';
import { inTime } from './in-time';

test('an answer and a refusal are passed on', async () => {
  expect(await inTime(Promise.resolve(3), 10_000)).toBe(3);
  await expect(inTime(Promise.reject(new RangeError('no')), 10_000)).rejects.toThrow(RangeError);
});

test('what does not answer is given up, and a late answer handed over to be given back', async () => {
  let answer = (_: string) => {};
  const given = new Promise<string>((resolve) => {
    answer = resolve;
  });
  const late: string[] = [];
  await expect(inTime(given, 1, (value) => late.push(value))).rejects.toMatchObject({ name: 'TimeoutError' });
  answer('handle');
  await given;
  expect(late).toEqual(['handle']);
});

import { expect, test } from 'vitest';
import { TowerPair } from './pair';
import type { Tower } from './tower';

/** A pair that writes down what happens to its towers. */
function pairOf(takeTurns: boolean) {
  const log: string[] = [];
  const loader =
    <Input>(name: string) =>
    async (): Promise<Tower<Input>> => {
      await Promise.resolve();
      log.push(`${name} comes`);
      return {
        embed: async () => {
          log.push(`${name} begins`);
          await new Promise((resolve) => setTimeout(resolve, 1));
          log.push(`${name} ends`);
          return { count: 0, width: 0, data: new Float32Array(0) };
        },
        dispose: async () => void log.push(`${name} leaves`),
      };
    };
  const pair = new TowerPair({ vision: loader('vision'), text: loader('text') }, takeTurns);
  const look = () =>
    pair.withVision((tower) => tower.embed({ count: 0, size: 1, data: new Float32Array(0) }));
  const readText = () =>
    pair.withText((tower) => tower.embed({ count: 0, length: 1, data: new BigInt64Array(0) }));
  return { pair, look, readText, log };
}

test('small towers stand side by side, each loaded once', async () => {
  const { look, readText, log } = pairOf(false);
  await readText();
  await look();
  await readText();
  expect(log.filter((line) => /comes|leaves/.test(line))).toEqual(['text comes', 'vision comes']);
});

test('large towers take turns, and come back when they are wanted again', async () => {
  const { look, readText, log } = pairOf(true);
  await readText();
  await look();
  await look();
  await readText();
  expect(log.filter((line) => /comes|leaves/.test(line))).toEqual([
    'text comes',
    'text leaves',
    'vision comes',
    'vision leaves',
    'text comes',
  ]);
});

test('no tower leaves while it works, whatever is asked at once', async () => {
  const { look, readText, log } = pairOf(true);
  await Promise.all([readText(), look(), readText(), look(), look()]);
  for (const name of ['text', 'vision']) {
    const own = log.filter((line) => line.startsWith(name));
    for (const [i, line] of own.entries())
      if (line === `${name} begins`) expect(own[i + 1]).toBe(`${name} ends`);
  }
  expect(log.at(-1)).toBe('vision ends');
});

test('a tower that could not be loaded is tried again, and holds nobody up', async () => {
  let fails = true;
  const { pair: other } = pairOf(true);
  const pair = new TowerPair(
    {
      vision: async () => {
        if (fails) throw new Error('out of memory');
        return {
          embed: async () => ({ count: 0, width: 3, data: new Float32Array(0) }),
          dispose: async () => {},
        };
      },
      text: () => other.withText(async (tower) => tower),
    },
    true,
  );
  const width = () => pair.withVision(async (tower) => (await tower.embed({} as never)).width);
  await expect(width()).rejects.toThrow('out of memory');
  fails = false;
  expect(await width()).toBe(3);
});

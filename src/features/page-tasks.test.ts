import { expect, it } from 'vitest';
import { during, useTasks } from './page-tasks';

const tasks = () => useTasks.getState().tasks;

it('shows a task while it runs, with its latest words, and takes it down whatever happens', async () => {
  const gates: (() => void)[] = [];
  const gate = () => new Promise<void>((resolve) => gates.push(resolve));
  const first = during('Fetching', async (task) => {
    await gate();
    task.say('Fetching, 4 of 8');
    await gate();
    return 'done';
  });
  const second = during('Reading', async () => {
    throw new Error('no');
  });
  expect(tasks()).toEqual(['Fetching', 'Reading']);
  await expect(second).rejects.toThrow('no');
  expect(tasks()).toEqual(['Fetching']);
  gates.shift()!();
  await new Promise((resolve) => setTimeout(resolve));
  expect(tasks()).toEqual(['Fetching, 4 of 8']);
  gates.shift()!();
  expect(await first).toBe('done');
  expect(tasks()).toEqual([]);
});

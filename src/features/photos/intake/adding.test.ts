import { describe, expect, it } from 'vitest';
import { useTasks } from '../../page-tasks';
import { addFiles, cancelAdding, useAdding } from './adding';

const files = (count: number) => Array.from({ length: count }, (_, i) => new File(['x'], `${i}.png`));

/** An engine that keeps the names it was given, chunk by chunk. */
function taker(onChunk: (given: readonly string[][]) => void = () => {}) {
  const given: string[][] = [];
  return {
    given,
    addPhotos: (some: readonly File[]) => {
      given.push(some.map(({ name }) => name));
      onChunk(given);
    },
  };
}

describe('adding files', () => {
  it('hands long lists over in chunks, keeps their order, and says how far it is', async () => {
    const said: (string | undefined)[] = [];
    const engine = taker(() => said.push(useTasks.getState().tasks[0]));
    const all = files(95);
    await addFiles(engine, 'Adding photos', all, all.length);
    expect(engine.given.map((chunk) => chunk.length)).toEqual([40, 40, 15]);
    expect(engine.given.flat()).toEqual(all.map(({ name }) => name));
    expect(said).toEqual(['Adding photos', 'Adding photos, 40 of 95', 'Adding photos, 80 of 95']);
    expect(useAdding.getState().lots).toEqual([]);
    expect(useTasks.getState().tasks).toEqual([]);
  });

  it('ends when it is cancelled; what was added stays', async () => {
    const engine = taker((given) => {
      if (given.length === 2) cancelAdding();
    });
    await addFiles(engine, 'Adding photos', files(400), 400);
    expect(engine.given.flat()).toHaveLength(80);
    expect(useAdding.getState().lots).toEqual([]);
  });

  it('takes two lots side by side, each with its own count', async () => {
    const engine = taker();
    const totals: number[] = [];
    const both = [
      addFiles(engine, 'Adding photos', files(60), 60),
      addFiles(engine, 'Reading what was dropped', files(90), null),
    ];
    totals.push(useAdding.getState().lots.length);
    await Promise.all(both);
    expect(totals).toEqual([2]);
    expect(engine.given.flat()).toHaveLength(150);
    expect(useAdding.getState().lots).toEqual([]);
  });

  it('takes its lot down when reading fails', async () => {
    async function* broken() {
      yield new File(['x'], 'a.png');
      throw new Error('gone');
    }
    await expect(addFiles(taker(), 'Reading what was dropped', broken(), null)).rejects.toThrow('gone');
    expect(useAdding.getState().lots).toEqual([]);
  });
});

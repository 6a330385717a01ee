import { describe, expect, it } from 'vitest';
import { createStore } from 'zustand/vanilla';
import { initialState } from '../initial-state';
import type { ClassList } from './class-list';
import { ClassListStage } from './class-list-stage';
import { defaultRequest } from './request/request';
import type { EngineState } from './types';

const BASE = 'http://localhost/';
const listOf = (length: number, kind = 'class') =>
  Array.from({ length }, (_, i) => `${kind} ${i}`).join('\n');

function stage() {
  const store = createStore<EngineState>(() => initialState(defaultRequest(BASE), null, false));
  const lists: ClassList[] = [];
  const data = { store, classes: [], prompts: defaultRequest(BASE).prompts } as ConstructorParameters<
    typeof ClassListStage
  >[0];
  let late = () => {};
  const reading = new ClassListStage(
    data,
    (list) => {
      lists.push(list);
      data.classes = list.classes;
    },
    () => late(),
  );
  return {
    reading,
    lists,
    ask(classesText: string) {
      store.setState(({ request }) => ({ request: { ...request, classesText } }));
      reading.read();
    },
    lateOnce: () =>
      new Promise<void>((resolve) => {
        late = resolve;
      }),
  };
}

describe('the class list', () => {
  it('of some hundred classes is there at once', () => {
    const { ask, lists, reading } = stage();
    ask(listOf(900));
    expect(reading.hasWork).toBe(false);
    expect(lists.map(({ classes }) => classes.length)).toEqual([900]);
  });

  it('of thousands of classes is read in slices, and only the newest comes', async () => {
    const { ask, lists, reading, lateOnce } = stage();
    const come = lateOnce();
    ask(listOf(9000, 'old'));
    expect(reading.hasWork).toBe(true);
    ask(listOf(5000, 'new'));
    expect(lists).toEqual([]);
    await come;
    expect(reading.hasWork).toBe(false);
    expect(lists).toHaveLength(1);
    const [first] = lists[0]!.classes;
    expect([lists[0]!.classes.length, first!.names.name]).toEqual([5000, 'new 0']);
    const again = lateOnce();
    ask(`${listOf(5000, 'new')}\none more`);
    await again;
    expect(lists[1]!.classes).toHaveLength(5001);
    expect(lists[1]!.classes[0]).toBe(first);
  });

  it('that is short takes the place of a long one that is not read yet', async () => {
    const { ask, lists, reading } = stage();
    ask(listOf(9000));
    ask('fern\nmoss');
    expect(reading.hasWork).toBe(false);
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(lists.map(({ classes }) => classes.length)).toEqual([2]);
  });
});

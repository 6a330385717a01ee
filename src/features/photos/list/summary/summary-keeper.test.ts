import { expect, it, vi } from 'vitest';
import { photosEngine, settled } from '../testing/photos-engine';
import { SummaryKeeper } from './summary-keeper';

function keeperOf() {
  const engine = photosEngine();
  return { engine, keeper: new SummaryKeeper(engine) };
}

it('reads one photo again when it changes, all of them when all do, and none twice', async () => {
  const { engine, keeper } = keeperOf();
  engine.add(...Array.from({ length: 50 }, (_, i) => `${i}`));
  engine.answerAll(() => engine.answerOf(0));
  await settled(keeper);
  engine.read.summaries = 0;
  engine.answer('7', engine.answerOf(1));
  await settled(keeper);
  expect(engine.read.summaries).toBe(1);
  expect(keeper.last('7')?.answer).toBe('relay');
  engine.answerAll(() => engine.answerOf(2));
  await settled(keeper);
  expect(engine.read.summaries).toBe(51);
  expect(keeper.last('49')?.answer).toBe('fox');
});

it('reads what is in view at once', () => {
  const { engine, keeper } = keeperOf();
  engine.add('a', 'b');
  engine.answerAll(() => engine.answerOf(0));
  expect(keeper.now('b')?.answer).toBe('fern');
  engine.answerAll(() => engine.answerOf(1));
  expect(keeper.last('b')?.answer).toBe('fern');
  expect(keeper.now('b')?.answer).toBe('relay');
});

it('keeps count of changed answers as photos change and go', async () => {
  const { engine, keeper } = keeperOf();
  engine.add('a', 'b', 'c');
  engine.answerAll((file) => engine.answerOf(0, 0.5, file === 'c' ? 0 : 1));
  await settled(keeper);
  expect(keeper.counts).toMatchObject({ changed: 2, remembered: 0 });
  engine.answer('a', engine.answerOf(1));
  await settled(keeper);
  expect(keeper.counts.changed).toBe(1);
  engine.remove('b');
  await settled(keeper);
  expect(keeper.counts.changed).toBe(0);
});

it('stays the same object while nothing in it changed, and tells nobody', async () => {
  const { engine, keeper } = keeperOf();
  engine.add('a');
  engine.answer('a', engine.answerOf(0, 0.5));
  await settled(keeper);
  const told: string[] = [];
  keeper.subscribe((ids) => told.push(...ids));
  const before = keeper.now('a');
  engine.answer('a', engine.answerOf(0, 0.5001));
  await settled(keeper);
  expect(keeper.now('a')).toBe(before);
  expect(told).toEqual([]);
  engine.answer('a', engine.answerOf(0, 0.9));
  await settled(keeper);
  expect(told).toEqual(['a']);
});

it('read for tiles at once as far as the time goes; the others show the last one, and this one soon after', async () => {
  const { engine, keeper } = keeperOf();
  const ids = Array.from({ length: 20 }, (_, i) => `${i}`);
  engine.add(...ids);
  engine.answerAll(() => engine.answerOf(0));
  await settled(keeper);
  engine.read.summaries = 0;
  let late = 0;
  const clock = performance.now.bind(performance);
  // Each answer takes longer than a frame to read.
  const slow = vi.spyOn(performance, 'now').mockImplementation(() => clock() + late);
  const summary = engine.summary;
  engine.summary = (id) => {
    late += 20;
    return summary(id);
  };
  const told = new Set<string>();
  keeper.subscribe((changed) => {
    for (const id of changed) told.add(id);
  });
  engine.answerAll(() => engine.answerOf(1));
  expect(ids.map((id) => keeper.now(id)!.answer)).toEqual(['relay', ...ids.slice(1).map(() => 'fern')]);
  expect(engine.read.summaries).toBe(1);
  await settled(keeper);
  slow.mockRestore();
  expect(ids.every((id) => keeper.now(id)!.answer === 'relay')).toBe(true);
  expect(told).toEqual(new Set(ids));
  expect(engine.read.summaries).toBe(20);
});

it('counts answers by state as they come and go, and anew when a threshold moves', async () => {
  const { engine, keeper } = keeperOf();
  engine.add('a', 'b', 'c');
  engine.answer('a', engine.answerOf(0, 0.9));
  engine.answer('b', engine.answerOf(1, 0.4));
  await settled(keeper);
  expect(keeper.counts.states).toEqual({ confident: 1, unsure: 1, unlike: 0 });
  expect(keeper.now('b')?.state).toBe('unsure');
  engine.moveMargin(0.3);
  // What is in view is not shown as it was.
  expect(keeper.now('b')?.state).toBe('confident');
  await settled(keeper);
  expect(keeper.counts.states).toEqual({ confident: 2, unsure: 0, unlike: 0 });
  engine.answer('c', engine.answerOf(2, 0.1));
  engine.remove('a');
  await settled(keeper);
  expect(keeper.counts.states).toEqual({ confident: 1, unsure: 1, unlike: 0 });
});

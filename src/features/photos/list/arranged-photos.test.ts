import { expect, it } from 'vitest';
import type { SortOrder } from '../../page-state';
import { BY_CLASS } from '../groups/groups';
import { ArrangedPhotos } from './arranged-photos';
import { NO_FILTER } from './filter';
import { CountedPhotos } from './summary/counted-photos';
import { facetTally } from './summary/facet-counts';
import { SummaryKeeper } from './summary/summary-keeper';
import { photosEngine, settled } from './testing/photos-engine';

function listOf(sort: SortOrder = 'added', search = '') {
  const engine = photosEngine();
  const keeper = new SummaryKeeper(engine);
  return { engine, keeper, list: new ArrangedPhotos(engine, keeper, { sort, search }) };
}

it('shows photos as they come and go, at once', () => {
  const { engine, list } = listOf();
  let told = 0;
  list.subscribe(() => told++);
  engine.add('b.jpg', 'a.jpg');
  expect(list.ids).toEqual(['b.jpg', 'a.jpg']);
  engine.remove('b.jpg');
  expect(list.ids).toEqual(['a.jpg']);
  engine.remove('a.jpg');
  expect(list.ids).toEqual([]);
  expect(told).toBe(3);
});

it('shows the nearest to what is sought first, as many as the cut lets through, and moves what comes nearer', async () => {
  const { engine, keeper, list } = listOf('name');
  engine.add('a.jpg', 'b.jpg', 'c.jpg', 'broken.jpg');
  engine.near.set('a.jpg', 0.1).set('b.jpg', 0.3).set('c.jpg', 0.2);
  list.arrange({ sort: 'name', ranking: 1, nearest: 2 });
  await settled(keeper);
  expect(list.ids).toEqual(['b.jpg', 'c.jpg']);
  expect(list.found).toBe(3);
  list.arrange({ sort: 'name', ranking: 1, nearest: 9 });
  expect(list.ids).toEqual(['b.jpg', 'c.jpg', 'a.jpg']);
  engine.near.set('d.jpg', 0.9);
  engine.add('d.jpg');
  await settled(keeper);
  expect(list.ids).toEqual(['d.jpg', 'b.jpg', 'c.jpg', 'a.jpg']);
  // Something else is sought: what was near is so no more.
  engine.near.set('a.jpg', 2).delete('d.jpg');
  list.arrange({ sort: 'name', ranking: 2, nearest: 9 });
  await settled(keeper);
  expect(list.ids).toEqual(['a.jpg', 'b.jpg', 'c.jpg']);
  list.arrange({ sort: 'name' });
  await settled(keeper);
  expect(list.ids).toEqual(['a.jpg', 'b.jpg', 'broken.jpg', 'c.jpg', 'd.jpg']);
});

it('puts photos into groups, in order within each, and moves those that become another group’s', async () => {
  const { engine, keeper, list } = listOf('name');
  engine.add('b.jpg', 'a.jpg', 'c.jpg', 'd.jpg');
  engine.answer('a.jpg', engine.answerOf(1));
  engine.answer('c.jpg', engine.answerOf(0));
  engine.answer('b.jpg', engine.answerOf(0));
  list.arrange({ sort: 'name', grouping: BY_CLASS });
  await settled(keeper);
  expect(list.ids).toEqual(['b.jpg', 'c.jpg', 'a.jpg', 'd.jpg']);
  const sizes = () => list.groups.map(({ key, count }) => [key, count]);
  expect(sizes()).toEqual([
    ['fern', 2],
    ['relay', 1],
    [null, 1],
  ]);
  const label = { state: 'class', className: 'relay', by: '', at: '' } as const;
  engine.change('b.jpg', { label });
  await settled(keeper);
  expect(list.ids).toEqual(['c.jpg', 'a.jpg', 'b.jpg', 'd.jpg']);
  expect(sizes()[1]).toEqual(['relay', 2]);
  // A search by what photos show goes through all of them.
  engine.near.set('d.jpg', 1).set('a.jpg', 0.5);
  list.arrange({ sort: 'name', grouping: BY_CLASS, ranking: 1, nearest: 9 });
  await settled(keeper);
  expect([list.ids, list.groups]).toEqual([['d.jpg', 'a.jpg'], []]);
});

it('has a photo that comes back where it was', () => {
  const { engine, list } = listOf();
  engine.add('a.jpg', 'b.jpg', 'c.jpg');
  engine.remove('a.jpg', 'b.jpg');
  engine.add('d.jpg');
  engine.add('b.jpg', 'a.jpg');
  expect(list.ids).toEqual(['a.jpg', 'b.jpg', 'c.jpg', 'd.jpg']);
});

it('shows photos by what is said of them, counts them, and knows the gap that one leaves', async () => {
  const { engine, keeper, list } = listOf();
  const counter = new CountedPhotos(engine, keeper, facetTally());
  const counts = () => Object.fromEntries(counter.now);
  engine.add('a.jpg', 'b.jpg', 'c.jpg');
  engine.answerAll((file) => engine.answerOf(file === 'b.jpg' ? 1 : 0, file === 'c.jpg' ? 0.1 : 0.5));
  list.arrange({ filter: { ...NO_FILTER, said: 'nothing' } });
  await settled(keeper);
  expect(counts()).toEqual({
    ...{ nothing: 3, 'answer confident': 2, 'answer unsure': 1 },
    ...{ 'class fern': 2, 'class relay': 1, 'folder ': 3, 'day ': 3 },
  });
  engine.change('b.jpg', { label: { by: '', at: '', state: 'class', className: 'fox' } });
  await settled(keeper);
  expect(list.ids).toEqual(['a.jpg', 'c.jpg']);
  expect([list.placeOf('b.jpg'), list.placeOf('c.jpg')]).toEqual([
    { at: 1, isThere: false },
    { at: 1, isThere: true },
  ]);
  expect(counts()).toEqual({
    ...{ nothing: 2, something: 1, changed: 1, 'answer confident': 2, 'answer unsure': 1 },
    ...{ 'class fern': 2, 'class fox': 1, 'folder ': 3, 'day ': 3 },
  });
  engine.moveMargin(0.6);
  engine.remove('a.jpg');
  engine.change('b.jpg', { label: null });
  await settled(keeper);
  expect(list.ids).toEqual(['b.jpg', 'c.jpg']);
  expect(counts()).toEqual({
    ...{ nothing: 2, 'answer unsure': 2 },
    ...{ 'class fern': 1, 'class relay': 1, 'folder ': 2, 'day ': 2 },
  });
  engine.moveMargin(0.2);
  list.arrange({ filter: { ...NO_FILTER, state: 'unsure' } });
  await settled(keeper);
  expect(list.ids).toEqual(['c.jpg']);
  engine.moveMargin(0.6);
  await settled(keeper);
  expect(list.ids).toEqual(['b.jpg', 'c.jpg']);
});

it('shows failed, cancelled or incomplete photos alone as they become so and cease to be', async () => {
  const { engine, keeper, list } = listOf();
  engine.add('a.jpg', 'b.jpg', 'c.jpg', 'd.jpg');
  engine.change('c.jpg', { status: 'failed' });
  engine.change('b.jpg', { warnings: [{ code: 'image-incomplete', label: '', message: '' }] });
  list.arrange({ alone: 'failed' });
  await settled(keeper);
  expect(list.ids).toEqual(['c.jpg']);
  engine.change('a.jpg', { status: 'failed' });
  engine.change('d.jpg', { status: 'cancelled' });
  await settled(keeper);
  expect(list.ids).toEqual(['a.jpg', 'c.jpg']);
  list.arrange({ search: 'C.', alone: 'failed' });
  await settled(keeper);
  expect(list.ids).toEqual(['c.jpg']);
  engine.change('c.jpg', { status: 'queued' });
  await settled(keeper);
  expect(list.ids).toEqual([]);
  list.arrange({ alone: 'incomplete' });
  await settled(keeper);
  expect(list.ids).toEqual(['b.jpg']);
  list.arrange({ alone: 'cancelled' });
  await settled(keeper);
  expect(list.ids).toEqual(['d.jpg']);
  list.arrange({});
  await settled(keeper);
  expect(list.ids).toEqual(['a.jpg', 'b.jpg', 'c.jpg', 'd.jpg']);
});

it('takes another order, and back', async () => {
  const { engine, keeper, list } = listOf();
  engine.add('img10.jpg', 'IMG2.jpg', 'x.png');
  list.arrange({ sort: 'name' });
  await settled(keeper);
  expect(list.ids).toEqual(['IMG2.jpg', 'img10.jpg', 'x.png']);
  list.arrange({});
  await settled(keeper);
  expect(list.ids).toEqual(['img10.jpg', 'IMG2.jpg', 'x.png']);
});

it('the last order asked for wins, and photos that came or went meanwhile are in it', async () => {
  const { engine, keeper, list } = listOf();
  engine.add(...Array.from({ length: 500 }, (_, i) => `${499 - i}.jpg`));
  await settled(keeper);
  list.arrange({ sort: 'margin' });
  list.arrange({ sort: 'name' });
  engine.add('7b.jpg');
  engine.remove('3.jpg', '499.jpg');
  await settled(keeper);
  const numbers = Array.from({ length: 499 }, (_, i) => i).filter((i) => i !== 3);
  expect(list.ids).toEqual(numbers.flatMap((i) => (i === 7 ? ['7.jpg', '7b.jpg'] : [`${i}.jpg`])));
});

it('moves a photo to its place when its answer changes, and finds it by its new class', async () => {
  const { engine, keeper, list } = listOf('margin');
  engine.add('a', 'b', 'c');
  engine.answer('a', engine.answerOf(0, 0.9));
  engine.answer('b', engine.answerOf(1, 0.1));
  await settled(keeper);
  expect(list.ids).toEqual(['b', 'a', 'c']);
  engine.answer('c', engine.answerOf(2, 0.05));
  await settled(keeper);
  expect(list.ids).toEqual(['c', 'b', 'a']);
  list.arrange({ sort: 'margin', search: 'Fox ' });
  await settled(keeper);
  expect(list.ids).toEqual(['c']);
  engine.answer('a', engine.answerOf(0, 0.9, 2));
  await settled(keeper);
  expect(list.ids).toEqual(['c', 'a']);
  engine.answer('c', engine.answerOf(0, 0.3));
  await settled(keeper);
  expect(list.ids).toEqual(['a']);
});

it('orders all anew when every answer changes', async () => {
  const { engine, keeper, list } = listOf('margin');
  const files = Array.from({ length: 150 }, (_, i) => `${i}`);
  engine.add(...files);
  engine.answerAll((file) => engine.answerOf(0, Number(file) / 150));
  await settled(keeper);
  expect(list.ids).toEqual(files);
  engine.answerAll((file) => engine.answerOf(0, 1 - Number(file) / 150));
  await settled(keeper);
  expect(list.ids[0]).toBe('149');
  expect(list.ids.at(-1)).toBe('0');
  expect(new Set(list.ids).size).toBe(150);
});

it('gives all photos in an order, whatever is searched for', async () => {
  const { engine, keeper, list } = listOf('added', 'b');
  engine.add('b', 'a');
  await settled(keeper);
  expect(list.ids).toEqual(['b']);
  expect(list.all('name')).toEqual(['a', 'b']);
});

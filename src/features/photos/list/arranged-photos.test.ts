import { describe, expect, it, vi } from 'vitest';
import type { AnswerSummary, Photo, Request } from '../../../engine';
import type { SortOrder } from '../../page-state';
import { BY_CLASS } from '../groups/groups';
import { ArrangedPhotos } from './arranged-photos';
import { NO_FILTER } from './filter';
import { FacetCounts } from './summary/facet-counts';
import { SummaryKeeper } from './summary/summary-keeper';

const classes = ['fern', 'relay', 'fox'].map((name) => ({ name, names: [name] }));

/** An engine of photos whose answers a test sets. */
function engineOf() {
  const photos = new Map<string, Photo>();
  const answers = new Map<string, AnswerSummary>();
  /** All photos ever added. */
  const order: string[] = [];
  const onState = new Set<() => void>();
  const onPhotos = new Set<(ids: ReadonlySet<string>) => void>();
  let state = {
    answersRevision: 0,
    shownClasses: classes,
    photoIds: [] as readonly string[],
    request: { method: 'core', thresholds: { margin: 0.5, likeness: null } as Request['thresholds'] },
    index: { info: null, status: 'opening' as const },
  };
  const read = { summaries: 0 };
  const set = (change: Partial<typeof state>) => {
    state = { ...state, ...change };
    for (const listener of onState) listener();
  };
  const answerOf = (best: number, margin = 0.5, zeroShotBest = best): AnswerSummary => ({
    best,
    margin,
    likeness: null,
    changed: best !== zeroShotBest,
    zeroShotBest,
    place: null,
    lacksCaptions: false,
  });
  return {
    read,
    answerOf,
    getState: () => state,
    subscribe(listener: () => void) {
      onState.add(listener);
      return () => onState.delete(listener);
    },
    subscribePhotos(listener: (ids: ReadonlySet<string>) => void) {
      onPhotos.add(listener);
      return () => onPhotos.delete(listener);
    },
    photo: (id: string) => photos.get(id),
    summary(id: string) {
      read.summaries++;
      return answers.get(id) ?? null;
    },
    add(...files: readonly string[]) {
      for (const file of files) {
        if (!order.includes(file)) order.push(file);
        photos.set(file, {
          id: file,
          file,
          added: order.indexOf(file),
          status: 'done',
          warnings: [] as const,
          label: null,
          note: '',
          boxes: null,
          facts: null,
        } as unknown as Photo);
      }
      set({ photoIds: order.filter((file) => photos.has(file)) });
      for (const listener of onPhotos) listener(new Set(files));
    },
    remove(...files: readonly string[]) {
      for (const file of files) photos.delete(file);
      set({ photoIds: [...photos.keys()] });
      for (const listener of onPhotos) listener(new Set(files));
    },
    /** Something of a photo changes. */
    change(file: string, change: Partial<Photo>) {
      photos.set(file, { ...photos.get(file)!, ...change });
      for (const listener of onPhotos) listener(new Set([file]));
    },
    /** One photo's own answer changes. */
    answer(file: string, answer: AnswerSummary) {
      answers.set(file, answer);
      photos.set(file, { ...photos.get(file)! });
      for (const listener of onPhotos) listener(new Set([file]));
    },
    /** How near photos are to what is sought. */
    near: new Map<string, number>(),
    nearness(id: string) {
      return this.near.get(id) ?? null;
    },
    moveMargin(margin: number) {
      set({ request: { ...state.request, thresholds: { margin, likeness: null } } });
    },
    /** Every answer changes at once. */
    answerAll(answer: (file: string) => AnswerSummary) {
      for (const file of photos.keys()) answers.set(file, answer(file));
      set({ answersRevision: state.answersRevision + 1 });
    },
  };
}

/** Waits until nobody has anything left to read, and what was read is shown. */
async function settled(keeper: SummaryKeeper): Promise<void> {
  do await new Promise((resolve) => setTimeout(resolve, 20));
  while (keeper.behind);
  await new Promise((resolve) => setTimeout(resolve, 150));
}

function listOf(sort: SortOrder = 'added', search = '') {
  const engine = engineOf();
  const keeper = new SummaryKeeper(engine);
  return { engine, keeper, list: new ArrangedPhotos(engine, keeper, { sort, search }) };
}

describe('arranged photos', () => {
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
    const counter = new FacetCounts(engine, keeper);
    const counts = () => Object.fromEntries(counter.counts);
    engine.add('a.jpg', 'b.jpg', 'c.jpg');
    engine.answerAll((file) => engine.answerOf(file === 'b.jpg' ? 1 : 0, file === 'c.jpg' ? 0.1 : 0.5));
    list.arrange({ filter: { ...NO_FILTER, said: 'nothing' } });
    await settled(keeper);
    expect(counts()).toEqual({
      ...{ nothing: 3, 'answer confident': 2, 'answer unsure': 1 },
      ...{ 'class fern': 2, 'class relay': 1, 'folder ': 3 },
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
      ...{ 'class fern': 2, 'class fox': 1, 'folder ': 3 },
    });
    engine.moveMargin(0.6);
    engine.remove('a.jpg');
    engine.change('b.jpg', { label: null });
    await settled(keeper);
    expect(list.ids).toEqual(['b.jpg', 'c.jpg']);
    expect(counts()).toEqual({
      ...{ nothing: 2, 'answer unsure': 2 },
      ...{ 'class fern': 1, 'class relay': 1, 'folder ': 2 },
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

  it('counts answers by state as they come and go, and anew when a threshold moves', async () => {
    const { engine, keeper } = listOf();
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
});

describe('summaries', () => {
  it('reads one photo again when it changes, all of them when all do, and none twice', async () => {
    const { engine, keeper } = listOf();
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
    const { engine, keeper } = listOf();
    engine.add('a', 'b');
    engine.answerAll(() => engine.answerOf(0));
    expect(keeper.now('b')?.answer).toBe('fern');
    engine.answerAll(() => engine.answerOf(1));
    expect(keeper.last('b')?.answer).toBe('fern');
    expect(keeper.now('b')?.answer).toBe('relay');
  });

  it('keeps count of changed answers as photos change and go', async () => {
    const { engine, keeper } = listOf();
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
    const { engine, keeper } = listOf();
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
    const { engine, keeper } = listOf();
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
});

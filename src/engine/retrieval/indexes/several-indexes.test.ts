import { afterEach, expect, test, vi } from 'vitest';
import { row, unwrap } from '../../../../core';
import { chooseNetwork } from '../../../../workers/net';
import { type Host, startHost } from '../../../../workers/net/testing/host';
import { Retrieval } from '../../../../workers/retrieval/retrieval';
import { type IndexFixture, makeIndex } from '../../../../workers/retrieval/testing/index-fixture';
import { FIXTURE, newTab, setUpBench } from '../../../../workers/retrieval/testing/tab';
import { captionsOfClass, captionsOfPhoto } from '../../state/basis';
import type { PhotoRecord } from '../../state/records';
import { FULL_USE, withIndex } from '../../state/request/indexes';
import type { Request } from '../../state/types';
import { classOf, engineWith, photoOf, type RetrievalEngine } from '../testing/retrieval-engine';

const bench = setUpBench();
const hosts: Host[] = [];

afterEach(async () => {
  chooseNetwork(null);
  await Promise.all(hosts.splice(0).map((host) => host.close()));
});

/** A second index on a host of its own: the same vectors, and other words. */
async function another(
  change: Parameters<typeof makeIndex>[0] = { ...FIXTURE, title: 'Second', padding: 3 },
) {
  const { model } = bench.fixture.manifest;
  const fixture: IndexFixture = await makeIndex({ ...change, model });
  const host = await startHost(fixture.files);
  hosts.push(host);
  return { fixture, host, address: `${host.url}manifest.json` };
}

const ask = ({ data, stage }: RetrievalEngine, change: Partial<Request>) => {
  data.store.setState(({ request }) => ({ request: { ...request, ...change } }));
  stage.index.follow();
  stage.wake();
};

const rests = ({ stage }: RetrievalEngine) => vi.waitFor(() => expect(stage.hasWork).toBe(false), 20_000);

/** The titles of the indexes that a photo's captions come from, in their order of appearance. */
function titles({ data }: RetrievalEngine, photo: PhotoRecord): string[] {
  const found = captionsOfPhoto(photo, data.basis());
  return [...new Set(Array.from(found?.ids ?? [], (id) => data.captions.origin(id)!.title))];
}

test('captions of several indexes are merged by similarity, and each says where it is from', async () => {
  await bench.downloaded();
  const second = await another();
  const photo = photoOf(row(bench.fixture.embeddings, 7));
  const cls = classOf(['caption'], row(bench.fixture.embeddings, 9));
  const engine = engineWith(bench, photo, [cls], undefined, [second.address]);
  engine.stage.index.open();
  await rests(engine);
  const { ids, similarities } = captionsOfPhoto(photo, engine.data.basis())!;
  expect([...similarities]).toEqual([...similarities].sort((a, b) => b - a));
  expect(ids).toHaveLength(32);
  expect(new Set(titles(engine, photo))).toEqual(new Set([bench.fixture.manifest.title, 'Second']));
  // Equally near ones come in the order of the indexes.
  const textsOf = (found: Int32Array) => Array.from(found, (id) => engine.data.captions.text(id));
  expect(textsOf(ids.slice(0, 2))).toEqual([bench.fixture.texts[7], second.fixture.texts[7]]);
  const ofClass = captionsOfClass(cls, engine.data.basis())!;
  expect(textsOf(ofClass.ids.slice(0, 2))).toEqual([bench.fixture.texts[9], second.fixture.texts[9]]);
  expect(engine.data.store.getState().classRetrieval.searched).toEqual({ captions: 480, total: 480 });
});

test('only what is missing is searched where an index comes, goes, or counts more', async () => {
  await bench.downloaded();
  const second = await another();
  const photo = photoOf(row(bench.fixture.embeddings, 7));
  const search = vi.spyOn(Retrieval.prototype, 'search');
  const engine = engineWith(bench, photo);
  engine.stage.index.open();
  await rests(engine);
  expect(search).toHaveBeenCalledTimes(1);
  const alone = captionsOfPhoto(photo, engine.data.basis())!;

  const { request } = engine.data.store.getState();
  ask(engine, withIndex(request, second.address, true));
  await rests(engine);
  await vi.waitFor(() => expect(titles(engine, photo)).toHaveLength(2), 20_000);
  await rests(engine);
  const calls = search.mock.calls.length;
  // The second was searched, once its shards had come perhaps again; the first was not.
  expect(search.mock.contexts.filter((tab) => tab === search.mock.contexts[0])).toHaveLength(1);

  const equal = captionsOfPhoto(photo, engine.data.basis())!;
  ask(engine, { indexUse: { [second.address]: { ...FULL_USE, weight: 0.5 } } });
  await rests(engine);
  const lighter = captionsOfPhoto(photo, engine.data.basis())!;
  const ofSecond = (found: typeof equal) =>
    Array.from(found.ids, (id) => engine.data.captions.origin(id)!.title).filter(
      (title) => title === 'Second',
    );
  expect(ofSecond(lighter).length).toBeLessThan(ofSecond(equal).length);
  expect(search).toHaveBeenCalledTimes(calls);

  ask(engine, { indexUse: { [second.address]: { ...FULL_USE, photos: false } } });
  await rests(engine);
  expect(captionsOfPhoto(photo, engine.data.basis())).toEqual(alone);

  ask(engine, withIndex(engine.data.store.getState().request, second.address, false));
  await rests(engine);
  expect(captionsOfPhoto(photo, engine.data.basis())).toEqual(alone);
  expect(search).toHaveBeenCalledTimes(calls);
  expect(engine.workers).toHaveLength(2);
});

test('an index that is off for classes is not searched for them', async () => {
  await bench.downloaded();
  const second = await another();
  const cls = classOf(['caption'], row(bench.fixture.embeddings, 9));
  const engine = engineWith(bench, photoOf(row(bench.fixture.embeddings, 7)), [cls], undefined, [
    second.address,
  ]);
  ask(engine, { indexUse: { [second.address]: { ...FULL_USE, classes: false } } });
  await rests(engine);
  const { ids } = captionsOfClass(cls, engine.data.basis())!;
  expect(new Set(Array.from(ids, (id) => engine.data.captions.origin(id)!.title))).toEqual(
    new Set([bench.fixture.manifest.title]),
  );
});

test('a caption that both hold counts once', async () => {
  await bench.downloaded();
  const same = await another({ ...FIXTURE, title: 'Copy' });
  const photo = photoOf(row(bench.fixture.embeddings, 7));
  const engine = engineWith(bench, photo, [], undefined, [same.address]);
  engine.stage.index.open();
  await rests(engine);
  const { ids } = captionsOfPhoto(photo, engine.data.basis())!;
  const texts = Array.from(ids, (id) => engine.data.captions.text(id));
  expect(new Set(texts).size).toBe(texts.length);
  // Equal ones come from the first.
  expect(titles(engine, photo)).toEqual([bench.fixture.manifest.title]);
});

test('what does not come, or does not fit, keeps none of the others back', async () => {
  await bench.downloaded();
  const photo = photoOf(row(bench.fixture.embeddings, 7));
  const other = await makeIndex({ ...FIXTURE, width: 16, title: 'Other model' });
  const host = await startHost(other.files);
  hosts.push(host);
  const unfit = `${host.url}manifest.json`;
  const empty = await startHost(new Map());
  hosts.push(empty);
  const nowhere = `${empty.url}manifest.json`;
  const engine = engineWith(bench, photo, [], undefined, [unfit, nowhere]);
  engine.stage.index.open();
  await rests(engine);
  expect(titles(engine, photo)).toEqual([bench.fixture.manifest.title]);
  const { furtherIndexes, index } = engine.data.store.getState();
  expect(index.status).toBe('ready');
  expect([furtherIndexes[unfit]?.status, furtherIndexes[nowhere]?.status]).toEqual(['unfit', 'failed']);
  expect(furtherIndexes[unfit]?.error?.code).toBe('index-model-mismatch');
});

test('memory is shared: a small index leaves what it does not need to the others', async () => {
  const limit = vi.spyOn(Retrieval.prototype, 'limitMemory');
  await bench.downloaded();
  const second = await another();
  const engine = engineWith(bench, photoOf(row(bench.fixture.embeddings, 7)), [], undefined, [
    second.address,
  ]);
  engine.stage.index.open();
  await rests(engine);
  const total = engine.data.store.getState().request.indexMemory * 1e6;
  const last = [...new Map(limit.mock.calls.map(([bytes], i) => [limit.mock.contexts[i], bytes])).values()];
  const { info } = engine.data.store.getState().index;
  // Both are small: each has all that it can use.
  expect(last).toEqual([2 * info!.bytesTotal, expect.any(Number)]);
  expect(last.reduce((sum, bytes) => sum + bytes, 0)).toBeLessThan(total);

  ask(engine, { furtherIndexes: [] });
  // The memory is shared out anew once the second is closed, which no search waits for.
  await vi.waitFor(() => expect(limit.mock.lastCall).toEqual([total]), 20_000);
});

test('the first may go, and the next takes its place without another search', async () => {
  await bench.downloaded();
  const second = await another();
  const photo = photoOf(row(bench.fixture.embeddings, 7));
  const engine = engineWith(bench, photo, [], undefined, [second.address]);
  engine.stage.index.open();
  await rests(engine);
  const search = vi.spyOn(Retrieval.prototype, 'search');
  ask(engine, withIndex(engine.data.store.getState().request, bench.manifestUrl, false));
  await rests(engine);
  const { index, furtherIndexes } = engine.data.store.getState();
  expect(index.info?.manifest.title).toBe('Second');
  expect(furtherIndexes).toEqual({});
  expect(titles(engine, photo)).toEqual(['Second']);
  expect(search).not.toHaveBeenCalled();
  // The first worker is there for indexes of one's own, and takes the next that is opened.
  expect(await engine.stage.index.client.ownIndexes()).toEqual([]);
  ask(engine, withIndex(engine.data.store.getState().request, bench.manifestUrl, true));
  await rests(engine);
  await vi.waitFor(() => expect(titles(engine, photo)).toHaveLength(2), 20_000);
  expect(engine.workers).toHaveLength(2);
});

test('what an earlier visit found in several indexes is not sought again, of each by itself', async () => {
  await bench.downloaded();
  const second = await another();
  const first = photoOf(row(bench.fixture.embeddings, 7));
  const earlier = engineWith(bench, first, [], undefined, [second.address]);
  earlier.stage.index.open();
  await rests(earlier);
  const kept = first.kept!;
  expect(kept.ids).toHaveLength(64);
  const captions = [...kept.ids].map((id) => earlier.stage.keptCaption(kept.index, id)!);
  expect(new Set(captions.map(({ text }) => text)).size).toBe(64);
  const before = captionsOfPhoto(first, earlier.data.basis())!;

  const search = vi.spyOn(Retrieval.prototype, 'search');
  const visit = async (further: string[]) => {
    search.mockClear();
    const photo = photoOf(row(bench.fixture.embeddings, 7));
    photo.kept = kept;
    const engine = engineWith(bench, photo, [], undefined, further);
    engine.stage.keep(captions);
    engine.stage.index.open();
    await rests(engine);
    await vi.waitFor(() => expect(captionsOfPhoto(photo, engine.data.basis())).not.toBeNull(), 20_000);
    return { engine, photo };
  };
  const again = await visit([second.address]);
  expect(search).not.toHaveBeenCalled();
  expect(again.photo.kept).toBe(kept);
  const found = captionsOfPhoto(again.photo, again.engine.data.basis())!;
  expect([...found.similarities]).toEqual([...before.similarities]);
  expect(new Set(titles(again.engine, again.photo))).toEqual(new Set(titles(earlier, first)));

  // The first alone; and with another beside it, which alone is asked.
  await visit([]);
  expect(search).not.toHaveBeenCalled();
  const third = await another({ ...FIXTURE, title: 'Third', padding: 5 });
  chooseNetwork(null);
  const tab = newTab();
  unwrap(await tab.open(third.address));
  unwrap(await tab.download(() => {}));
  const more = await visit([third.address]);
  // It alone is searched: again, where it was not known at first that all of it is there.
  expect(new Set(search.mock.contexts).size).toBe(1);
  await vi.waitFor(() => expect(more.photo.kept?.ids).toHaveLength(64), 20_000);
  expect(more.photo.kept!.index).not.toBe(kept.index);
});

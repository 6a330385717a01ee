import type { ServerResponse } from 'node:http';
import { describe, expect, test, vi } from 'vitest';
import { unwrap } from '../../core';
import type { Host } from '../net/testing/host';
import { answers } from '../net/testing/misbehaviour';
import type { DownloadProgress, IndexInfo } from '../protocol';
import { KeptStore } from '../storage';
import { type IndexFixture, makeIndex } from './testing/index-fixture';
import { FIXTURE, newTab, noNetwork, setUpBench, WHOLE } from './testing/tab';

const bench = setUpBench();
/** Two of its shards and its router are new. */
const second = () => makeIndex({ ...FIXTURE, title: 'Second', reseedFrom: 4 });

describe('a new version on the host', () => {
  test('is picked up; unchanged files are shared, and old ones go once it is complete', async () => {
    await bench.downloaded();
    const next = await second();
    bench.host.serve(next.files);
    bench.host.requests.length = 0;
    const worker = newTab();
    const info = unwrap(await worker.open(bench.manifestUrl));
    expect(info).toMatchObject({ manifest: { title: 'Second' }, captionsPresent: 160 });
    expect(unwrap(await worker.download(() => {}))).toMatchObject(WHOLE);
    // Two shards and the router are new.
    expect(bench.host.requests.filter(({ name }) => name.endsWith('.bin'))).toHaveLength(3);
    const expected = [next.manifest.router, ...next.manifest.shards].map(({ name }) => name);
    expect(await new KeptStore().names()).toEqual(new Set(expected));
  });

  // Fault: changed on the host × index
  test('until it is complete the old one still opens offline, whole', async () => {
    await bench.downloaded();
    const next = await second();
    bench.host.serve(next.files);
    bench.host.misbehave(next.manifest.shards[5]!.name, answers.status(404), 9);
    const worker = await bench.opened();
    expect(await worker.download(() => {})).toMatchObject({ ok: false });
    const offline = unwrap(await newTab({ fetch: noNetwork }).open(bench.manifestUrl));
    expect(offline).toMatchObject({ ...WHOLE, manifest: { title: 'Fixture' } });
  });

  test.each<[string, (next: IndexFixture) => void]>([
    [
      'whose files are missing',
      ({ manifest }) => bench.host.misbehave(manifest.shards[5]!.name, answers.status(404), 9),
    ],
    [
      'whose files are damaged',
      ({ manifest }) => bench.host.misbehave(manifest.shards[5]!.name, answers.flippedBit, 9),
    ],
    [
      'whose host goes away',
      ({ manifest }) => {
        for (const { name } of manifest.shards) bench.host.misbehave(name, answers.resetAtOnce, 9);
      },
    ],
  ])('one %s: the complete version before it is searched, and the user is told', async (_, breakIt) => {
    await bench.downloaded();
    const next = await second();
    bench.host.serve(next.files);
    breakIt(next);
    const tab = await bench.opened();
    const progress: DownloadProgress[] = [];
    const result = await tab.download((event) => progress.push(event));
    expect(result).toMatchObject({
      ok: false,
      error: {
        message: expect.stringMatching(
          /could not be .*The complete version that is stored on this device is searched instead\.$/s,
        ),
      },
    });
    const { info } = progress.at(-1)!;
    expect(info).toMatchObject({ ...WHOLE, manifest: { title: 'Fixture' } });
    expect(info.opening).not.toBe(progress[0]!.info.opening);
    const found = unwrap(await tab.search(bench.oneQuery(), 1000));
    expect(found).toMatchObject({ captionsSearched: 240, opening: info.opening });
    for (const { id, text } of found.hits[0]!) expect(text).toBe(bench.fixture.texts[id]);
    // Trying again takes the new version up where it was left.
    bench.host.behave();
    expect(unwrap(await tab.open(bench.manifestUrl)).manifest.title).toBe('Second');
    expect(unwrap(await tab.download(() => {}))).toMatchObject({ ...WHOLE, manifest: { title: 'Second' } });
  });

  test('a new version whose router alone is missing is searched whole', async () => {
    await bench.downloaded();
    const next = await second();
    bench.host.serve(next.files);
    bench.host.misbehave(next.manifest.router.name, answers.status(404), 9);
    const tab = await bench.opened();
    expect(await tab.download(() => {})).toMatchObject({ ok: false, error: { code: 'shard-not-found' } });
    const found = unwrap(await tab.search(bench.oneQuery(), 1000));
    for (const { id, text } of found.hits[0]!) expect(text).toBe(next.texts[id]);
  });

  // Fault: storage full × index
  test('when the browser has no room for it, the version before stays stored whole', async () => {
    await bench.downloaded();
    bench.host.serve((await second()).files);
    const put = IDBObjectStore.prototype.put;
    vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (this: IDBObjectStore, ...args) {
      if (args[0] instanceof Uint8Array) throw new DOMException('', 'QuotaExceededError');
      return put.apply(this, args);
    });
    const info = unwrap(await (await bench.opened()).download(() => {}));
    expect(info).toMatchObject({ captionsPresent: 240, storage: 'memory', manifest: { title: 'Second' } });
    expect(info.storageNotice).toMatch(/no more storage/);
    vi.restoreAllMocks();
    const offline = unwrap(await newTab({ fetch: noNetwork }).open(bench.manifestUrl));
    expect(offline).toMatchObject({ ...WHOLE, manifest: { title: 'Fixture' } });
  });
});

describe('a host that is silent, or slow to answer', () => {
  /** A tab that has opened what is stored, and what its host was asked; the host says nothing until `answer`. */
  async function openedBeside() {
    const held: ServerResponse[] = [];
    bench.host.misbehave('manifest.json', (response) => void held.push(response));
    const tab = newTab();
    let opening: ReturnType<typeof tab.open> | undefined;
    const stored = await new Promise<IndexInfo>((resolve) => {
      opening = tab.open(bench.manifestUrl, resolve);
    });
    await vi.waitFor(() => expect(held).toHaveLength(1), 20_000);
    const answer = (text: string) => held[0]!.end(text);
    return { tab, stored, opened: opening!, answer, hangUp: () => held[0]!.destroy() };
  }
  const textOf = ({ files }: IndexFixture) => new TextDecoder().decode(files.get('manifest.json'));

  // Fault: host silent × index
  test('the stored version is searched at once; the same one afterwards is the same opening', async () => {
    await bench.downloaded();
    const { tab, stored, opened, answer } = await openedBeside();
    expect(stored).toMatchObject(WHOLE);
    const found = unwrap(await tab.search(bench.oneQuery(), 1));
    expect(found).toMatchObject({ opening: stored.opening, captionsSearched: 240 });
    answer(textOf(bench.fixture));
    expect(unwrap(await opened)).toMatchObject({ ...WHOLE, opening: stored.opening, hostNotice: null });
  });

  test('a newer version takes its place when it comes, and a search under way finds captions of that one', async () => {
    await bench.downloaded();
    const next = await second();
    bench.host.serve(next.files);
    const { tab, stored, opened, answer } = await openedBeside();
    answer(textOf(next));
    let isOpen = false;
    const finished = opened.then((result) => {
      isOpen = true;
      return unwrap(result);
    });
    while (!isOpen) {
      unwrap(await tab.search(bench.oneQuery(), 3));
      // What is searched in memory alone leaves the host no turn to answer.
      await new Promise((resolve) => setImmediate(resolve));
    }
    const info = await finished;
    expect(info).toMatchObject({ manifest: { title: 'Second' }, captionsPresent: 160 });
    expect(info.opening).not.toBe(stored.opening);
    unwrap(await tab.download(() => {}));
    const found = unwrap(await tab.search(bench.oneQuery(), 1000));
    for (const { id, text } of found.hits[0]!) expect(text).toBe(next.texts[id]);
  });

  test('one that hangs up leaves the stored version open', async () => {
    await bench.downloaded();
    const { stored, opened, hangUp } = await openedBeside();
    hangUp();
    expect(unwrap(await opened)).toMatchObject({ ...WHOLE, opening: stored.opening, hostNotice: null });
  });

  test('an index that is removed meanwhile is not kept again', async () => {
    await bench.downloaded();
    const { tab, opened, answer } = await openedBeside();
    unwrap(await tab.remove());
    answer(textOf(await second()));
    await opened;
    expect((await new KeptStore().manifests()).size).toBe(0);
    expect((await new KeptStore().names()).size).toBe(0);
  });

  test('where nothing of it can be searched yet, nothing is said to be open', async () => {
    await bench.opened();
    const onStored = vi.fn();
    unwrap(await newTab().open(bench.manifestUrl, onStored));
    expect(onStored).not.toHaveBeenCalled();
  });
});

describe('an unusable manifest on the host', () => {
  test.each<[string, (host: Host) => void, RegExp]>([
    ['a web page', (host) => host.misbehave('manifest.json', answers.htmlPage, 9), /a web page came instead/],
    ['404', (host) => host.misbehave('manifest.json', answers.status(404), 9), /answered 404/],
    ['JSON cut short', (host) => host.misbehave('manifest.json', answers.text('{"a'), 9), /not JSON/],
    [
      'a newer format',
      (host) => host.misbehave('manifest.json', answers.text('{"formatVersion":9}'), 9),
      /Reload the page to update/,
    ],
  ])('%s: the stored version stays in use, and the user is told', async (_, breakIt, says) => {
    await bench.downloaded();
    breakIt(bench.host);
    const info = unwrap(await newTab().open(bench.manifestUrl));
    expect(info).toMatchObject(WHOLE);
    expect(info.hostNotice).toMatch(says);
    expect(info.hostNotice).toMatch(/The version that is stored on this device is used\.$/);
  });

  test('no network is nothing to be told of', async () => {
    await bench.downloaded();
    expect(unwrap(await newTab({ fetch: noNetwork }).open(bench.manifestUrl)).hostNotice).toBeNull();
    bench.host.misbehave('manifest.json', answers.status(503), 9);
    expect(unwrap(await newTab().open(bench.manifestUrl)).hostNotice).toBeNull();
  });
});

describe('a manifest older than what is stored', () => {
  /** A tab has fetched the second version; then the host falls back to the first one's manifest. */
  async function fallBack(): Promise<IndexFixture> {
    const next = await second();
    bench.host.serve(next.files);
    await bench.downloaded();
    bench.host.requests.length = 0;
    return next;
  }

  test('with its files still there is taken at its word: only what it does not share is fetched', async () => {
    await fallBack();
    bench.host.serve(bench.fixture.files);
    const tab = await bench.opened();
    expect(unwrap(await tab.download(() => {}))).toMatchObject({ ...WHOLE, manifest: { title: 'Fixture' } });
    expect(bench.filesAskedFor()).toHaveLength(3);
    const found = unwrap(await tab.search(bench.oneQuery(), 1000));
    for (const { id, text } of found.hits[0]!) expect(text).toBe(bench.fixture.texts[id]);
  });

  test('without its files leaves the newer version in use', async () => {
    const next = await fallBack();
    const stale = new Map(next.files);
    stale.set('manifest.json', bench.fixture.files.get('manifest.json')!);
    bench.host.serve(stale);
    const tab = await bench.opened();
    expect(await tab.download(() => {})).toMatchObject({
      ok: false,
      error: { code: 'shard-not-found', message: expect.stringMatching(/is searched instead\.$/) },
    });
    const found = unwrap(await tab.search(bench.oneQuery(), 1000));
    expect(found.captionsSearched).toBe(240);
    for (const { id, text } of found.hits[0]!) expect(text).toBe(next.texts[id]);
    const offline = unwrap(await newTab({ fetch: noNetwork }).open(bench.manifestUrl));
    expect(offline).toMatchObject({ ...WHOLE, manifest: { title: 'Second' } });
  });
});

// Fault: several tabs × index
test('a tab that still has the version before does not undo what another tab stores since', async () => {
  // The first tab lacks a shard of the first version.
  bench.host.misbehave(bench.fixture.manifest.shards[5]!.name, answers.status(404), 2);
  const early = await bench.opened();
  expect(await early.download(() => {})).toMatchObject({ ok: false });
  // The second tab lacks one of the second version.
  const next = await second();
  const missing = next.manifest.shards[5]!.name;
  bench.host.serve(new Map([...bench.fixture.files, ...next.files]));
  bench.host.misbehave(missing, answers.status(404), 2);
  expect(await (await bench.opened()).download(() => {})).toMatchObject({ ok: false });
  // The first one goes on, and comes to its end first.
  unwrap(await early.download(() => {}));
  expect(unwrap(await early.search(bench.oneQuery(), 3)).captionsSearched).toBe(240);
  bench.host.requests.length = 0;
  const later = await bench.opened();
  expect(unwrap(await later.download(() => {}))).toMatchObject({ ...WHOLE, manifest: { title: 'Second' } });
  expect(bench.filesAskedFor()).toEqual([missing]);
});

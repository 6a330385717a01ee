import { startHost } from '../../workers/net/testing/host';
import { answers } from '../../workers/net/testing/misbehaviour';
import { makeIndex } from '../../workers/retrieval/testing/index-fixture';
import { CORS, expect, INDEX, test } from './harness';

const whole = { ok: true, value: { captionsPresent: INDEX.captions, storageNotice: null } };

test('an index on another origin that allows it is fetched, searched, and opens again from storage', async ({
  newTab,
  host,
  manifestUrl,
  index,
}) => {
  const tab = await newTab();
  expect(await tab.fetchAll(manifestUrl)).toMatchObject(whole);
  expect((await tab.search()).texts).toEqual(index.texts);
  await host.close();
  expect(await (await newTab()).open(manifestUrl)).toMatchObject(whole);
});

test('an index on another origin that does not allow it: the message says which header is missing', async ({
  newTab,
  index,
}) => {
  const closed = await startHost(index.files);
  expect(await (await newTab()).open(`${closed.url}manifest.json`)).toMatchObject({
    ok: false,
    error: { code: 'network-failed', message: expect.stringContaining('Access-Control-Allow-Origin') },
  });
  await closed.close();
});

test('a 404 that the browser was told to remember for ever does not outlive the upload of the file', async ({
  newTab,
  host,
  manifestUrl,
  index,
}) => {
  const { name } = index.manifest.shards[3]!;
  const lasting = answers.status(404, { 'cache-control': 'public, max-age=31536000, immutable' });
  host.misbehave(name, lasting, 2);
  const tab = await newTab();
  expect(await tab.fetchAll(manifestUrl)).toMatchObject({ ok: false, error: { code: 'shard-not-found' } });
  await tab.download();
  expect(await tab.downloaded()).toMatchObject(whole);
  // The third was made past the cache, which had answered before it.
  expect(host.requests.filter((request) => request.name === name)).toHaveLength(3);
});

test('a damaged answer that the browser was told to remember for ever is replaced', async ({
  newTab,
  host,
  manifestUrl,
  index,
}) => {
  const { name } = index.manifest.shards[3]!;
  host.misbehave(name, (response, bytes) => {
    response.writeHead(200, { 'cache-control': 'public, max-age=31536000, immutable' });
    response.end(bytes.map((byte, i) => (i === 5000 ? byte ^ 1 : byte)));
  });
  const tab = await newTab();
  expect(await tab.fetchAll(manifestUrl)).toMatchObject(whole);
  expect(host.requests.filter((request) => request.name === name)).toHaveLength(2);
});

test('a connection that breaks: only the rest of the shard is fetched, from another origin too, without asking for leave', async ({
  newTab,
  index,
}) => {
  const open = { ...CORS, 'Access-Control-Expose-Headers': 'ETag, Content-Range' };
  const generous = await startHost(index.files, open);
  const { name, bytes } = index.manifest.shards[3]!;
  generous.misbehave(name, answers.breakAfter(Math.floor(bytes * 0.9)));
  const tab = await newTab();
  expect(await tab.fetchAll(`${generous.url}manifest.json`)).toMatchObject(whole);
  expect((await tab.search()).texts).toEqual(index.texts);
  const asked = generous.requests.filter((request) => request.name === name);
  expect(asked.map(({ range }) => range)).toEqual([undefined, expect.stringMatching(/^bytes=[1-9]\d+-$/)]);
  await generous.close();
});

test('a new version: only what changed is fetched, and what it replaces is dropped from storage', async ({
  newTab,
  host,
  manifestUrl,
}) => {
  await (await newTab()).fetchAll(manifestUrl);
  const next = await makeIndex({ ...INDEX, title: 'Second', reseedFrom: INDEX.shards - 2 });
  host.serve(next.files);
  host.requests.length = 0;
  const tab = await newTab();
  expect(await tab.fetchAll(manifestUrl)).toMatchObject({
    ok: true,
    value: { manifest: { title: 'Second' }, captionsPresent: INDEX.captions },
  });
  expect(host.requests.filter(({ name }) => name.endsWith('.bin'))).toHaveLength(3);
  const named = [next.manifest.router, ...next.manifest.shards].map(({ name }) => name).toSorted();
  const { complete, bytes } = await tab.stored();
  expect(complete.toSorted()).toEqual(named);
  expect(bytes.toSorted()).toEqual(named);
});

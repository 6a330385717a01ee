import { describe, expect, test, vi } from 'vitest';
import { unwrap } from '../../core';
import { type Behaviour, startHost } from '../net/testing/host';
import { answers } from '../net/testing/misbehaviour';
import { KeptStore } from '../storage';
import { newTab, setUpBench, WHOLE } from './testing/tab';

const bench = setUpBench();
const shard = () => bench.fixture.manifest.shards[2]!.name;
/** The file of another shard, under this one's name. */
const otherShard: Behaviour = (response, bytes, next) =>
  answers.other(bench.fixture.files.get(bench.fixture.manifest.shards[3]!.name)!)(response, bytes, next);

describe('a shard', () => {
  // Fault: file missing × captions; page in its place × captions; damaged on the way × captions; connection breaks × captions; host silent × captions
  test.each<[string, Behaviour, string]>([
    ['404', answers.status(404), 'shard-not-found'],
    ['403', answers.status(403), 'shard-not-found'],
    ['500', answers.status(500), 'network-failed'],
    ['an HTML page', answers.htmlPage, 'shard-not-found'],
    ['a flipped bit', answers.flippedBit, 'shard-corrupt'],
    ['a file cut short', answers.cutShort, 'shard-corrupt'],
    ['an empty file', answers.empty, 'shard-corrupt'],
    ['no content', answers.status(204), 'shard-corrupt'],
    ['a file that is too long', answers.tooLong, 'shard-corrupt'],
    ['the file of another shard', otherShard, 'shard-corrupt'],
    ['a connection that breaks', answers.hangUp, 'network-failed'],
    ['a connection that is reset', answers.reset, 'network-failed'],
    ['a connection that falls silent', answers.stall, 'network-failed'],
    ['a drip', answers.drip(1, 50), 'network-failed'],
  ])('%s: a clear error, the others come, nothing bad is kept or searched', async (_, behaviour, code) => {
    bench.host.misbehave(shard(), behaviour, 9);
    // Impatient only where the host falls silent: a busy machine must not pass for that.
    const isSlow = code === 'network-failed' && behaviour !== answers.hangUp && behaviour !== answers.reset;
    const tab = await bench.opened(isSlow ? { stallAfter: 500 } : {});
    const result = await tab.download(() => {});
    expect(result).toMatchObject({ ok: false, error: { code } });
    expect(result.ok ? '' : result.error.message).toMatch(
      /^1 of 7 files .*(again|Check the address).*The others are loaded and are searched/s,
    );
    const found = unwrap(await tab.search(bench.oneQuery(), 1000));
    expect(found.captionsSearched).toBe(200);
    for (const { id, text } of found.hits[0]!) expect(text).toBe(bench.fixture.texts[id]);
    expect((await new KeptStore().names()).has(shard())).toBe(false);
    // Once the host is well, only the missing file is fetched.
    bench.host.behave();
    bench.host.requests.length = 0;
    const later = await bench.opened();
    expect(unwrap(await later.download(() => {}))).toMatchObject(WHOLE);
    expect(bench.filesAskedFor()).toEqual([shard()]);
  });

  test.each<[string, Behaviour]>([
    ['a flipped bit', answers.flippedBit],
    ['the file of another shard', otherShard],
    ['a broken connection', answers.hangUp],
    ['a reset connection', answers.reset],
    ['an HTML page', answers.htmlPage],
    ['an error of the host', answers.status(500)],
    ['a busy host', answers.status(503)],
    ['a 404 that a cache remembers', answers.status(404)],
  ])('%s once: mended by another attempt, past the HTTP cache', async (_, behaviour) => {
    bench.host.misbehave(shard(), behaviour);
    expect(unwrap(await (await bench.opened()).download(() => {}))).toMatchObject(WHOLE);
    const attempts = bench.host.requests.filter(({ name }) => name === shard());
    expect(attempts).toHaveLength(2);
    expect(attempts[1]!.cacheControl).toBe('no-cache');
  });
});

// Fault: damaged on the way × index
test('a damaged router: every list is searched without it', async () => {
  bench.host.misbehave(bench.fixture.manifest.router.name, answers.flippedBit, 9);
  const tab = await bench.opened();
  expect(await tab.download(() => {})).toMatchObject({ ok: false, error: { code: 'shard-corrupt' } });
  expect(unwrap(await tab.search(bench.oneQuery(), 3)).captionsSearched).toBe(240);
});

test('files that come compressed on the way, over one slow connection after another, are whole', async () => {
  for (const { name } of bench.fixture.manifest.shards) bench.host.misbehave(name, answers.compressed);
  bench.host.misbehave(bench.fixture.manifest.router.name, answers.drip(200, 20));
  expect(unwrap(await (await bench.opened()).download(() => {}))).toMatchObject(WHOLE);
});

describe('a host that is gone', () => {
  // Fault: host gone × captions
  test('from the start: the rest is not tried for ever, and nobody says it was loaded', async () => {
    const tab = await bench.opened();
    await bench.host.close();
    const result = await tab.download(() => {});
    expect(result).toMatchObject({ ok: false, error: { code: 'network-failed' } });
    const message = result.ok ? '' : result.error.message;
    const counts = /^(\d) of 7 files .* could not be loaded, and (\d) more were not tried\./.exec(message)!;
    expect(Number(counts[1]) + Number(counts[2])).toBe(7);
    expect(message).toMatch(/Check the connection and try again/);
    expect(message).not.toMatch(/are loaded/);
    await bench.host.reopen();
    expect(unwrap(await tab.download(() => {}))).toMatchObject(WHOLE);
  });

  // Fault: host gone × captions
  test('half-way: what came is searched and kept, and later only the rest is fetched', async () => {
    const { shards } = bench.fixture.manifest;
    for (const { name } of shards.slice(2)) bench.host.misbehave(name, answers.resetAtOnce, 9);
    const tab = await bench.opened();
    const result = await tab.download(() => {});
    expect(result).toMatchObject({ ok: false, error: { code: 'network-failed' } });
    expect(result.ok ? '' : result.error.message).toMatch(/loaded (stays and is|and are) searched\.$/);
    expect(unwrap(await tab.search(bench.oneQuery(), 3)).captionsSearched).toBe(80);
    bench.host.behave();
    bench.host.requests.length = 0;
    expect(unwrap(await (await bench.opened()).download(() => {}))).toMatchObject(WHOLE);
    expect(bench.filesAskedFor().toSorted()).toEqual(
      shards
        .slice(2)
        .map(({ name }) => name)
        .toSorted(),
    );
  });
});

test('where nothing can be verified, not everything is fetched to find that out', async () => {
  const tab = await bench.opened();
  // As on a page that was opened over http.
  vi.stubGlobal('crypto', {});
  expect(await tab.download(() => {})).toMatchObject({
    ok: false,
    error: { code: 'worker-failed', message: expect.stringMatching(/not opened over https/) },
  });
  expect(bench.filesAskedFor().length).toBeLessThanOrEqual(3);
});

describe('the manifest', () => {
  // Fault: page in its place × index; damaged on the way × index; claims too much × index
  test.each<[string, Behaviour, string, RegExp]>([
    ['404', answers.status(404), 'index-not-found', /answered 404\. Check the address/],
    ['an HTML page', answers.htmlPage, 'index-not-found', /web page came instead\. Check the address/],
    ['500', answers.status(500), 'network-failed', /an error \(500\)\. Try again later/],
    ['a reset connection', answers.reset, 'network-failed', /Check the connection and try again/],
    ['JSON cut short', answers.text('[1, 2'), 'manifest-invalid', /not JSON\. Check that the address/],
    ['nothing', answers.empty, 'manifest-invalid', /not JSON/],
    [
      'a newer format',
      answers.text('{"formatVersion": 99}'),
      'manifest-invalid',
      /Reload the page to update/,
    ],
    ['brackets without end', answers.text('['.repeat(2 ** 22)), 'manifest-invalid', /not JSON/],
  ])('%s: a clear error, and the index that was open stays open', async (_, behaviour, code, says) => {
    const tab = await bench.downloaded();
    const other = await startHost(bench.fixture.files);
    other.misbehave('manifest.json', behaviour, 9);
    expect(await tab.open(`${other.url}manifest.json`)).toMatchObject({
      ok: false,
      error: { code, message: expect.stringMatching(says) },
    });
    expect(unwrap(await tab.search(bench.oneQuery(), 3)).captionsSearched).toBe(240);
    await other.close();
  });

  // Fault: claims too much × index
  test('one that never ends is cut off', async () => {
    let sent = 0;
    bench.host.misbehave(
      'manifest.json',
      (response) => {
        response.writeHead(200);
        const more = () => {
          while (!response.destroyed && response.write(' '.repeat(2 ** 20))) sent++;
        };
        response.on('drain', more);
        more();
      },
      9,
    );
    expect(await newTab().open(bench.manifestUrl)).toMatchObject({
      ok: false,
      error: { code: 'manifest-invalid', message: expect.stringMatching(/longer than it should be/) },
    });
    expect(sent).toBeLessThan(3 * 128);
  });

  /** The manifest's text with the first `from` replaced. */
  const having = (from: RegExp, to: string) => {
    const text = JSON.stringify(bench.fixture.manifest);
    expect(text).toMatch(from);
    return text.replace(from, to);
  };
  test.each<[string, RegExp, string]>([
    ['a huge count', /"captions":240/, '"captions":9007199254740991'],
    ['1e308 captions', /"captions":240/, '"captions":1e308'],
    ['more than a number holds', /"captions":240/, '"captions":1e999'],
    ['NaN', /"captions":240/, '"captions":NaN'],
    ['Infinity', /"lists":12/, '"lists":-Infinity'],
    ['a negative count', /"captions":240/, '"captions":-240'],
    ['a negative count in a shard', /"captions":40/, '"captions":-40'],
    ['half a caption', /"captions":40/, '"captions":40.5'],
    ['a count in words', /"captions":240/, '"captions":"240"'],
    ['shards that do not add up', /"captions":40/, '"captions":39'],
    ['lists that do not add up', /"lists":12/, '"lists":11'],
    ['a file of no bytes', /"bytes":\d+/, '"bytes":0'],
    ['a file of -1 bytes', /"bytes":\d+/, '"bytes":-1'],
    ['a file of 1e308 bytes', /"bytes":\d+/, '"bytes":1e308'],
    ['a file too short for its captions', /("shards":\[.*?"bytes":)\d+/, '$1100'],
    ['no width', /"width":24/, '"width":0'],
    ['a width of 1e9', /"width":24/, '"width":1000000000'],
    ['a clip of 1e-400, which is 0', /"clip":0.6/, '"clip":1e-400'],
    ['an embedding of 1e308', /"embedding":\[[^,]*/, '"embedding":[1e308'],
    ['no shards', /"shards":\[.*?\]/, '"shards":[]'],
    ['a thousand million shards in name only', /"shards":\[.*?\]/, '"shards":{"length":1e9}'],
    ['a name that climbs', /"name":"[0-9a-f]{64}/, '"name":"../../../../etc/passwd'],
    ['a name on another host', /"name":"/, '"name":"https://elsewhere.example/'],
    ['a name on another host, scheme left out', /"name":"/, '"name":"//elsewhere.example/'],
    ['a name from the root', /"name":"/, '"name":"/'],
    ['a name with a backslash', /"name":"/, '"name":"..\\\\'],
    ['a name with a query', /\.bin"/, '.bin?version=2"'],
    ['a name with a fragment', /\.bin"/, '.bin#"'],
    ['a name with an escape', /\.bin"/, '%2e%2e/.bin"'],
    ['a name with a null', /\.bin"/, '.bin\\u0000"'],
    ['a name with a line break', /\.bin"/, '.bin\\n"'],
    ['a name in look-alike letters', /\.bin"/, '.b\u0456n"'],
    ['a name in full-width digits', /"name":"[0-9a-f]{64}/, `"name":"${'\uff11'.repeat(64)}`],
    ['a name that turns text around', /"name":"/, '"name":"\u202e'],
    ['an empty name', /"name":"[^"]*"/, '"name":""'],
    ['no name', /"name":"[^"]*"/, '"name":null'],
  ])('%s is refused before anything is fetched for it', async (_, from, to) => {
    bench.host.misbehave('manifest.json', answers.text(having(from, to)), 9);
    expect(await newTab().open(bench.manifestUrl)).toMatchObject({
      ok: false,
      error: {
        code: 'manifest-invalid',
        message: expect.stringMatching(/Check that the address is that of an index/),
      },
    });
    expect(bench.host.requests.map(({ path }) => path)).toEqual(['/deep/path/manifest.json']);
    expect(await new KeptStore().manifests()).toEqual(new Map());
  });

  test.each([
    'ferns',
    '',
    'ftp://elsewhere.example/manifest.json',
    'file:///etc/manifest.json',
    'data:application/json,{}',
    'javascript:alert(1)',
  ])('“%s” is no address of an index', async (address) => {
    expect(await newTab().open(address)).toMatchObject({
      ok: false,
      error: { code: 'index-not-found', message: expect.stringMatching(/begin with https/) },
    });
  });

  test('files lie beside the manifest, whatever follows its path', async () => {
    const tab = newTab();
    unwrap(await tab.open(`${bench.manifestUrl}?version=1#top`));
    expect(unwrap(await tab.download(() => {}))).toMatchObject(WHOLE);
    for (const { path } of bench.host.requests.slice(1))
      expect(path).toMatch(/^\/deep\/path\/[0-9a-f]{64}\.bin$/);
  });
});

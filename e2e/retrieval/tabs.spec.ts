import { expect, INDEX, test } from './harness';

// Fault: several tabs × captions
test('two tabs at once fetch every file once between them, and both have all of it', async ({
  newTab,
  host,
  manifestUrl,
  index,
}) => {
  // Slow enough that both tabs want the same files at the same time.
  for (const { name } of index.manifest.shards)
    host.misbehave(name, (_response, _bytes, next) => void setTimeout(next, 200), 9);
  const tabs = [await newTab(), await newTab()];
  const infos = await Promise.all(tabs.map((tab) => tab.fetchAll(manifestUrl)));
  for (const info of infos)
    expect(info).toMatchObject({
      ok: true,
      value: { captionsPresent: INDEX.captions, storage: 'device' },
    });
  expect(host.requests.filter(({ name }) => name.endsWith('.bin'))).toHaveLength(INDEX.shards + 1);
});

// Fault: several tabs × captions; tab crashes × captions
test('a tab that is closed in the middle of a file leaves it to the other one', async ({
  newTab,
  host,
  manifestUrl,
  index,
}) => {
  const { name } = index.manifest.shards[0]!;
  // Never answered: the first tab holds this file's lock until it goes.
  host.misbehave(name, () => {});
  const [first, second] = [await newTab(), await newTab()];
  await first.open(manifestUrl);
  await first.download();
  await expect.poll(() => host.requests.some((request) => request.name === name)).toBe(true);
  await second.open(manifestUrl);
  await second.download();
  await expect.poll(async () => (await second.stored()).complete.length).toBe(INDEX.shards);
  await first.page.close();
  expect(await second.downloaded()).toMatchObject({ ok: true, value: { captionsPresent: INDEX.captions } });
});

import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { chooseNetwork, fetchFile } from '.';
import { type Host, startHost } from './testing/host';
import { answers } from './testing/misbehaviour';

const bytes = Uint8Array.from({ length: 5000 }, (_, i) => i % 251);
const files = new Map([['a.bin', bytes]]);
let [host, other]: Host[] = [];

beforeEach(async () => {
  [host, other] = [await startHost(files), await startHost(files)];
});
afterEach(async () => {
  await Promise.all([host!.close(), other!.close()]);
});

const fetched = () =>
  fetchFile(
    {
      url: new URL('a.bin', host!.url),
      file: 'The file',
      cache: 'default',
      most: 10_000,
      missing: 'shard-not-found',
      tooLong: 'shard-corrupt',
      remedy: 'ask someone',
      mayBeNew: false,
    },
    { fetch, pause: 1 },
    (got) => got,
  );
const originOf = ({ url }: Host) => new URL(url).origin;
const sendOn = () =>
  host!.misbehave(
    'a.bin',
    (response) => void response.writeHead(302, { location: `${other!.url}a.bin` }).end(),
  );

describe('a host', () => {
  test('that sends on to one that was not chosen is refused, once, by a message that names both', async () => {
    chooseNetwork({ closed: false, origins: [originOf(host!)] });
    sendOn();
    await expect(fetched()).rejects.toMatchObject({
      code: 'host-not-chosen',
      message: expect.stringContaining(new URL(other!.url).host),
      sentOn: { from: originOf(host!), to: originOf(other!) },
    });
    expect(host!.requests).toHaveLength(1);
  });

  test('that sends on to one that was chosen too is followed', async () => {
    chooseNetwork({ closed: false, origins: [originOf(host!), originOf(other!)] });
    sendOn();
    expect(await fetched()).toEqual(bytes);
  });

  test('that was not chosen is not asked', async () => {
    chooseNetwork({ closed: false, origins: [originOf(other!)] });
    await expect(fetched()).rejects.toMatchObject({ code: 'host-not-chosen' });
    expect(host!.requests).toEqual([]);
  });
});

describe('closed', () => {
  test('asks nobody, and says so', async () => {
    chooseNetwork({ closed: true, origins: [originOf(host!)] });
    await expect(fetched()).rejects.toMatchObject({
      code: 'network-failed',
      message: expect.stringMatching(/is closed and asks no host but its own/),
    });
    expect(host!.requests).toEqual([]);
  });

  test('ends what is under way', async () => {
    chooseNetwork({ closed: false, origins: [originOf(host!)] });
    host!.misbehave('a.bin', answers.stallAfter(1000));
    const waiting = fetched();
    waiting.catch(() => {});
    await vi.waitFor(() => expect(host!.requests).toHaveLength(1), 20_000);
    chooseNetwork({ closed: true, origins: [originOf(host!)] });
    await expect(waiting).rejects.toMatchObject({ message: expect.stringMatching(/is closed/) });
    expect(host!.requests).toHaveLength(1);
  });
});

test('what the service worker refused is told by its reason', async () => {
  chooseNetwork({ closed: false, origins: [originOf(host!)] });
  host!.misbehave('a.bin', answers.status(403, { 'fernglass-refused': 'closed https://elsewhere.example' }));
  await expect(fetched()).rejects.toMatchObject({ message: expect.stringMatching(/is closed/) });
  host!.misbehave(
    'a.bin',
    answers.status(403, { 'fernglass-refused': 'redirect https://elsewhere.example' }),
  );
  await expect(fetched()).rejects.toMatchObject({
    code: 'host-not-chosen',
    message: expect.stringContaining('sends on to elsewhere.example'),
    sentOn: { from: originOf(host!), to: 'https://elsewhere.example' },
  });
});

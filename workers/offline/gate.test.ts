import { describe, expect, it, vi } from 'vitest';
import { type NetworkChoice, type NetworkQuestion, REFUSED_HEADER } from '../protocol';
import { Gate, type Page } from './gate';

const OWN = 'https://fernglass.example';
const HOST = 'https://captions.example';
const open = (...origins: string[]): NetworkChoice => ({ closed: false, origins });

/** A page that answers with its choice; null for one that never does. */
const pageOf = (id: string, choice: () => NetworkChoice | null): Page => ({
  id,
  postMessage(_: NetworkQuestion, [port]: Transferable[]) {
    const said = choice();
    if (said !== null) (port as MessagePort).postMessage(said);
  },
});

/** A gate, and every request that passed it. */
function gateWith(pages: readonly Page[], from: (url: string) => string = (url) => url, patience = 60_000) {
  const asked: { readonly url: string; readonly init: RequestInit | undefined }[] = [];
  const fetch = vi.fn(async (input: RequestInfo | URL, init?: RequestInit) => {
    const { url } = input as Request;
    asked.push({ url, init });
    return Object.defineProperty(new Response('bytes'), 'url', { value: from(url) });
  });
  const gate = new Gate({ origin: OWN, fetch, pages: async () => pages, patience });
  const ask = async (url: string, init?: RequestInit) => {
    const { status, headers } = await gate.fetch(new Request(url, init));
    return status === 403 ? headers.get(REFUSED_HEADER) : status;
  };
  return { gate, ask, asked };
}

describe('the gate', () => {
  it('lets questions for files through to the own origin and to hosts that a page has chosen', async () => {
    const { ask, asked } = gateWith([pageOf('a', () => open()), pageOf('b', () => open(HOST))]);
    expect(await ask(`${OWN}/models/x.onnx`)).toBe(200);
    expect(await ask(`${HOST}/manifest.json`)).toBe(200);
    expect(await ask(`${HOST}/manifest.json`, { method: 'HEAD' })).toBe(200);
    expect(asked).toHaveLength(3);
    expect(asked[1]!.init).toMatchObject({ credentials: 'omit', referrerPolicy: 'no-referrer' });
  });

  it.each(['POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])(
    'sends nothing by %s, not even home',
    async (method) => {
      const { ask, asked } = gateWith([pageOf('a', () => open(HOST))]);
      const body = method === 'OPTIONS' || method === 'DELETE' ? null : 'a photo';
      expect(await ask(`${HOST}/`, { method, body })).toBe(`not-reading ${HOST}`);
      expect(await ask(`${OWN}/`, { method, body })).toBe(`not-reading ${OWN}`);
      expect(asked).toEqual([]);
    },
  );

  it('asks no host that nobody chose, however much it looks like one', async () => {
    const { ask, asked } = gateWith([pageOf('a', () => open(HOST, 'https://*.hf.co'))]);
    for (const origin of [
      'https://elsewhere.example',
      'https://captions.example.elsewhere.example',
      'http://captions.example',
      'https://captions.example:8443',
      'https://hf.co',
      'https://evilhf.co',
      'http://cdn.hf.co',
    ])
      expect(await ask(`${origin}/?photo=1`)).toBe(`unchosen ${origin}`);
    expect(asked).toEqual([]);
    expect(await ask('https://cdn-lfs.hf.co/x')).toBe(200);
  });

  it('asks nobody where an answer could not be looked into', async () => {
    const { ask, asked } = gateWith([pageOf('a', () => open(HOST))]);
    expect(await ask(`${HOST}/pixel.gif`, { mode: 'no-cors' })).toBe(`not-reading ${HOST}`);
    expect(asked).toEqual([]);
  });

  it('hands nothing on that came from a host to which another sent on', async () => {
    const { ask } = gateWith([pageOf('a', () => open(HOST))], () => 'https://elsewhere.example/x');
    expect(await ask(`${HOST}/x`)).toBe('redirect https://elsewhere.example');
    expect(await ask(`${OWN}/x`)).toBe('redirect https://elsewhere.example');
  });

  it('hands on what a hub sends on to its own stores for', async () => {
    const { ask } = gateWith(
      [pageOf('a', () => open('https://huggingface.co', 'https://*.hf.co'))],
      () => 'https://cas-bridge.xethub.hf.co/x',
    );
    expect(await ask('https://huggingface.co/x')).toBe(200);
  });

  it('is closed for all where one page is, but for the own origin', async () => {
    const { ask, asked } = gateWith([
      pageOf('a', () => open(HOST)),
      pageOf('b', () => ({ closed: true, origins: [HOST] })),
    ]);
    expect(await ask(`${HOST}/x`)).toBe(`closed ${HOST}`);
    expect(await ask(`${OWN}/x`)).toBe(200);
    expect(asked).toHaveLength(1);
  });

  it('ends what is under way when it is closed', async () => {
    const { gate, asked } = gateWith([pageOf('a', () => open(HOST))]);
    await gate.fetch(new Request(`${HOST}/x`));
    expect(asked[0]!.init?.signal?.aborted).toBe(false);
    gate.tell('a', { closed: true, origins: [HOST] });
    expect(asked[0]!.init?.signal?.aborted).toBe(true);
  });

  it('follows the page: another choice takes the place of the one before, and goes with the page', async () => {
    let choice = open(HOST);
    const pages = [pageOf('a', () => choice)];
    const { gate, ask } = gateWith(pages);
    expect(await ask(`${HOST}/x`)).toBe(200);
    choice = open('https://other.example');
    gate.tell('a', choice);
    expect(await ask(`${HOST}/x`)).toBe(`unchosen ${HOST}`);
    expect(await ask('https://other.example/x')).toBe(200);
    pages.pop();
    expect(await ask('https://other.example/x')).toBe('unchosen https://other.example');
  });

  it('takes no answer for a choice of nothing', async () => {
    const { ask, asked } = gateWith([pageOf('a', () => null)], undefined, 1);
    expect(await ask(`${HOST}/x`)).toBe(`unchosen ${HOST}`);
    expect(asked).toEqual([]);
  });
});

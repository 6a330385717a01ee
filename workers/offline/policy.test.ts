import { describe, expect, it } from 'vitest';
import { CONTENT_SECURITY_POLICY, HEADERS, headersFile, PAGE_POLICY, withHeaders } from './policy';

const directives = (policy: string) =>
  new Map(policy.split('; ').map((directive) => [directive.split(' ')[0]!, directive.split(' ').slice(1)]));

describe('the policy', () => {
  const policy = directives(CONTENT_SECURITY_POLICY);

  it.each(['default-src', 'object-src', 'base-uri', 'form-action', 'frame-ancestors'])(
    '%s is none',
    (name) => {
      expect(policy.get(name)).toEqual(["'none'"]);
    },
  );
  it('lets nothing unsafe in but compiled WebAssembly', () => {
    const unsafe = [...policy.values()].flat().filter((source) => source.includes('unsafe'));
    expect(unsafe).toEqual(["'wasm-unsafe-eval'"]);
  });
  it('takes scripts, workers, styles and fonts from the own origin alone', () => {
    for (const name of ['worker-src', 'style-src', 'font-src', 'manifest-src'])
      expect(policy.get(name)).toEqual(["'self'"]);
    expect(policy.get('script-src')).toEqual(["'self'", "'wasm-unsafe-eval'"]);
    expect(policy.get('img-src')).toEqual(["'self'", 'blob:']);
  });
  it('in the page itself is the same, but that the page asks nobody else', () => {
    const own = directives(PAGE_POLICY);
    expect(own.get('connect-src')).toEqual(["'self'"]);
    own.delete('connect-src');
    for (const [name, sources] of own) expect(sources).toEqual(policy.get(name));
    expect(own.has('frame-ancestors')).toBe(false);
    expect(own.size).toBe(policy.size - 2);
  });
});

describe('the headers file', () => {
  it('has every header for every path, once', () => {
    const [first, ...lines] = headersFile().split('\n');
    expect(first).toBe('/*');
    for (const [name, value] of Object.entries(HEADERS))
      expect(lines.filter((line) => line.startsWith(`  ${name}:`))).toEqual([`  ${name}: ${value}`]);
  });
});

describe('withHeaders', () => {
  it('adds every header and keeps status, type and body', async () => {
    const type = { 'content-type': 'application/octet-stream' };
    const response = withHeaders(
      new Response('text', { status: 404, headers: { ...type, 'content-security-policy': 'default-src *' } }),
    );
    const expected = Object.entries(HEADERS).map(([name, value]) => [name.toLowerCase(), value]);
    expect(Object.fromEntries(response.headers)).toEqual({ ...type, ...Object.fromEntries(expected) });
    expect(response.status).toBe(404);
    expect(await response.text()).toBe('text');
  });
  it('returns a response that has every header as it is, and none that has another policy', () => {
    const response = withHeaders(new Response('text'));
    expect(withHeaders(response)).toBe(response);
    const other = new Response('text', {
      headers: { ...HEADERS, 'Content-Security-Policy': 'default-src *' },
    });
    expect(withHeaders(other)).not.toBe(other);
  });
  it('returns a failed response as it is', () => {
    const failed = Response.error();
    expect(withHeaders(failed)).toBe(failed);
  });
  it('takes a response without a body', () => {
    expect(withHeaders(new Response(null, { status: 304 })).status).toBe(304);
  });
});

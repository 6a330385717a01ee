import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { FORMAT_VERSION, parseManifest } from '..';
import { fernsManifest, hash } from '../testing/ferns-manifest';

/** The manifest with one field, given by its path, replaced. */
function having(path: string, value: unknown): unknown {
  const copy = JSON.parse(JSON.stringify(fernsManifest())) as Record<string, unknown>;
  const parts = path.split('.');
  let node = copy;
  for (const part of parts.slice(0, -1)) node = node[part] as Record<string, unknown>;
  node[parts.at(-1)!] = value;
  return copy;
}

test('a manifest comes through JSON unchanged, and unknown fields are dropped', () => {
  expect(parseManifest(JSON.parse(JSON.stringify(fernsManifest())))).toEqual(fernsManifest());
  expect(parseManifest(having('later', 1))).toEqual(fernsManifest());
  expect(parseManifest(having('recall', null)).recall).toBeNull();
});

test('an index in residual codes comes through too, and its shards are measured by its own bytes', () => {
  const residual = having('codec', { kind: 'residual', bytes: 8 });
  expect(parseManifest(residual).codec).toEqual({ kind: 'residual', bytes: 8 });
  expect(() => parseManifest(having('codec', { kind: 'residual', bytes: 11 }))).toThrow(/more captions than/);
  expect(() => parseManifest(having('codec', { kind: 'residual' }))).toThrow(/codec\.bytes/);
});

test('how lists are chosen comes through, within reason', () => {
  expect(parseManifest(having('routing', { caution: 1.8 })).routing).toEqual({ caution: 1.8 });
  for (const caution of [0.5, 1e9, Number.NaN, '2'])
    expect(() => parseManifest(having('routing', { caution }))).toThrow(/routing\.caution/);
});

test('a newer format asks for a newer Fernglass', () => {
  expect(() => parseManifest(having('formatVersion', FORMAT_VERSION + 1))).toThrow(/Reload the page/);
});

describe('what is wrong is named', () => {
  test.each<[string, unknown, RegExp]>([
    ['router.name', '../../secret.bin', /router\.name/],
    ['router.name', `/${hash('a')}.bin`, /router\.name/],
    ['router.name', `${hash('d')}.bin`, /router\.name/],
    ['router.sha256', hash('A'), /router\.sha256/],
    ['shards.0.name', `https://elsewhere.example/${hash('b')}.bin`, /shards\[0\]\.name/],
    ['shards.1.sha256', 7, /shards\[1\]\.sha256/],
    ['shards.0.bytes', 1e12, /shards\[0\]\.bytes/],
    ['shards.0.bytes', -1, /shards\[0\]\.bytes/],
    ['shards.0.bytes', 39, /more captions than/],
    ['shards.1.firstList', 1, /firstList/],
    ['shards.1.captions', 11, /30 captions/],
    ['shards', {}, /shards is not a list/],
    ['shards', [], /30 captions/],
    ['captions', 0, /captions/],
    ['captions', 30.5, /captions/],
    ['lists', 31, /lists/],
    ['codec.kind', 'f4', /codec "f4"/],
    ['codec.clip', 0, /clip/],
    ['codec.clip', 'wide', /clip/],
    ['metric', 'l2', /metric/],
    ['model.width', 1e9, /width/],
    ['model.fingerprint.embedding', [1], /width 2/],
    ['model.fingerprint.embedding', [3, 4], /normalised/],
    ['model.fingerprint.embedding', [null, 1], /no number/],
    ['model.id', undefined, /model\.id/],
    ['title', 'x'.repeat(301), /title has 301 characters, more than 300/],
    ['id', 'x'.repeat(301), /id has/],
    ['provenance.licence', 'x'.repeat(4097), /provenance\.licence has/],
    ['languages', ['x'.repeat(101)], /languages\[0\]/],
    ['shards.0.bytes', 2 ** 26 + 1, /shards\[0\]\.bytes/],
    ['provenance', null, /provenance/],
    ['recall.value', 2, /recall/],
    ['formatVersion', '1', /formatVersion/],
  ])('%s = %j', (path, value, message) => {
    const parse = () => parseManifest(having(path, value));
    expect(parse).toThrow(expect.objectContaining({ code: 'manifest-invalid' }));
    expect(parse).toThrow(message);
  });

  test('two shards may not name one file', () => {
    const { shards } = fernsManifest();
    const twice = [shards[0], { ...shards[1], name: shards[0]!.name, sha256: shards[0]!.sha256 }];
    expect(() => parseManifest(having('shards', twice))).toThrow(/another shard/);
  });
});

// Fault: claims too much × index
test('a field that holds anything else is refused or read, and the message stays short', () => {
  const paths = [
    ...['formatVersion', 'id', 'title', 'metric', 'captions', 'lists', 'provenance.licence', 'languages'],
    ...['model', 'model.width', 'model.fingerprint', 'model.fingerprint.embedding', 'codec', 'codec.kind'],
    ...['router', 'router.name', 'router.bytes', 'shards', 'shards.0', 'shards.0.bytes', 'shards.1.lists'],
    ...['recall', 'recall.at', 'recall.sets', 'routing', 'spaces', 'tags'],
  ];
  const long = fc.integer({ min: 0, max: 5000 }).map((length) => 'x'.repeat(length));
  fc.assert(
    fc.property(fc.constantFrom(...paths), fc.oneof(fc.jsonValue(), long, fc.double()), (path, value) => {
      try {
        parseManifest(having(path, value));
      } catch (error) {
        expect(error).toMatchObject({ code: 'manifest-invalid' });
        expect((error as Error).message.length).toBeLessThan(400);
      }
    }),
    { numRuns: 1000 },
  );
});

test('any other JSON is refused with the same error, never another', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(() => parseManifest(value)).toThrow(expect.objectContaining({ code: 'manifest-invalid' }));
    }),
  );
});

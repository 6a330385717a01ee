import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Manifest, parseManifest, readVectors, writeRouter, writeVectors } from '..';
import { fernsManifest, file } from '../testing/ferns-manifest';

/** A manifest with everything that is optional. */
function manifest(): Manifest {
  const ferns = fernsManifest();
  const { fingerprint } = ferns.model;
  return {
    ...ferns,
    recall: {
      at: 10,
      queries: 50,
      value: 0.99,
      sets: [
        { name: 'sentences', queries: 30, exhaustive: 0.995, routed: 0.99 },
        { name: 'pictures', queries: 20, exhaustive: 0.98, routed: null },
      ],
    },
    languages: ['en', 'nl'],
    spaces: [
      {
        kind: 'text',
        encoder: {
          id: 'e',
          revision: 'main',
          width: 2,
          fingerprint,
          reading: { pooling: 'cls', prefix: 'query: ' },
        },
        codec: { kind: 'i8', clip: 0.5 },
        captions: 30,
        files: [file('d', 100), file('e', 100)],
      },
      {
        kind: 'image',
        encoder: { id: 'm', revision: 'main', width: 3, fingerprint: null },
        codec: { kind: 'i8', clip: 0.5 },
        captions: 7,
        files: [file('f', 100), file('0', 100)],
      },
    ],
  };
}

function having(path: string, value: unknown): unknown {
  const copy = JSON.parse(JSON.stringify(manifest())) as Record<string, unknown>;
  const parts = path.split('.');
  let node = copy;
  for (const part of parts.slice(0, -1)) node = node[part] as Record<string, unknown>;
  node[parts.at(-1)!] = value;
  return copy;
}

describe('what a manifest may also hold', () => {
  test('comes through JSON unchanged', () => {
    expect(parseManifest(JSON.parse(JSON.stringify(manifest())))).toEqual(manifest());
  });

  test.each<[string, unknown, RegExp]>([
    ['languages', 'en', /languages is not a list/],
    ['languages', [5], /languages\[0\]/],
    ['recall.sets', {}, /recall\.sets/],
    ['recall.sets.0.exhaustive', 1.5, /recall\.sets\[0\]\.exhaustive/],
    ['recall.sets.1.routed', 'no', /recall\.sets\[1\]\.routed/],
    ['spaces', {}, /spaces is not a list/],
    ['spaces.0.kind', 'sound', /spaces\[0\]\.kind "sound"/],
    ['spaces.0.encoder.width', 0, /spaces\[0\]\.encoder\.width/],
    ['spaces.0.encoder.fingerprint.embedding', [1], /fingerprint\.embedding has not the width 2/],
    ['spaces.0.encoder.reading.pooling', 'max', /reading\.pooling "max" is unknown/],
    ['spaces.0.encoder.reading.prefix', 3, /reading\.prefix/],
    ['spaces.0.encoder.reading.queryPrefix', 3, /reading\.queryPrefix/],
    ['spaces.0.codec.clip', 0, /spaces\[0\]\.codec\.clip/],
    ['spaces.0.files', [file('d', 100)], /one file per shard/],
    ['spaces.1.files.0.name', '../../x', /spaces\[1\]\.files\[0\]\.name/],
    ['spaces.1.encoder.width', 29, /spaces\[1\]\.captions is 7, more than its files hold/],
  ])('%s = %j is refused', (path, value, message) => {
    const parse = () => parseManifest(having(path, value));
    expect(parse).toThrow(expect.objectContaining({ code: 'manifest-invalid' }));
    expect(parse).toThrow(message);
  });
});

describe('further vectors', () => {
  const refused = expect.objectContaining({ code: 'shard-corrupt' });

  test('are read back as written, rows of zeros among them', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 20 }),
        fc.array(fc.boolean(), { minLength: 1, maxLength: 20 }),
        fc.integer({ min: 0, max: 9 }),
        (width, filled, firstList) => {
          const codes = Int8Array.from({ length: width * filled.length }, (_, i) =>
            filled[Math.floor(i / width)] ? ((i * 37) % 255) - 127 || 1 : 0,
          );
          const bytes = writeVectors(width, firstList, codes);
          expect(readVectors(bytes, { firstList, captions: filled.length }, width)).toEqual(codes);
        },
      ),
    );
  });

  test('that captions lack take no room', () => {
    const codes = new Int8Array(1000 * 64);
    codes.fill(5, 3 * 64, 4 * 64);
    expect(writeVectors(64, 0, codes).length).toBeLessThan(64 + 1000 / 8 + 64);
  });

  test('that are more or fewer than the file says are refused', () => {
    const bytes = writeVectors(4, 2, Int8Array.of(1, 1, 1, 1, 0, 0, 0, 0, 2, 2, 2, 2));
    const shard = { firstList: 2, captions: 3 };
    for (const presence of [0b111, 0b001]) {
      const changed = bytes.slice();
      changed[32] = presence;
      expect(() => readVectors(changed, shard, 4)).toThrow(refused);
    }
  });

  test('of another shard, of another width, cut short or of another kind are refused', () => {
    const bytes = writeVectors(4, 2, new Int8Array(12).fill(1));
    const shard = { firstList: 2, captions: 3 };
    expect(() => readVectors(bytes, { ...shard, firstList: 1 }, 4)).toThrow(refused);
    expect(() => readVectors(bytes, { ...shard, captions: 2 }, 4)).toThrow(refused);
    expect(() => readVectors(bytes, shard, 5)).toThrow(refused);
    expect(() => readVectors(bytes.slice(0, -16), shard, 4)).toThrow(refused);
    expect(() => readVectors(writeRouter(4, Uint32Array.of(3), new Uint8Array(4)), shard, 4)).toThrow(
      refused,
    );
  });
});

import { BlobReader, BlobWriter, TextReader, ZipWriter } from '@zip.js/zip.js/lib/zip-core-native.js';
import fc from 'fast-check';
import { type Zippable, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { Archive } from './archive';

const text = (words: string) => new TextEncoder().encode(words);
const blobOf = (bytes: Uint8Array) => new Blob([bytes as BlobPart]);
const archiveOf = (files: Zippable) => Archive.open(blobOf(zipSync(files)));
const contentOf = async (file: Blob) => new Uint8Array(await file.arrayBuffer());

/** Changes bytes at an offset of every header of a kind. */
function patched(zip: Uint8Array, signature: string, at: number, bytes: readonly number[]): Uint8Array {
  const copy = zip.slice();
  const whole = Buffer.from(copy.buffer, copy.byteOffset, copy.length);
  for (
    let found = whole.indexOf(signature, 0, 'latin1');
    found >= 0;
    found = whole.indexOf(signature, found + 4, 'latin1')
  )
    copy.set(bytes, found + at);
  return copy;
}
const LOCAL = 'PK\x03\x04';
const CENTRAL = 'PK\x01\x02';

describe('an archive', () => {
  it('gives what was packed, whatever it is, with its path and time', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(fc.stringMatching(/^[\p{L}\p{N} _-]{1,12}$/u), { minLength: 1, maxLength: 6 }),
        fc.array(fc.uint8Array({ maxLength: 3000 }), { minLength: 6, maxLength: 6 }),
        fc.constantFrom(0, 6),
        async (names, contents, level) => {
          const files = Object.fromEntries(names.map((name, i) => [`day one/${name}.png`, contents[i]!]));
          const archive = await Archive.open(blobOf(zipSync(files, { level: level as 0 | 6 })));
          expect(archive.entries.map(({ path }) => path)).toEqual(Object.keys(files));
          for (const [at, { path, bytes, problem }] of archive.entries.entries()) {
            expect(problem).toBeNull();
            const { name, content } = await archive.unpack(at);
            expect(name).toBe(path.slice('day one/'.length));
            expect(content.size).toBe(bytes);
            expect(await contentOf(content)).toEqual(files[path]);
          }
        },
      ),
      { numRuns: 30 },
    );
  });

  it('reads names in UTF-8 and in code page 437, and leaves folders out', async () => {
    const zip = zipSync({ 'leer/': new Uint8Array(), 'a%b.png': text('x'), '日本.png': text('y') });
    const old = Uint8Array.from(zip, (byte) => (byte === 0x25 ? 0x81 : byte));
    const archive = await Archive.open(blobOf(old));
    expect(archive.entries.map(({ path }) => path)).toEqual(['aüb.png', '日本.png']);
  });

  it('opens Zip64', async () => {
    const writer = new ZipWriter(new BlobWriter(), { zip64: true, useWebWorkers: false });
    await writer.add('large.txt', new TextReader('as large as can be'));
    const archive = await Archive.open(await writer.close());
    expect(await (await archive.unpack(0)).content.text()).toBe('as large as can be');
  });

  it('refuses what is encrypted, and gives the rest', async () => {
    const writer = new ZipWriter(new BlobWriter(), { useWebWorkers: false });
    await writer.add('secret.png', new BlobReader(new Blob(['secret'])), { password: 'fern' });
    await writer.add('open.png', new BlobReader(new Blob(['open'])));
    const archive = await Archive.open(await writer.close());
    expect(archive.entries[0]!.problem).toMatch(/encrypted.*password/);
    await expect(archive.unpack(0)).rejects.toMatchObject({ code: 'input-invalid' });
    expect(await (await archive.unpack(1)).content.text()).toBe('open');
  });

  it.each(['../../evil.png', 'a/../../evil.png', '/etc/evil.png', 'C:/evil.png', '..\\evil.png'])(
    'refuses the path %s, and gives the rest',
    async (path) => {
      const archive = await archiveOf({ [path]: text('evil'), 'a/good.png': text('good') });
      expect(archive.entries[0]!.problem).toMatch(/leads out of the archive/);
      await expect(archive.unpack(0)).rejects.toMatchObject({ code: 'input-invalid' });
      expect(await (await archive.unpack(1)).content.text()).toBe('good');
    },
  );

  it('refuses a way of packing that browsers cannot undo', async () => {
    const zip = patched(patched(zipSync({ 'a.png': text('x') }), LOCAL, 8, [14, 0]), CENTRAL, 10, [14, 0]);
    const archive = await Archive.open(blobOf(zip));
    expect(archive.entries[0]!.problem).toMatch(/cannot undo/);
  });

  it('does not unpack a bomb, and gives the rest', async () => {
    const limits = { entry: 1e6, total: 1e6, ratio: 100, harmless: 1000 };
    const zip = zipSync({ 'bomb.png': new Uint8Array(500_000), 'b.txt': text('fine') });
    const archive = await Archive.open(blobOf(zip), limits);
    expect(archive.entries[0]!.problem).toMatch(/far more/);
    await expect(archive.unpack(0)).rejects.toMatchObject({ message: archive.entries[0]!.problem });
    expect(await (await archive.unpack(1)).content.text()).toBe('fine');
  });

  it('stops an entry that holds more than the directory says', async () => {
    let zip: Uint8Array = zipSync({ 'liar.png': new Uint8Array(300_000) });
    zip = patched(patched(zip, CENTRAL, 24, [100, 0, 0, 0]), LOCAL, 22, [100, 0, 0, 0]);
    const archive = await Archive.open(blobOf(zip));
    await expect(archive.unpack(0)).rejects.toMatchObject({ code: 'input-invalid' });
  });

  it('unpacks no more in all than can be kept', async () => {
    const limits = { entry: 1e6, total: 250, ratio: 100, harmless: 1000 };
    const archive = await Archive.open(
      blobOf(zipSync({ a: new Uint8Array(100), b: new Uint8Array(100), c: new Uint8Array(100) })),
      limits,
    );
    await archive.unpack(0);
    await archive.unpack(1);
    await expect(archive.unpack(2)).rejects.toMatchObject({
      message: expect.stringMatching(/more than can be kept/),
    });
  });

  it('says so of an entry that is damaged, and gives the rest', async () => {
    const noise = Uint8Array.from({ length: 4000 }, (_, i) => (i * i * 31) % 251);
    const zip = zipSync({ 'a.png': [noise, { level: 0 }], 'b.png': text('whole') });
    zip[2000]! ^= 0xff;
    const archive = await Archive.open(blobOf(zip));
    await expect(archive.unpack(0)).rejects.toMatchObject({ message: expect.stringMatching(/damaged/) });
    expect(await (await archive.unpack(1)).content.text()).toBe('whole');
  });

  it.each([
    ['nothing', new Uint8Array()],
    ['text', text('These are notes.')],
    ['half an archive', zipSync({ 'a.png': new Uint8Array(5000).map((_, i) => i * 7) }).subarray(0, 60)],
  ])('says of %s that it cannot be opened', async (_, bytes) => {
    await expect(Archive.open(blobOf(bytes))).rejects.toMatchObject({
      code: 'input-invalid',
      message: expect.stringMatching(/damaged or cut short, or no ZIP/),
    });
  });

  it('gives up an entry when it is told to', async () => {
    const archive = await archiveOf({
      'a.png': Uint8Array.from({ length: 3_000_000 }, (_, i) => (i * 7919) >> 3),
    });
    const unpacking = archive.unpack(0);
    archive.giveUp();
    await expect(unpacking).rejects.toMatchObject({ name: 'AbortError' });
  });

  it('looks at an entry without unpacking all of it', async () => {
    const archive = await archiveOf({
      'picture.dat': Uint8Array.from([
        0x89,
        0x50,
        0x4e,
        0x47,
        0x0d,
        0x0a,
        0x1a,
        0x0a,
        ...new Uint8Array(200_000),
      ]),
      'inner.zip': zipSync({ 'a.png': text('x') }),
      'classes.txt': text('red fox\nbadger\n'),
    });
    const looked = await Promise.all([0, 1, 2].map((at) => archive.look(at)));
    expect(looked.map(({ kind }) => kind)).toEqual(['picture', 'archive', 'class list']);
  });
});

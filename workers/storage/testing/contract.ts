import type { FileStore } from '../file-store';

/** What every store of files holds to; each is run on an empty store, in Node and in browsers, and throws where it fails. */
export const CONTRACT: Readonly<Record<string, (store: FileStore) => Promise<void>>> = {
  'is empty at first': async (store) => {
    equal([...(await store.names())], []);
    equal(await store.has(A), false);
    equal(await store.read(A), undefined);
    equal(await store.readParts({ name: A, bytes: LENGTH }, [{ start: 0, end: 1 }]), undefined);
  },
  'gives back what was written': async (store) => {
    await store.write(A, bytesOf(1));
    await store.write(B, bytesOf(2, 10));
    equalBytes(await store.read(A), bytesOf(1));
    equalBytes(await store.read(B), bytesOf(2, 10));
    equal([await store.has(A), await store.has(B), await store.has(`${A}-not`)], [true, true, false]);
    equal([...(await store.names())].sort(), [A, B]);
    equal([...(await store.sizes())].sort(), [
      [A, LENGTH],
      [B, 10],
    ]);
  },
  'keeps files without content': async (store) => {
    await store.write(A, new Uint8Array(0));
    equalBytes(await store.read(A), new Uint8Array(0));
    equal([...(await store.sizes())], [[A, 0]]);
  },
  'writes in place of what was there, shorter or longer': async (store) => {
    for (const length of [LENGTH, 10, LENGTH + 1]) {
      await store.write(A, bytesOf(length, length));
      equalBytes(await store.read(A), bytesOf(length, length));
      equal([...(await store.sizes())], [[A, length]]);
    }
  },
  'keeps what was written, whatever becomes of a part of a larger array': async (store) => {
    const whole = bytesOf(3, 2 * LENGTH);
    await store.write(A, whole.subarray(LENGTH));
    equalBytes(await store.read(A), whole.slice(LENGTH));
  },
  'reads parts in their order, across pages and at both ends': async (store) => {
    const bytes = bytesOf(4);
    await store.write(A, bytes);
    const parts = [
      { start: 4000, end: 9000 },
      { start: 0, end: 1 },
      { start: LENGTH - 1, end: LENGTH },
      { start: 5, end: 5 },
      { start: 0, end: LENGTH },
    ];
    const read = await store.readParts({ name: A, bytes: LENGTH }, parts);
    equal(read?.length, parts.length);
    parts.forEach(({ start, end }, i) => {
      equalBytes(read![i], bytes.slice(start, end));
    });
  },
  'has no parts of a file of another length': async (store) => {
    await store.write(A, bytesOf(5));
    equal(await store.readParts({ name: A, bytes: LENGTH - 1 }, [{ start: 0, end: 1 }]), undefined);
  },
  'drops files, and passes over those that are not there': async (store) => {
    await store.write(A, bytesOf(6));
    await store.write(B, bytesOf(7));
    await store.read(A);
    await store.drop([A, `${B}-not`]);
    equal([await store.has(A), await store.has(B)], [false, true]);
    equal(await store.read(A), undefined);
    equal([...(await store.names())], [B]);
    equalBytes(await store.read(B), bytesOf(7));
    await store.write(A, bytesOf(8));
    equalBytes(await store.read(A), bytesOf(8));
  },
  'takes several writes at once': async (store) => {
    const names = Array.from({ length: 8 }, (_, i) => `${A}-${i}`);
    await Promise.all(names.map((name, i) => store.write(name, bytesOf(i))));
    for (const [i, name] of names.entries()) equalBytes(await store.read(name), bytesOf(i));
    equal([...(await store.names())].sort(), names);
  },
};

/** Several pages of a file that is kept with a checksum for each, and a part of one. */
const LENGTH = 3 * 4096 + 77;
/** Names that serve as keys in every store: Cache Storage wants them to be URLs. */
const A = 'https://files.example/a';
const B = 'https://files.example/b';

const bytesOf = (seed: number, length = LENGTH) =>
  Uint8Array.from({ length }, (_, i) => (Math.imul(i + 1, 0x9e3779b1) + seed) >>> 13);

function equal(got: unknown, expected: unknown): void {
  if (JSON.stringify(got) !== JSON.stringify(expected))
    throw new Error(`${JSON.stringify(got)} instead of ${JSON.stringify(expected)}`);
}

function equalBytes(got: Uint8Array | undefined, expected: Uint8Array): void {
  if (got === undefined) throw new Error(`nothing instead of ${expected.length} bytes`);
  if (got.length !== expected.length) throw new Error(`${got.length} bytes instead of ${expected.length}`);
  const at = expected.findIndex((byte, i) => byte !== got[i]);
  if (at >= 0) throw new Error(`another byte at ${at}`);
}

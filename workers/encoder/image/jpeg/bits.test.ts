import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import sharp from 'sharp';
import { beforeAll, describe, expect, it } from 'vitest';
import { type BitReader, type BlockTables, isBogus, ScanBits } from './bits';
import { examineJpeg, type JpegReport } from './examine';
import { type HuffmanTable, huffmanTable } from './huffman';

/**
 * Reads a scan's bits one after the other from the file itself, and codes as ITU-T T.81 writes it down (F.2.2.3): no look
 * ahead, no copy, no table but the code's own.
 */
class PlainBits implements BitReader {
  readonly bogus: number[] = [];
  starved = false;
  #byte = 0;
  #left = 0;

  constructor(
    readonly bytes: Uint8Array,
    public position: number,
  ) {}

  ready(): boolean {
    return !this.starved;
  }

  symbol({ largest, offset, symbols }: HuffmanTable): number {
    // A code that is none takes no bits.
    const before = [this.position, this.starved, this.#byte, this.#left, this.bogus.length] as const;
    let code = 0;
    for (let length = 1; length <= 16; length++) {
      code = (code << 1) | this.take(1);
      if (code <= largest[length]!) return symbols[code + offset[length]!]!;
    }
    [this.position, this.starved, this.#byte, this.#left, this.bogus.length] = before;
    return -1;
  }

  take(count: number): number {
    let bits = 0;
    for (let i = 0; i < count; i++) {
      if (this.#left === 0) this.#next();
      this.#left--;
      bits = (bits << 1) | ((this.#byte >> this.#left) & 1);
    }
    return bits;
  }

  skip(count: number): void {
    for (let i = 0; i < count; i++) this.take(1);
  }

  skipBlocks(tables: readonly BlockTables[], count: number): number {
    for (let done = 0; done < count; done++)
      if (!this.#skipBlock(tables[done % tables.length]!) || this.starved) return done;
    return count;
  }

  #skipBlock({ dc, ac }: BlockTables): boolean {
    const bits = this.symbol(dc);
    if (bits < 0 || bits > 15) return false;
    this.skip(bits);
    let k = 1;
    while (k < 64) {
      const symbol = this.symbol(ac);
      if (symbol < 0) return false;
      this.skip(symbol & 15);
      if ((symbol & 15) === 0 && symbol !== 0xf0) return true;
      k += (symbol >> 4) + 1;
    }
    return k === 64;
  }

  toMarker(): boolean {
    let odd = false;
    for (this.#left = 0; this.#fetch(); ) odd ||= this.#byte !== 0 && this.#byte !== 0xff;
    return odd;
  }

  passMarker(): void {
    this.position += 2;
    this.starved = false;
  }

  #next(): void {
    if (!this.#fetch()) {
      this.starved = true;
      this.#byte = 0;
    }
    this.#left = 8;
  }

  /** The next byte of data; false where a marker or the file's end comes first. */
  #fetch(): boolean {
    for (; this.position < this.bytes.length; this.position++) {
      this.#byte = this.bytes[this.position]!;
      const behind = this.bytes[this.position + 1];
      if (this.#byte !== 0xff || behind === 0) {
        this.position += this.#byte === 0xff ? 2 : 1;
        return true;
      }
      if (behind === 0xff) continue;
      if (!isBogus(behind)) return false;
      this.bogus.push(this.position++);
    }
    return false;
  }
}

const fixtures = new URL('../../fixtures/', import.meta.url);
const photos: Uint8Array[] = [];
/** Longer than what is copied at once. */
const large: Uint8Array[] = [];

beforeAll(async () => {
  for (const folder of ['pictures/', 'preprocess/'])
    for (const name of readdirSync(new URL(folder, fixtures)).filter((name) => name.endsWith('.jpg'))) {
      const bytes = Uint8Array.from(readFileSync(new URL(folder + name, fixtures)));
      (bytes.length < 1 << 16 ? photos : large).push(bytes);
    }
  const noisy = (width: number, height: number) => {
    const noise = { type: 'gaussian', mean: 128, sigma: 60 } as const;
    return sharp({ create: { width, height, channels: 3, background: 'grey', noise } });
  };
  // At best quality many blocks end by their last coefficient.
  for (const options of [{ quality: 100 }, { chromaSubsampling: '4:4:4' }, { mozjpeg: true }])
    photos.push(Uint8Array.from(await noisy(67, 41).jpeg(options).toBuffer()));
  photos.push(Uint8Array.from(await noisy(67, 41).greyscale().jpeg().toBuffer()));
  large.push(Uint8Array.from(await noisy(500, 400).jpeg({ progressive: true }).toBuffer()));
});

type Change = (bytes: Uint8Array, at: number) => Uint8Array;

/** Puts bytes where some others stood. */
function splice(bytes: Uint8Array, at: number, length: number, more: Uint8Array): Uint8Array {
  const behind = bytes.subarray(at + length);
  const spliced = new Uint8Array(at + more.length + behind.length);
  spliced.set(bytes.subarray(0, at));
  spliced.set(more, at);
  spliced.set(behind, at + more.length);
  return spliced;
}

const replaced = (more: Uint8Array): Change => {
  return (bytes, at) => splice(bytes, at, more.length, more);
};
const changes: fc.Arbitrary<Change> = fc.oneof(
  fc.constant<Change>((bytes, at) => bytes.slice(0, at)),
  fc.nat(255).map((byte) => replaced(Uint8Array.of(byte))),
  // What may look like a marker, or is one that may stand within a scan.
  fc.nat(255).map((byte) => replaced(Uint8Array.of(0xff, byte))),
  fc.integer({ min: 0xd0, max: 0xd7 }).map((byte) => replaced(Uint8Array.of(0xff, byte))),
  fc
    .tuple(fc.constantFrom(0, 0xff), fc.nat(400))
    .map(([byte, length]) => replaced(new Uint8Array(length).fill(byte))),
  fc
    .integer({ min: 1, max: 500 })
    .map<Change>((length) => (bytes, at) => splice(bytes, at, length, Uint8Array.of())),
  fc
    .uint8Array({ minLength: 1, maxLength: 100 })
    .map<Change>((more) => (bytes, at) => splice(bytes, at, 0, more)),
);
/** With where it is made, in parts of a million of what stands from the first scan on. */
const damage = fc.array(fc.tuple(fc.noBias(fc.nat(1_000_000)), changes), { minLength: 1, maxLength: 4 });

/** Both reports of a photo that was damaged. */
function examineBoth(
  photo: Uint8Array,
  made: readonly (readonly [number, Change])[],
): [quick: JpegReport | null, plain: JpegReport | null] {
  const scan = photo.findIndex((byte, i) => byte === 0xff && photo[i + 1] === 0xda);
  const bytes = made.reduce(
    (now, [part, change]) => change(now, scan + Math.floor((part / 1_000_000) * (now.length - scan))),
    photo,
  );
  return [examineJpeg(bytes), examineJpeg(bytes, (all, start) => new PlainBits(all, start))];
}

/** Any table: most are none that an encoder makes, with runs in the shortest codes, and symbols that no block may have. */
const anyTable = fc
  .tuple(
    fc.array(fc.nat(3), { minLength: 16, maxLength: 16 }),
    fc.array(fc.oneof(fc.constantFrom(0, 0xf0, 0x01, 0xf1), fc.nat(255)), { minLength: 48, maxLength: 48 }),
  )
  .map(([lengths, symbols]) => huffmanTable(Uint8Array.from(lengths), Uint8Array.from(symbols)))
  .filter((table) => table !== null);
const anyData = fc.array(
  fc.oneof(
    { weight: 3, arbitrary: fc.nat(255) },
    { weight: 3, arbitrary: fc.constant(0) },
    fc.constantFrom(0xff, 0xd0),
  ),
  { size: '+1' },
);

describe('the bits of a scan', () => {
  it('are the same as if they were read one by one, whatever the tables and the data', () => {
    const tables = fc.array(fc.record({ dc: anyTable, ac: anyTable }), { minLength: 1, maxLength: 3 });
    const act = (
      bits: BitReader,
      turns: readonly BlockTables[],
      [count, size]: readonly [number, number],
    ) => [
      bits.ready(),
      bits.skipBlocks(turns, count),
      bits.ready() && [bits.symbol(turns[0]!.ac), bits.take(size), bits.ready()],
      bits.starved,
      bits.toMarker(),
      bits.position,
      [...bits.bogus],
    ];
    fc.assert(
      fc.property(
        anyData,
        tables,
        fc.array(fc.tuple(fc.nat(40), fc.nat(16)), { minLength: 1, maxLength: 6 }),
        (data, turns, acts) => {
          const bytes = Uint8Array.from(data);
          const quick = new ScanBits(bytes, 0);
          const plain = new PlainBits(bytes, 0);
          for (const what of acts) {
            expect(act(quick, turns, what)).toEqual(act(plain, turns, what));
            if (plain.position >= bytes.length - 1) return;
            quick.passMarker();
            plain.passMarker();
          }
        },
      ),
      { numRuns: 3000 },
    );
  });

  it.each([
    ['of small photos', () => photos, 1000],
    ['of photos that are copied piece by piece', () => large, 40],
  ] as const)('%s tell the same of damage as if they were read one by one', (_, files, numRuns) => {
    let damaged = 0;
    fc.assert(
      fc.property(fc.noBias(fc.nat(1000)), damage, (file, made) => {
        const [quick, plain] = examineBoth(files()[file % files().length]!, made);
        expect(quick).toEqual(plain);
        if (quick?.damaged || quick?.cut) damaged++;
      }),
      { numRuns },
    );
    expect(damaged).toBeGreaterThan(numRuns / 4);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { unwrap } from '../../../../core';
import { intake } from '../../../../workers/intake/intake';
import type { Photo } from '../../../engine';
import { pathOf, withPath } from './files';
import { KnownPhotos } from './known-photos';

const photoOf = (id: string, file: File | undefined) =>
  file && ({ id, file: pathOf(file), bytes: file.size, modified: file.lastModified } as Photo);

/** A light table of files. */
function tableOf() {
  const files = new Map<string, File>();
  let tell: (changed: ReadonlySet<string>) => void = () => {};
  let made = 0;
  const read: string[] = [];
  const engine = {
    photo: (id: string) => photoOf(id, files.get(id)),
    openPhoto: async (id: string) => files.get(id) ?? null,
    subscribePhotos(listener: typeof tell) {
      tell = listener;
      return () => {};
    },
  };
  const worker = {
    digests: async (some: readonly Blob[]) => {
      read.push(...some.map((file) => (file as File).name));
      return unwrap(await intake.digests(some));
    },
  };
  return {
    read,
    known: new KnownPhotos(engine, worker),
    add(...some: readonly File[]) {
      const ids = some.map((file) => {
        const id = `photo-${++made}`;
        files.set(id, file);
        return id;
      });
      tell(new Set(ids));
      return ids;
    },
    remove(...ids: readonly string[]) {
      for (const id of ids) files.delete(id);
      tell(new Set(ids));
    },
  };
}

const photo = (path: string, content: string, lastModified = 1000) => {
  const file = new File([content], path.slice(path.lastIndexOf('/') + 1), { lastModified });
  return path.includes('/') ? withPath(file, path) : file;
};
const nobody = new Set<string>();

describe('KnownPhotos', () => {
  it('knows a file by path, size and time without reading it', async () => {
    const table = tableOf();
    table.add(photo('trip/a.jpg', 'one'));
    const { fresh, present } = await table.known.part(
      [photo('trip/a.jpg', 'two'), photo('trip/b.jpg', 'longer')],
      nobody,
    );
    expect([present.map(pathOf), fresh.map(pathOf)]).toEqual([['trip/a.jpg'], ['trip/b.jpg']]);
    expect(table.read).toEqual([]);
  });

  it('knows a copy under another name by its content, and reads only files of the same size', async () => {
    const table = tableOf();
    table.add(photo('a.jpg', 'one'), photo('c.jpg', 'another'));
    const copy = photo('copy.jpg', 'one', 9);
    const other = photo('other.jpg', 'two', 9);
    const { fresh, present } = await table.known.part([copy, other], nobody);
    expect([present, fresh]).toEqual([[copy], [other]]);
    expect(table.read).toEqual(['copy.jpg', 'a.jpg', 'other.jpg']);
  });

  it('does not count photos that are excepted, nor those that went', async () => {
    const table = tableOf();
    const [mine, gone] = table.add(photo('a.jpg', 'one'), photo('b.jpg', 'three'));
    table.remove(gone!);
    const files = [photo('a.jpg', 'one'), photo('b.jpg', 'three')];
    expect((await table.known.part(files, new Set([mine!]))).fresh).toEqual(files);
    expect((await table.known.part(files, nobody)).present).toEqual([files[0]]);
  });

  it('takes empty files for the same only by path and time', async () => {
    const table = tableOf();
    table.add(photo('a.jpg', ''));
    const files = [photo('a.jpg', ''), photo('b.jpg', '')];
    const { fresh, present } = await table.known.part(files, nobody);
    expect([present, fresh]).toEqual([[files[0]], [files[1]]]);
  });

  it('says what a comparison with every photo would', async () => {
    const content = fc.constantFrom('', 'one', 'two', 'three');
    const file = fc.record({ path: fc.constantFrom('a', 'x/a', 'b'), content, time: fc.constantFrom(1, 2) });
    await fc.assert(
      fc.asyncProperty(
        fc.array(file, { maxLength: 8 }),
        fc.nat(8),
        fc.array(file),
        async (there, drop, come) => {
          const table = tableOf();
          const files = there.map((its) => photo(its.path, its.content, its.time));
          const ids = table.add(...files);
          table.remove(...ids.slice(0, drop));
          const kept = there.slice(drop);
          const { fresh, present } = await table.known.part(
            come.map((its) => photo(its.path, its.content, its.time)),
            nobody,
          );
          const isPresent = come.map((its) =>
            kept.some(
              (other) =>
                (other.content === its.content && its.content !== '') ||
                (other.path === its.path &&
                  other.time === its.time &&
                  other.content.length === its.content.length),
            ),
          );
          expect(present).toHaveLength(isPresent.filter(Boolean).length);
          expect(fresh).toHaveLength(isPresent.length - present.length);
        },
      ),
      { numRuns: 60 },
    );
  });
});

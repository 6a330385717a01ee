import { expect, it } from 'vitest';
import { unwrap } from '../../core';
import { ExportWriter } from './export-writer';
import { photoOf, requestOf, saidOf } from './testing/requests';

/** A folder as the File System Access API gives it, over a map of paths to texts; `refusal` is what writing a file throws. */
function folderOver(files: Map<string, string>, refusal: DOMException | null = null) {
  const under = (prefix: string, name: string): FileSystemDirectoryHandle =>
    ({
      kind: 'directory',
      name,
      async getDirectoryHandle(child: string, { create = false } = {}) {
        const isThere = [...files.keys()].some((path) => path.startsWith(`${prefix}${child}/`));
        if (!isThere && !create) throw new DOMException('It is not there.', 'NotFoundError');
        return under(`${prefix}${child}/`, child);
      },
      getFileHandle: async (child: string) => ({
        async createWritable() {
          if (refusal !== null) throw refusal;
          return {
            write: async (content: Blob) => void files.set(`${prefix}${child}`, await content.text()),
            close: async () => {},
          };
        },
      }),
    }) as unknown as FileSystemDirectoryHandle;
  return under('', 'Pictures');
}

const photos = [photoOf('one/a.jpg', { label: saidOf('fern') }), photoOf('b.jpg', { label: saidOf('moss') })];

async function sorted(folder: FileSystemDirectoryHandle) {
  const writer = new ExportWriter();
  const options = requestOf('folders', { sorting: 'folder' });
  unwrap(await writer.begin({ ...options, into: { folder, name: 'sorted' } }));
  for (const photo of photos) unwrap(await writer.add([photo]));
  return unwrap(await writer.finish());
}

it('puts photos by class into a new folder of the one that was chosen, each as it comes, and the table at the end', async () => {
  const files = new Map<string, string>();
  expect(await sorted(folderOver(files))).toMatchObject({ folder: 'sorted', leftOut: 0 });
  expect([...files.keys()]).toEqual([
    'sorted/fern/a.jpg',
    'sorted/moss/b.jpg',
    'sorted/README.md',
    'sorted/metadata.csv',
  ]);
  expect(files.get('sorted/fern/a.jpg')).toBe('one/a.jpg');
  expect(files.get('sorted/metadata.csv')).toContain('fern/a.jpg,fern,human,one/a.jpg');
});

it('overwrites nothing: where the folder is there, it makes another', async () => {
  const files = new Map([['sorted/fern/a.jpg', 'mine']]);
  expect(await sorted(folderOver(files))).toMatchObject({ folder: 'sorted-2' });
  expect(files.get('sorted/fern/a.jpg')).toBe('mine');
  expect(files.get('sorted-2/fern/a.jpg')).toBe('one/a.jpg');
});

it.each([
  ['QuotaExceededError', 'storage-full', /no more room for “Pictures”/],
  ['NotAllowedError', 'storage-unavailable', /“Pictures” could not be written to/],
] as const)('says what to do where the browser throws %s', async (name, code, words) => {
  const refused = sorted(folderOver(new Map(), new DOMException('no', name)));
  await expect(refused).rejects.toMatchObject({ code, message: expect.stringMatching(words) });
});

import { expect, test } from 'vitest';
import type { KeptPhoto } from '../protocol';
import type { Projects } from './database/schema';
import { referredFile } from './references';
import { photoOf } from './testing/records';

/** When each file was changed last. */
const MODIFIED = 1_000;

/** A folder as the browser gives it; `permission` is what it says when it is asked. */
function folderOf(files: Readonly<Record<string, string>>, permission: PermissionState = 'granted') {
  const under = (prefix: string): unknown => ({
    kind: 'directory',
    name: 'site',
    queryPermission: async () => permission,
    getDirectoryHandle: async (name: string) => under(`${prefix}${name}/`),
    async getFileHandle(name: string) {
      const text = files[`${prefix}${name}`];
      if (text === undefined) throw new DOMException('It is not there.', 'NotFoundError');
      return { getFile: async () => new File([text], name, { lastModified: MODIFIED }) };
    },
  });
  return under('');
}

function databaseWith(handle: unknown, path: readonly string[], photo?: KeptPhoto): Projects {
  const rows: Record<string, unknown> = {
    'references a,1': { root: 'r', path },
    'roots a,r': { root: 'r', handle },
    'photos a,1': photo,
  };
  return { get: async (store: string, key: unknown) => rows[`${store} ${key}`] } as unknown as Projects;
}

test('a file is read where it lies, below the folder or by itself', async () => {
  const folder = databaseWith(folderOf({ 'a/b/1.png': 'deep' }), ['a', 'b', '1.png']);
  expect(await (await referredFile(folder, ['a', 1]))?.text()).toBe('deep');
  const alone = databaseWith({ name: '1.png', getFile: async () => new File(['alone'], '1.png') }, []);
  expect(await (await referredFile(alone, ['a', 1]))?.text()).toBe('alone');
  expect(await referredFile(folder, ['a', 2])).toBeNull();
});

test('where the browser wants to be asked, and where the file is gone, that is said with what to do', async () => {
  const closed = databaseWith(folderOf({ '1.png': 'x' }, 'prompt'), ['1.png']);
  await expect(referredFile(closed, ['a', 1])).rejects.toMatchObject({
    code: 'photo-access-needed',
    message: expect.stringContaining('Allow reading'),
  });
  const gone = databaseWith(folderOf({}), ['1.png']);
  await expect(referredFile(gone, ['a', 1])).rejects.toMatchObject({
    code: 'photo-file-missing',
    message: expect.stringContaining('1.png is no longer where it was'),
  });
});

test('a file that is another than was added is not passed off as the photo', async () => {
  const handle = folderOf({ '1.png': 'abc' });
  const read = (photo: KeptPhoto) => referredFile(databaseWith(handle, ['1.png'], photo), ['a', 1]);
  const added = photoOf(1, { bytes: 3, modified: MODIFIED });
  expect((await read(added))?.size).toBe(3);
  for (const other of [
    { ...added, bytes: 4 },
    { ...added, modified: MODIFIED - 1 },
  ])
    await expect(read(other)).rejects.toMatchObject({
      code: 'photo-file-missing',
      message: expect.stringContaining('1.png was changed on this device since it was added'),
    });
});

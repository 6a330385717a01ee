import { expect, test } from 'vitest';
import { referredFile } from './references';
import type { Projects } from './schema';

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
      return { getFile: async () => new File([text], name) };
    },
  });
  return under('');
}

function databaseWith(handle: unknown, path: readonly string[]): Projects {
  const rows: Record<string, unknown> = {
    'references a,1': { root: 'r', path },
    'roots a,r': { root: 'r', handle },
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

import { beforeEach, expect, test } from 'vitest';
import { allowReading, lookAtRoots, namesOf, useAccess } from './access';

/** Folders as the browser gives them: closed until the user says yes; "b" stays closed. */
function rootOf(name: string) {
  let state: PermissionState = 'prompt';
  const handle = {
    kind: 'directory',
    name,
    queryPermission: async () => state,
    async requestPermission() {
      state = name === 'b' ? 'denied' : 'granted';
      return state;
    },
  };
  return { root: name, handle: handle as unknown as FileSystemHandle };
}

const photos: Readonly<Record<string, string | null>> = {
  1: 'photo-access-needed',
  2: null,
  3: 'image-unreadable',
};

function engineOf() {
  const retried: string[] = [];
  const engine = {
    getState: () => ({ photoIds: Object.keys(photos) }),
    photo: (id: string) => ({ error: photos[id] == null ? null : { code: photos[id] } }),
    retryPhotos: (ids: Iterable<string>) => void retried.push(...ids),
  } as unknown as Parameters<typeof allowReading>[0];
  return { engine, retried };
}

beforeEach(() => useAccess.setState({ lacking: [] }));

test('folders that may not be read after a restart are allowed in one go, and what waited for them is tried again', async () => {
  const open = { root: 'o', handle: { name: 'o' } as FileSystemHandle };
  await lookAtRoots('project', { roots: async () => [rootOf('a'), open, rootOf('c')] });
  expect(namesOf(useAccess.getState().lacking)).toBe('“a” and “c”');
  const { engine, retried } = engineOf();
  expect(await allowReading(engine)).toBe(true);
  expect(useAccess.getState().lacking).toEqual([]);
  expect(retried).toEqual(['1']);
});

test('a folder that the user refuses stays on the list', async () => {
  await lookAtRoots('project', { roots: async () => [rootOf('a'), rootOf('b')] });
  expect(await allowReading(engineOf().engine)).toBe(false);
  expect(namesOf(useAccess.getState().lacking)).toBe('“b”');
  await lookAtRoots(null);
  expect(useAccess.getState().lacking).toEqual([]);
});

import type { Page } from '@playwright/test';

/** Paths of the files in a folder of the origin's own. */
export function filesIn(page: Page, folder: string): Promise<string[]> {
  return page.evaluate(async (folder) => {
    const found: string[] = [];
    const look = async (directory: FileSystemDirectoryHandle, path: string) => {
      for await (const child of directory.values())
        if (child.kind === 'file') found.push(`${path}/${child.name}`);
        else await look(child as FileSystemDirectoryHandle, `${path}/${child.name}`);
    };
    await look(await (await navigator.storage.getDirectory()).getDirectoryHandle(folder), folder);
    return found;
  }, folder);
}

/** All stores of the page's origin that hold a word anywhere, in a name, a key or a value. */
export function storesWith(page: Page, word: string): Promise<string[]> {
  return page.evaluate(async (word) => {
    const found: string[] = [];
    const look = (store: string, content: unknown) => {
      const text = JSON.stringify(content, (_, value) => (value instanceof Map ? [...value] : value)) ?? '';
      if (text.includes(word)) found.push(store);
    };
    look('localStorage', { ...localStorage });
    look('sessionStorage', { ...sessionStorage });
    const asked = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    for (const { name = '' } of await indexedDB.databases()) {
      const database = await asked(indexedDB.open(name));
      for (const store of database.objectStoreNames) {
        const reading = database.transaction(store).objectStore(store);
        look(`IndexedDB ${name}`, await Promise.all([asked(reading.getAllKeys()), asked(reading.getAll())]));
      }
      database.close();
    }
    for (const name of await caches.keys())
      look(
        `Cache Storage ${name}`,
        (await (await caches.open(name)).keys()).map(({ url }) => decodeURI(url)),
      );
    const names = async (directory: FileSystemDirectoryHandle): Promise<unknown[]> => {
      const within: unknown[] = [];
      for await (const child of directory.values())
        within.push(child.name, child.kind === 'file' ? '' : await names(child as FileSystemDirectoryHandle));
      return within;
    };
    look('files', await names(await navigator.storage.getDirectory()));
    return [...new Set(found)];
  }, word);
}

/** Rows and files that are kept of photos, as `store key`. */
export function keptOfPhotos(page: Page): Promise<string[]> {
  return page.evaluate(async () => {
    const database = await new Promise<IDBDatabase>((resolve, reject) => {
      const request = indexedDB.open('fernglass-projects');
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
    const found: string[] = [];
    for (const name of database.objectStoreNames) {
      const keys = await new Promise<IDBValidKey[]>((resolve, reject) => {
        const request = database.transaction(name).objectStore(name).getAllKeys();
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
      found.push(...keys.map((key) => `${name} ${key}`));
    }
    database.close();
    const root = await navigator.storage.getDirectory();
    for await (const name of root.keys())
      if (name === 'fernglass-pictures')
        for await (const file of (await root.getDirectoryHandle(name)).keys()) found.push(`file ${file}`);
    return found;
  });
}

import { DatabaseBytes } from '../../workers/storage/bytes/database-bytes';
import { OpfsBytes } from '../../workers/storage/bytes/opfs-bytes';
import { CacheFiles } from '../../workers/storage/cache-files';
import type { FileStore } from '../../workers/storage/file-store';
import { LedgerFiles } from '../../workers/storage/ledger-files';
import { CONTRACT } from '../../workers/storage/testing/contract';

const stores: Record<string, (name: string) => FileStore | Promise<FileStore>> = {
  'files of the page': async (name) =>
    new LedgerFiles(`ledger-${name}`, await OpfsBytes.start(`files-${name}`)),
  IndexedDB: (name) => new LedgerFiles(`ledger-${name}`, new DatabaseBytes(`bytes-${name}`)),
  'Cache Storage': (name) => new CacheFiles(name),
};

/** Runs the contract on every store that a browser has, each rule on an empty one; says which hold and what fails. */
export async function runContract(): Promise<{ readonly held: number; readonly failures: string[] }> {
  let held = 0;
  const failures: string[] = [];
  for (const [kind, open] of Object.entries(stores))
    for (const [rule, holds] of Object.entries(CONTRACT))
      try {
        await holds(await open(`${kind}-${rule}`));
        held++;
      } catch (error) {
        failures.push(`${kind}: ${rule}: ${error}`);
      }
  return { held, failures };
}

/** Puts a model's file into Cache Storage as earlier versions did, and reads it by the store of today. */
export async function readFormerModel(): Promise<{ readonly names: string[]; readonly bytes: number[] }> {
  const key = 'https://hub.example/a/b/resolve/0/model.onnx?revision=0';
  const cache = await caches.open('fernglass-models');
  await cache.put(key, new Response(Uint8Array.of(1, 2, 3)));
  const files = new CacheFiles('fernglass-models');
  return { names: [...(await files.names())], bytes: [...((await files.read(key)) ?? [])] };
}

/**
 * Writes and reads a file while the browser leaves requests to open one without an answer, the next `unanswered` of them.
 * Says what was read, or the error.
 */
async function whileUnanswered(unanswered: number): Promise<string> {
  const bytes = await OpfsBytes.start(`unanswered-${unanswered}`, 100);
  const open = FileSystemFileHandle.prototype.createSyncAccessHandle;
  let left = unanswered;
  FileSystemFileHandle.prototype.createSyncAccessHandle = function (...args) {
    return left-- > 0 ? new Promise(() => {}) : open.apply(this, args);
  };
  try {
    await bytes.write('file', Uint8Array.of(1, 2, 3));
    left = 1;
    return String(await bytes.read({ name: 'file', bytes: 3 }));
  } catch (error) {
    return String(error);
  } finally {
    FileSystemFileHandle.prototype.createSyncAccessHandle = open;
  }
}

/** A file whose opening is answered at the second request, and one whose opening never is. */
export async function openUnanswered(): Promise<{ readonly second: string; readonly never: string }> {
  return { second: await whileUnanswered(1), never: await whileUnanswered(2) };
}

/** Writes a file that is dropped while it is open for reading elsewhere: the same bytes, then others. */
export async function writeWhileOpen(): Promise<{ readonly same: string; readonly other: string }> {
  const [writer, reader] = [await OpfsBytes.start('open'), await OpfsBytes.start('open')];
  const file = { name: 'file', bytes: 3 };
  await writer.write(file.name, Uint8Array.of(1, 2, 3));
  await reader.read(file);
  await writer.drop([file.name]);
  await writer.write(file.name, Uint8Array.of(1, 2, 3));
  const same = String(await writer.read(file));
  const write = writer.write(file.name, Uint8Array.of(3, 2, 1));
  const other = await write.then(
    () => 'written',
    (error: DOMException) => error.name,
  );
  return { same, other };
}

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

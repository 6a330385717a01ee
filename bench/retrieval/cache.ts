import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const CACHE = join(ROOT, '.cache/bench/');

/**
 * The folder that `make` filled, made again only when what it depends on changes.
 * @param sources files and folders of the repository that its content follows from
 */
export async function cached(
  kind: string,
  options: unknown,
  sources: readonly string[],
  make: (folder: string) => Promise<void> | void,
): Promise<string> {
  const hash = createHash('sha256').update(JSON.stringify([kind, options]));
  for (const file of sources.flatMap(filesOf)) hash.update(file).update(readFileSync(join(ROOT, file)));
  const folder = join(CACHE, `${kind}-${hash.digest('hex').slice(0, 16)}`);
  if (statSync(folder, { throwIfNoEntry: false }) !== undefined) return folder;
  // A run that is stopped leaves no half of it.
  const half = `${folder}.${process.pid}`;
  mkdirSync(half, { recursive: true });
  try {
    await make(half);
    renameSync(half, folder);
  } finally {
    rmSync(half, { recursive: true, force: true });
  }
  return folder;
}

function filesOf(path: string): string[] {
  if (statSync(join(ROOT, path)).isFile()) return [path];
  return readdirSync(join(ROOT, path))
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
    .sort()
    .map((name) => `${path}/${name}`);
}

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Path of the built app's worker that says something no other says: the build names its chunks by hash. */
export function findWorker(dist: string, says: string): string {
  const assets = join(dist, 'assets');
  const file = readdirSync(assets).find(
    (name) => name.endsWith('.js') && readFileSync(join(assets, name), 'utf8').includes(says),
  );
  if (!file) throw new Error(`no worker that says “${says}” in ${assets}: run "npm run build" first`);
  return `/assets/${file}`;
}

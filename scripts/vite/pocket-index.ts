import { createReadStream, existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Plugin } from 'vite';

/** Where the app looks for the index that ships with it, relative to its base. */
const POCKET_INDEX_PATH = 'indexes/pocket/';

/** Serves the files of `directory` under `indexes/pocket/`: from disk in dev, as files of the build otherwise. */
export function pocketIndex(directory: string): Plugin {
  const files = () => (existsSync(directory) ? readdirSync(directory) : []).filter(isIndexFile);
  return {
    name: 'pocket-index',
    configureServer(server) {
      server.middlewares.use((request, response, next) => {
        const path = new URL(request.url ?? '/', 'http://localhost').pathname;
        const name = basename(path);
        if (!path.endsWith(`/${POCKET_INDEX_PATH}${name}`) || !files().includes(name)) return next();
        const file = join(directory, name);
        response.setHeader(
          'Content-Type',
          name.endsWith('.json') ? 'application/json' : 'application/octet-stream',
        );
        response.setHeader('Content-Length', statSync(file).size);
        createReadStream(file).pipe(response);
      });
    },
    generateBundle() {
      for (const name of files())
        this.emitFile({
          type: 'asset',
          fileName: `${POCKET_INDEX_PATH}${name}`,
          source: readFileSync(join(directory, name)),
        });
    },
  };
}

const isIndexFile = (name: string) => name === 'manifest.json' || name.endsWith('.bin');

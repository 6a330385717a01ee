import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { build, type Plugin } from 'vite';
import type { Manifest } from '../../index-shards/format';
import { furtherVectorPaths, isManifest, stageOf } from '../../workers/offline/plan.ts';
import type { BuildFile } from '../../workers/protocol/network/offline';

/** Builds `source` into `service-worker.js` beside the page, with the list of everything else that was built. */
export function serviceWorker(source: string): Plugin {
  return {
    name: 'service-worker',
    apply: 'build',
    writeBundle: {
      sequential: true,
      order: 'post',
      async handler({ dir }) {
        if (!dir) return;
        await build({
          configFile: false,
          logLevel: 'warn',
          publicDir: false,
          define: { BUILD_FILES: JSON.stringify(listBuild(dir)) },
          build: {
            outDir: dir,
            emptyOutDir: false,
            target: 'es2022',
            rolldownOptions: {
              input: source,
              output: { format: 'iife', entryFileNames: 'service-worker.js' },
            },
          },
        });
      },
    },
  };
}

function listBuild(directory: string): BuildFile[] {
  const paths = readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(directory.length + 1))
    .map((path) => path.split(sep).join('/'))
    .sort();
  const furtherVectors = new Set(
    paths
      .filter(isManifest)
      .flatMap((path) =>
        furtherVectorPaths(path, JSON.parse(readFileSync(join(directory, path), 'utf8')) as Manifest),
      ),
  );
  return paths.flatMap((path): BuildFile[] => {
    const stage = stageOf(path, furtherVectors);
    if (!stage) return [];
    const bytes = readFileSync(join(directory, path));
    const sha256 = createHash('sha256').update(bytes).digest('base64');
    return [{ path, sha256, bytes: bytes.length, stage }];
  });
}

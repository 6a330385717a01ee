import { mkdtemp, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build, type Plugin } from 'vite';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));

/** What a module reads beside itself is read there still. */
const ownPlace: Plugin = {
  name: 'own-place',
  transform: (code, id) =>
    code.includes('import.meta.url')
      ? code.replaceAll('import.meta.url', JSON.stringify(pathToFileURL(id).href))
      : null,
};

let bundled: Promise<string> | undefined;

/**
 * Path of the builder's command line as one file of JavaScript: to translate its modules anew at every start takes longer
 * than most of what tests ask of it. Made once a process.
 */
export function bundledCli(): Promise<string> {
  bundled ??= bundle();
  return bundled;
}

async function bundle(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'fernglass-bundle-'));
  await build({
    configFile: false,
    logLevel: 'silent',
    root: ROOT,
    plugins: [ownPlace],
    build: {
      ssr: 'index-shards/builder/cli.ts',
      target: 'node20',
      minify: false,
      outDir: join(folder, 'out'),
      emptyOutDir: false,
      copyPublicDir: false,
      rolldownOptions: { output: { entryFileNames: 'cli.mjs' } },
    },
  });
  await symlink(join(ROOT, 'node_modules'), join(folder, 'node_modules'), 'junction');
  return join(folder, 'out', 'cli.mjs');
}

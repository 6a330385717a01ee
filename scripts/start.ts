import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { build, preview } from 'vite';
import { freePort } from './free-port';

/**
 * Opens the app as it is deployed, so that what it says about working offline holds: builds what changed since the last
 * start, serves it on this machine and opens the browser. `npm run dev` is the server for working on the code.
 */

const USAGE = `npm start [-- OPTION…]
  --port N     listen there (also PORT=N); the next free port when it is taken
  --no-open    do not open a browser (nor with CI set, nor without a display)`;

const DEFAULT_PORT = 5417;
const ROOT = fileURLToPath(new URL('..', import.meta.url));
const STAMP = join(ROOT, '.cache', 'start', 'built-from.txt');

const { values } = parseArgs({
  options: { port: { type: 'string' }, 'no-open': { type: 'boolean' }, help: { type: 'boolean' } },
});
if (values.help) {
  console.log(USAGE);
  process.exit(0);
}

const wanted = portFrom(values.port ?? process.env.PORT);
process.chdir(ROOT);
buildRetrieval();
await buildSite();
const port = await freePort(wanted);
const server = await preview({ preview: { port, strictPort: true, open: canOpenBrowser() } });
console.log(`\nFernglass is at ${server.resolvedUrls?.local[0]}  (Ctrl-C ends it)`);
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => {
    void server.close().finally(() => process.exit(0));
  });

function portFrom(text: string | undefined): number {
  if (!text) return DEFAULT_PORT;
  const chosen = Number(text);
  if (Number.isInteger(chosen) && chosen > 0 && chosen < 65_536) return chosen;
  console.error(`"${text}" is not a port: give a whole number from 1 to 65535.`);
  return process.exit(2);
}

function canOpenBrowser(): boolean {
  if (values['no-open'] || process.env.CI) return false;
  const hasDisplay = Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);
  return process.platform !== 'linux' || hasDisplay;
}

function buildRetrieval(): void {
  const { status } = spawnSync('npm', ['run', '--silent', 'wasm'], {
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  if (status !== 0) process.exit(status ?? 1);
}

async function buildSite(): Promise<void> {
  const stamp = sourcesStamp();
  const built = existsSync(join(ROOT, 'dist', 'service-worker.js'));
  if (built && existsSync(STAMP) && readFileSync(STAMP, 'utf8') === stamp) return;
  await build({ logLevel: 'warn' });
  mkdirSync(join(STAMP, '..'), { recursive: true });
  writeFileSync(STAMP, stamp);
}

/** Changes when a file that goes into the site, or the site itself, does. */
function sourcesStamp(): string {
  const hash = createHash('sha256');
  const roots = [
    'index.html',
    'package-lock.json',
    'vite.config.ts',
    'core',
    'src',
    'workers',
    'index-shards',
  ];
  for (const path of [...roots, 'public', 'scripts/vite'].flatMap(filesUnder)) {
    const { size, mtimeMs } = statSync(path);
    hash.update(`${path} ${size} ${mtimeMs}\n`);
  }
  return hash.digest('hex');
}

function filesUnder(path: string): string[] {
  if (!existsSync(path)) return [];
  if (statSync(path).isFile()) return [path];
  return readdirSync(path, { withFileTypes: true }).flatMap(({ name }) => filesUnder(join(path, name)));
}

import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';
import { build } from 'vite';
import { ISOLATION_HEADERS } from '../../workers/offline/policy';
import { withProfile } from '../profile';
import type { RetrievalRow } from './engines';
import type { PageTask } from './page/worker';

const PAGE = fileURLToPath(new URL('./page/', import.meta.url));
const OUT = fileURLToPath(new URL('../../.cache/bench-page/', import.meta.url));
const TYPES: Record<string, string> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.wasm': 'application/wasm',
  '.json': 'application/json',
};

/** Measures retrieval in Chromium. @param folders name → folder of files, as `inChromium` */
export function measureInChromium(
  task: PageTask,
  folders: Readonly<Record<string, string>>,
): Promise<RetrievalRow[]> {
  return inChromium(folders, (page) => page.evaluate((task) => globalThis.measureInPage(task), task));
}

/**
 * Builds the page, serves it with folders under `data/`, and uses it in Chromium.
 * @param folders name → folder of files
 */
export async function inChromium<T>(
  folders: Readonly<Record<string, string>>,
  use: (page: Page) => Promise<T>,
): Promise<T> {
  await build({
    root: PAGE,
    configFile: false,
    logLevel: 'error',
    base: './',
    worker: { format: 'es' },
    build: { outDir: OUT, emptyOutDir: true, target: 'es2022', assetsInlineLimit: 0 },
  });
  const server = createServer(async (request, response) => {
    const path = normalize(decodeURIComponent(new URL(request.url ?? '/', 'http://page').pathname)).slice(1);
    const [top, folder, ...rest] = path.split('/');
    const headers = {
      ...ISOLATION_HEADERS,
      'content-type': TYPES[extname(path)] ?? 'application/octet-stream',
    };
    const file = top === 'data' ? join(folders[folder!] ?? OUT, ...rest) : join(OUT, path);
    const found = await stat(file).catch(() => null);
    if (!found?.isFile()) return response.writeHead(404).end();
    const range = /^bytes=0-(\d+)$/.exec(request.headers.range ?? '');
    const end = range === null ? found.size - 1 : Number(range[1]);
    createReadStream(file, { end }).pipe(response.writeHead(range === null ? 200 : 206, headers));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    return await withProfile(async (context) => {
      const page = await context.newPage();
      page.setDefaultTimeout(0);
      page.on('pageerror', (error) => console.error(error));
      await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/index.html`);
      await page.waitForFunction(() => typeof globalThis.measureInPage === 'function');
      return use(page);
    });
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

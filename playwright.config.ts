import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { defineConfig } from '@playwright/test';
import { ensureBrowser } from './scripts/browser';
import { coresToPinTo } from './scripts/cores';
import { freePort } from './scripts/free-port';

// Workers read this file again; what the first reading found is handed on to them.
if (!process.env.FERNGLASS_E2E_PORT) {
  const browser = ensureBrowser();
  process.env.FERNGLASS_BROWSER = browser.path;
  process.env.FERNGLASS_BROWSER_SANDBOX = String(browser.sandbox);
  process.env.FERNGLASS_CORES ??= coresToPinTo().join(' ');
  process.env.FERNGLASS_E2E_PORT = String(await freePort());
  process.env.FERNGLASS_E2E_FOLDER = join(tmpdir(), `fernglass-e2e-${process.pid}`);
}
const port = process.env.FERNGLASS_E2E_PORT;
/** A page computes on as many threads as there are cores, and they wait busily: each worker's pages have one core alone. */
const cores = process.env.FERNGLASS_CORES!.split(' ').filter(Boolean);
const pinned = fileURLToPath(new URL('e2e/support/pinned-browser.sh', import.meta.url));
/**
 * While onnxruntime's WebAssembly is compiled, V8 takes every thread of the browser's pool; requests through the service
 * worker, frames and the garbage collector wait for one of these, on one core for minutes. With one task it leaves them some.
 */
const COMPILE_BY_ONE = '--js-flags=--wasm-num-compilation-tasks=1';
const onAllCores = {
  executablePath: process.env.FERNGLASS_BROWSER!,
  chromiumSandbox: process.env.FERNGLASS_BROWSER_SANDBOX === 'true',
  args: [COMPILE_BY_ONE],
};
const launchOptions = cores.length > 0 ? { ...onAllCores, executablePath: pinned } : onAllCores;

/** What is about several threads. */
const THREADS = /(platform\/offline|encoder\/towers)\.spec\.ts$/;
const WEBGPU = /\.webgpu\.spec\.ts$/;

/** Each takes about a gigabyte. */
const MOST_WORKERS = 4;
/** A software adapter, so that WebGPU is there on any machine; what runs on it is right but slow. */
const WEBGPU_FLAGS = ['--enable-unsafe-webgpu', '--use-webgpu-adapter=swiftshader'];

export default defineConfig({
  testDir: 'e2e',
  globalTeardown: './e2e/support/end-of-run.ts',
  outputDir: 'test-results',
  fullyParallel: true,
  workers: Math.max(1, Math.min(MOST_WORKERS, cores.length || Math.floor(availableParallelism() / 4))),
  forbidOnly: Boolean(process.env.CI),
  retries: 0,
  timeout: 300_000,
  expect: { timeout: 60_000 },
  reporter: [['list']],
  use: {
    baseURL: `http://localhost:${port}/`,
    locale: 'en-GB',
    viewport: { width: 1400, height: 900 },
    // Snapshots of the page say what was seen; a film of every test would take a fifth of the processor.
    trace: { mode: 'retain-on-failure', screenshots: false },
    screenshot: 'only-on-failure',
  },
  projects: [
    { name: 'wasm', testIgnore: [THREADS, WEBGPU], use: { launchOptions } },
    { name: 'threads', testMatch: THREADS, workers: 1, use: { launchOptions: onAllCores } },
    {
      name: 'webgpu',
      testMatch: WEBGPU,
      // The software adapter computes on all cores.
      workers: 1,
      use: { launchOptions: { ...onAllCores, args: [...onAllCores.args, ...WEBGPU_FLAGS] } },
    },
  ],
  webServer: {
    command: `npx vite preview --port ${port} --strictPort`,
    url: `http://localhost:${port}/`,
    timeout: 120_000,
    reuseExistingServer: false,
  },
});

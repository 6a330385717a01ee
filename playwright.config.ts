import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { defineConfig } from '@playwright/test';
import { ensureBrowser } from './scripts/browser';
import { freePort } from './scripts/free-port';

// Workers read this file again; what the first reading found is handed on to them.
if (!process.env.FERNGLASS_E2E_PORT) {
  const browser = ensureBrowser();
  process.env.FERNGLASS_BROWSER = browser.path;
  process.env.FERNGLASS_BROWSER_SANDBOX = String(browser.sandbox);
  process.env.FERNGLASS_E2E_PORT = String(await freePort());
  process.env.FERNGLASS_E2E_FOLDER = join(tmpdir(), `fernglass-e2e-${process.pid}`);
}
const port = process.env.FERNGLASS_E2E_PORT;
const launchOptions = {
  executablePath: process.env.FERNGLASS_BROWSER!,
  chromiumSandbox: process.env.FERNGLASS_BROWSER_SANDBOX === 'true',
};

/** A software adapter, so that WebGPU is there on any machine; what runs on it is right but slow. */
const WEBGPU_FLAGS = ['--enable-unsafe-webgpu', '--use-webgpu-adapter=swiftshader'];

export default defineConfig({
  testDir: 'e2e',
  globalTeardown: './e2e/support/end-of-run.ts',
  outputDir: 'test-results',
  fullyParallel: true,
  // A page computes on as many threads as there are cores, and they wait busily: two pages on two cores take longer.
  workers: Math.max(1, Math.floor(availableParallelism() / 4)),
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
    { name: 'wasm', testIgnore: /\.webgpu\.spec\.ts$/, use: { launchOptions } },
    {
      name: 'webgpu',
      testMatch: /\.webgpu\.spec\.ts$/,
      use: { launchOptions: { ...launchOptions, args: WEBGPU_FLAGS } },
    },
  ],
  webServer: {
    command: `npx vite preview --port ${port} --strictPort`,
    url: `http://localhost:${port}/`,
    timeout: 120_000,
    reuseExistingServer: false,
  },
});

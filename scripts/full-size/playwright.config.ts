import { fileURLToPath } from 'node:url';
import { defineConfig } from '@playwright/test';
import shared from '../../playwright.config';

/** Whose browser has all cores. */
const threads = shared.projects?.find(({ name }) => name === 'threads');

/** The page tests' own browser and server, for what takes full-size checkpoints through both. */
export default defineConfig({
  ...(shared as object),
  testDir: '.',
  globalTeardown: '../../e2e/support/end-of-run.ts',
  outputDir: '../../test-results/full-size',
  workers: 1,
  timeout: 3_600_000,
  webServer: {
    ...(shared.webServer as object),
    cwd: fileURLToPath(new URL('../..', import.meta.url)),
  } as never,
  projects: [{ name: 'full size', use: threads?.use ?? {} }],
});

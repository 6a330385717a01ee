import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';
import { codecAssets, codecChunks } from './scripts/vite/codecs.ts';
import { contentSecurityPolicy, plainBinaries } from './scripts/vite/headers.ts';
import { licences } from './scripts/vite/licences.ts';
import { pocketIndex } from './scripts/vite/pocket-index.ts';
import { serviceWorker } from './scripts/vite/service-worker.ts';
import LongestFirst from './scripts/vitest/longest-first.ts';
import { DEVELOPMENT_POLICY, HEADERS } from './workers/offline/policy.ts';

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));

const licencesOfAll = licences();

export default defineConfig({
  // Relative, so that the built site works from any sub-path.
  base: './',
  // Without this a missing file answers 200 with index.html, which then passes for weights or a shard.
  appType: 'mpa',
  plugins: [
    react(),
    pocketIndex(at('./index-shards/pocket')),
    plainBinaries(),
    contentSecurityPolicy(),
    licencesOfAll.plugin,
    serviceWorker(at('./workers/offline/service-worker.ts')),
  ],
  worker: {
    format: 'es',
    plugins: licencesOfAll.forWorkers,
    rolldownOptions: { output: { chunkFileNames: codecChunks, assetFileNames: codecAssets } },
  },
  build: { target: 'es2022', assetsInlineLimit: 0, rolldownOptions: { checks: { pluginTimings: false } } },
  server: { headers: { ...HEADERS, 'Content-Security-Policy': DEVELOPMENT_POLICY } },
  preview: { headers: HEADERS },
  optimizeDeps: { exclude: ['@huggingface/transformers', 'onnxruntime-web'] },
  test: {
    projects: [
      {
        extends: true,
        // What their modules keep holds for any test, and to load them anew for each file takes longer than to run it.
        test: {
          name: 'page',
          include: ['{core,src}/**/*.test.{ts,tsx}'],
          isolate: false,
          restoreMocks: true,
          unstubGlobals: true,
        },
      },
      {
        extends: true,
        test: { name: 'rest', include: ['{workers,index-shards,pocket,bench,scripts}/**/*.test.{ts,tsx}'] },
      },
    ],
    environment: 'node',
    globalSetup: './scripts/vitest/temporary-folder.ts',
    sequence: { sequencer: LongestFirst },
    // Vitest would leave one core idle; what waits for processes of its own leaves room enough.
    maxWorkers: Math.max(1, availableParallelism()),
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});

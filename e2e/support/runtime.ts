import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { BUILD } from './site';

/**
 * Has a page hold onnxruntime's compiled code, so that each fresh worker of it begins with what was compiled: a browser
 * drops compiled code with the last worker that uses it, and to compile and optimise 27 MB anew takes two cores many seconds.
 * @param dist where the built app lies
 */
export async function holdRuntime(page: Page, dist = BUILD): Promise<void> {
  const file = readdirSync(join(dist, 'assets')).find((name) => /^ort-wasm.*\.wasm$/.test(name));
  if (!file) throw new Error(`no onnxruntime in ${dist}: run "npm run build" first`);
  await page.evaluate(async (url) => {
    const compiled = await WebAssembly.compileStreaming(fetch(url));
    Object.assign(globalThis, { compiled });
  }, `assets/${file}`);
}

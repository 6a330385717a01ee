import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Browser, test as base, type Page } from '@playwright/test';
import type { Remote } from 'comlink';
import { build } from 'vite';
import type { Result } from '../../core';
import type {
  ByteProgress,
  Capabilities,
  EmbeddedPhoto,
  EncoderApi,
  EncoderInfo,
  ModelSource,
  Rung,
} from '../../workers/protocol';
import { openEmptyPage } from '../support/empty-page';
import { findWorker } from '../support/find-worker';
import { holdRuntime } from '../support/runtime';

const root = fileURLToPath(new URL('../../', import.meta.url));
/** Pictures and checkpoints of the encoder's own tests. */
export const FIXTURES = join(root, 'workers/encoder/fixtures');

/** A photo's result as it comes out of the page. */
export interface PhotoOutcome {
  readonly embedding: number[];
  readonly width: number;
  readonly height: number;
  readonly warnings: EmbeddedPhoto['warnings'];
  readonly thumbnail: { readonly type: string; readonly width: number; readonly height: number };
}

declare global {
  var Comlink: typeof import('comlink');
  var encoder: Remote<EncoderApi>;
  var encoderWorker: Worker;
  var progress: ByteProgress[];
}

/**
 * The built app's encoder worker, alone on an empty page of the app's origin: nothing of the page is loaded, and the
 * worker is spoken to through its own door.
 */
export class EncoderPage {
  constructor(
    readonly page: Page,
    private readonly workerPath: string,
  ) {}

  /** Starts a fresh worker, ending the one before; `first` is run in it before its program. */
  async start(first = ''): Promise<void> {
    await this.page.evaluate(
      ([path, first]) => {
        const blobUrl = (text: string) => URL.createObjectURL(new Blob([text], { type: 'text/javascript' }));
        const program = new URL(path, location.href).href;
        const imports = first ? `import ${JSON.stringify(blobUrl(first))};` : '';
        globalThis.encoderWorker?.terminate();
        globalThis.encoderWorker = new Worker(
          imports ? blobUrl(`${imports} import ${JSON.stringify(program)};`) : program,
          { type: 'module' },
        );
        globalThis.encoder = Comlink.wrap<EncoderApi>(globalThis.encoderWorker);
      },
      [this.workerPath, first] as const,
    );
  }

  /** Ends the worker, and leaves nothing of this test to the next: routes, and what the origin stored. */
  async leave(): Promise<void> {
    const { page } = this;
    await page.evaluate(() => {
      globalThis.encoderWorker?.terminate();
      globalThis.progress = [];
    });
    await page.context().unrouteAll({ behavior: 'wait' });
    const session = await page.context().newCDPSession(page);
    const { origin } = new URL(page.url());
    await session.send('Storage.clearDataForOrigin', {
      origin,
      storageTypes: 'cache_storage,file_systems,indexeddb,local_storage',
    });
    await session.detach();
  }

  capabilities(): Promise<Capabilities> {
    return this.page.evaluate(() => encoder.capabilities());
  }

  /** Loads a checkpoint in a fresh worker; `first` is run in it before its program, `texts` will be asked for first. */
  async load(
    source: ModelSource,
    rung: Rung,
    first = '',
    texts: readonly string[] = [],
  ): Promise<Result<EncoderInfo>> {
    await this.start(first);
    return this.page.evaluate(
      async ([source, rung, texts]) => {
        globalThis.progress = [];
        return encoder.load(
          source,
          rung,
          Comlink.proxy((step: ByteProgress) => void progress.push(step)),
          texts,
        );
      },
      [source, rung, [...texts]] as const,
    );
  }

  progress(): Promise<ByteProgress[]> {
    return this.page.evaluate(() => progress);
  }

  async embedTexts(texts: readonly string[]): Promise<Result<number[][]>> {
    return this.page.evaluate(
      async (texts) => {
        const result = await encoder.embedTexts(texts);
        if (!result.ok) return result;
        const { count, width, data } = result.value;
        const rows = Array.from({ length: count }, (_, i) => [...data.slice(i * width, (i + 1) * width)]);
        return { ok: true as const, value: rows };
      },
      [...texts],
    );
  }

  /**
   * Embeds files of this machine.
   * @param atOnce how many in a call; those of the calls that follow are named as the ones that come next
   */
  async embedPhotos(paths: readonly string[], atOnce?: number): Promise<Result<PhotoOutcome>[]> {
    const files = paths.map((path) => readFileSync(path).toString('base64'));
    const evaluated = async ([files, atOnce]: readonly [readonly string[], number | undefined]) => {
      const blobs = await Promise.all(
        files.map(async (file) => (await fetch(`data:application/octet-stream;base64,${file}`)).blob()),
      );
      const outcomes: Result<PhotoOutcome>[] = [];
      const photos = blobs.map((file, i) => ({ key: `${i}`, file }));
      const results: Result<EmbeddedPhoto>[] = [];
      if (atOnce === undefined) results.push(...(await encoder.embedPhotos(blobs)));
      else
        for (let start = 0; start < photos.length; start += atOnce) {
          const now = photos.slice(start, start + atOnce);
          const ahead = {
            keys: now.map(({ key }) => key),
            next: photos.slice(start + atOnce, start + 4 * atOnce),
          };
          results.push(
            ...(await encoder.embedPhotos(
              now.map(({ file }) => file),
              ahead,
            )),
          );
        }
      for (const result of results) {
        if (!result.ok) {
          outcomes.push(result);
          continue;
        }
        const { embedding, width, height, thumbnail, warnings } = result.value;
        const picture = await createImageBitmap(thumbnail);
        outcomes.push({
          ok: true,
          value: {
            embedding: [...embedding],
            width,
            height,
            warnings,
            thumbnail: { type: thumbnail.type, width: picture.width, height: picture.height },
          },
        });
      }
      return outcomes;
    };
    return this.page.evaluate(evaluated, [files, atOnce] as const);
  }
}

interface Options {
  /** Where the built app lies. */
  dist: string;
}

interface Fixtures {
  /** An isolated page of the app's origin, without the app. */
  bare: Page;
  /** On a page that tests share; what one stored there is gone for the next. */
  encoder: EncoderPage;
}

interface WorkerFixtures {
  /** A page on which the encoder of one test after another stands, made when the first asks. */
  readonly standing: { page(dist: string): Promise<Page> };
}

/** The library by which a page speaks to workers. */
export const comlink = join(createRequire(import.meta.url).resolve('comlink'), '../comlink.js');

/** Playwright's test with the encoder worker of the built app. */
export const test = base.extend<Options & Fixtures, WorkerFixtures>({
  dist: [join(root, 'dist'), { option: true }],
  bare: async ({ page }, use) => {
    await openEmptyPage(page);
    await use(page);
  },
  standing: [
    async ({ browser }, use) => {
      let made: Promise<Page> | undefined;
      await use({
        page: (dist) => {
          made ??= standingPage(browser, dist);
          return made;
        },
      });
      await (await made?.catch(() => null))?.context().close();
    },
    { scope: 'worker' },
  ],
  encoder: async ({ standing, dist }, use) => {
    const encoder = new EncoderPage(
      await standing.page(dist),
      findWorker(dist, 'No model is loaded. Choose one first.'),
    );
    await use(encoder);
    await encoder.leave();
  },
});

export { expect } from '@playwright/test';

async function standingPage(browser: Browser, dist: string): Promise<Page> {
  const page = await (await browser.newContext()).newPage();
  await openEmptyPage(page);
  await page.addScriptTag({ path: comlink });
  await holdRuntime(page, dist);
  return page;
}

/** Bundles one of the repo's modules into a script that sets its exports on `globalThis[name]`. */
export async function bundle(entry: string, name: string): Promise<string> {
  const result = await build({
    configFile: false,
    logLevel: 'silent',
    build: {
      write: false,
      minify: false,
      target: 'es2022',
      lib: { entry: join(root, entry), name, formats: ['iife'], fileName: name },
    },
  });
  const [output] = Array.isArray(result) ? result : [result];
  if (!output || !('output' in output)) throw new Error(`${entry} was not bundled`);
  return output.output[0].code;
}

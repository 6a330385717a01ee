import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { BUILD, type Site, startSite } from '../../e2e/support/site';
import { makeIndex } from '../../workers/retrieval/testing/index-fixture';

const MODEL = fileURLToPath(new URL('../../workers/encoder/fixtures/tiny-siglip/', import.meta.url));
const CAPTIONS = 12_000;

interface Reference {
  readonly texts: readonly string[];
  readonly textEmbeddings: readonly (readonly number[])[];
}

/** The built page with the tiny model of the tests beside it, and an index of made-up captions that fits that model. */
export interface BenchSite extends Site {
  /** What a visit finds in `localStorage`. */
  readonly storage: Readonly<Record<string, string>>;
}

/**
 * Serves the built page. The tiny SigLIP (64-d, two layers) stands in for a real model: a real one takes 20 times as long
 * for a photo and an embedding is 12 times as wide, but the page has as much to do for each.
 * @throws Error when the page is not built
 */
export async function startBenchSite(classes: number): Promise<BenchSite> {
  if (!existsSync(join(BUILD, 'index.html')))
    throw new Error('The page is not built. Run `npm run build`, then this again.');
  const { texts, textEmbeddings } = JSON.parse(
    readFileSync(join(MODEL, 'reference.json'), 'utf8'),
  ) as Reference;
  const index = await makeIndex({
    captions: CAPTIONS,
    width: 64,
    lists: 48,
    shards: 6,
    seed: 5,
    title: 'Made-up captions',
    model: {
      id: 'tiny-siglip',
      revision: 'main',
      width: 64,
      fingerprint: { sentence: texts[0]!, embedding: textEmbeddings[0]! },
    },
  });
  const site = await startSite({
    alter: (path) => {
      if (path.startsWith('models/tiny-siglip/')) {
        const file = join(MODEL, path.slice('models/tiny-siglip/'.length));
        return existsSync(file) ? { body: readFileSync(file) } : null;
      }
      const file = path.startsWith('indexes/made-up/')
        ? index.files.get(path.slice('indexes/made-up/'.length))
        : undefined;
      return file === undefined ? null : { body: file };
    },
  });
  const request = {
    classesText: classList(classes),
    model: { id: 'tiny-siglip', revision: 'main', host: `${site.url}models/`, layout: 'folder' },
    manifestUrl: `${site.url}indexes/made-up/manifest.json`,
  };
  return {
    ...site,
    storage: {
      'fernglass.request': JSON.stringify(request),
      'fernglass.page': JSON.stringify({ state: { started: true }, version: 1 }),
    },
  };
}

const KINDS = ['fern', 'relay', 'fox', 'bridge', 'filter', 'badger', 'driver', 'moss'];

/** So many class names, a line each. */
export const classList = (count: number): string =>
  Array.from({ length: count }, (_, c) => `${KINDS[c % KINDS.length]} ${c + 1}`).join('\n');

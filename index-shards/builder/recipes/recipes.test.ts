import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { describe, expect, test } from 'vitest';
import { openCaptions } from '../clean/caption-files';
import { indexSettings, inputSettings, readArguments } from '../command/options';
import { cleanCaptions } from '../prepare';
import { SILENT } from '../stages/progress';
import { WorkFolder } from '../stages/stages';
import { TREATMENTS, zipOf } from '../testing/darwin-core';
import { RECIPES, recipeLines } from '.';

const parquet = (columns: Readonly<Record<string, readonly string[]>>) =>
  new Uint8Array(
    parquetWriteBuffer({
      columnData: Object.entries(columns).map(([name, data]) => ({
        name,
        data: [...data],
        type: 'STRING' as const,
      })),
    }),
  );

/** A small file in the shape of each source, and the captions that come of it. */
const SHAPES: Readonly<
  Record<string, { file: string; content: string | Uint8Array; captions: readonly string[] }>
> = {
  'treeoflife-wiki': {
    file: 'wiki_description.parquet',
    content: parquet({
      binomial: ['Asplenium viride', 'Bufo bufo'],
      kingdom: ['Plantae', 'Animalia'],
      phylum: ['Tracheophyta', 'Chordata'],
      class: ['Polypodiopsida', 'Amphibia'],
      order: ['Polypodiales', 'Anura'],
      family: ['Aspleniaceae', 'Bufonidae'],
      genus: ['Asplenium', 'Bufo'],
      species: ['viride', 'bufo'],
      content: ['Stipes green. Sori oblong.', 'Bufo bufo is brown and warty.'],
    }),
    captions: [
      'Asplenium viride: Stipes green.',
      'Asplenium viride: Sori oblong.',
      'Bufo bufo is brown and warty.',
    ],
  },
  'treeoflife-captions': {
    file: 'uuid_caption_description.parquet',
    content: parquet({
      uuid: ['a', 'b'],
      caption: ['A green fern on limestone. Its sori are oblong.', 'A brown toad.'],
      description: ['', 'Warty.'],
    }),
    captions: ['A green fern on limestone.', 'Its sori are oblong.', 'A brown toad.'],
  },
  cc12m: {
    file: 'cc12m.tsv',
    content: 'http://x/1.jpg\t<PERSON> holds a fern\nhttp://x/2.jpg\tA toad in the grass. It rains.\n',
    captions: ['<PERSON> holds a fern', 'A toad in the grass. It rains.'],
  },
  coyo: {
    file: 'part-00000.parquet',
    content: parquet({
      id: ['1', '2'],
      url: ['u', 'v'],
      text: ['green fern', 'Kröte im Gras'],
      image_phash: ['', ''],
    }),
    captions: ['green fern', 'Kröte im Gras'],
  },
  wikipedia: {
    file: 'articles.jsonl',
    content: [
      {
        id: '1',
        title: 'Bufo bufo',
        text: 'A toad.\n\n== Description ==\nBrown. Warty skin.\n\n== Range ==\nEurope.',
      },
      { id: '2', title: 'Viola', text: 'Viola is a genus.' },
    ]
      .map((article) => `${JSON.stringify(article)}\n`)
      .join(''),
    captions: ['Bufo bufo: Brown.', 'Bufo bufo: Warty skin.', 'Viola is a genus.'],
  },
  'darwin-core': {
    file: 'treatments.zip',
    content: zipOf(TREATMENTS),
    captions: [
      'Asplenium viride: Stipes green.',
      'Asplenium viride: Sori oblong.',
      'Asplenium ruta-muraria: Pinnae rhombic with a "toothed" edge.',
    ],
  },
};

const elsewhere = [
  '--out',
  'index',
  '--model-id',
  'a/model',
  '--fingerprint',
  'f.npy',
  '--embeddings',
  'e.npy',
];

describe.each(RECIPES.map(({ name }) => name))('the recipe %s', (name) => {
  test('reads a file in the shape of its source', async () => {
    const { file, content, captions } = SHAPES[name]!;
    const folder = await mkdtemp(join(tmpdir(), 'fernglass-recipe-'));
    const path = join(folder, file);
    await writeFile(path, content);
    const { values, positionals } = readArguments(['--recipe', name, '--captions', path]);
    expect(positionals).toEqual(['build']);
    const found = await cleanCaptions(
      new WorkFolder(join(folder, 'work')),
      [],
      inputSettings(values),
      SILENT,
    );
    const cleaned = openCaptions(found.folder);
    expect(cleaned.texts(0, cleaned.count)).toEqual(captions);
    cleaned.close();
  });

  test('writes source and licence into the index, unless others are given', () => {
    const settings = (...more: string[]) =>
      indexSettings(readArguments(['--recipe', name, ...elsewhere, ...more]).values, 'work');
    const { options } = RECIPES.find((recipe) => recipe.name === name)!;
    expect(settings()).toMatchObject({
      id: options.id,
      title: options.title,
      provenance: { source: options.source, licence: options.licence },
      languages: options.language ?? [],
    });
    expect(settings('--licence', 'CC0', '--id', 'mine', '--language', 'de')).toMatchObject({
      id: 'mine',
      provenance: { source: options.source, licence: 'CC0' },
      languages: ['de'],
    });
  });
});

test('a recipe that does not exist is refused, and those that do are listed with their licences', () => {
  expect(() => readArguments(['--recipe', 'cc3m'])).toThrow(
    /There is no recipe cc3m; there are treeoflife-wiki,/,
  );
  const lines = recipeLines().join('\n');
  for (const { name, options } of RECIPES) {
    expect(lines).toContain(`${name}: `);
    expect(lines).toContain(options.licence);
  }
});

test('given embeddings do not go with sentences, for there is one for each row', () => {
  const { values } = readArguments([
    '--recipe',
    'wikipedia',
    '--captions',
    'x.jsonl',
    '--embeddings',
    'e.npy',
  ]);
  expect(() => inputSettings(values)).toThrow(/--sentences makes several captions of one/);
});

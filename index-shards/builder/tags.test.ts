import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { captionText, type Manifest, readShard, readTags } from '../format';
import { buildIndex } from './build';
import { cleaningLines, readReport } from './report/report';
import { summary } from './report/summary';
import type { InputSettings } from './settings';
import { SILENT } from './stages/progress';
import { someCaptions } from './testing/captions';
import { indexSettings, inputOf } from './testing/settings';
import { checkFiles } from './verify/files';
import { readIndexFile } from './verify/shards';

const captions = someCaptions(400);
const newFolder = () => mkdtemp(join(tmpdir(), 'fernglass-tags-'));
/** What the input says; the build spells languages as BCP 47 does. */
const languageOf = (i: number) => ['en', 'pt_br', '', 'EN'][i % 4]!;
const sourceOf = (i: number) => (i % 10 === 3 ? ' herbarium ' : 'web');

async function build(more: Partial<InputSettings> = {}): Promise<{ out: string; manifest: Manifest }> {
  const folder = await newFolder();
  const file = join(folder, 'captions.csv');
  const rows = captions.map((text, i) => `${text},${languageOf(i)},${sourceOf(i)}`);
  // A repetition of the first caption in another language is left out, and its tags with it.
  rows.splice(7, 0, `${captions[0]},fr,nowhere`);
  await writeFile(file, ['caption,language,from', ...rows].join('\n'));
  const settings = indexSettings(folder);
  const input = await inputOf(folder, [], {
    inputs: [file],
    source: { language: 'language', source: 'from' },
    ...more,
  });
  return { out: settings.out, manifest: (await buildIndex(settings, input, SILENT))! };
}

describe('an index with tags', () => {
  let out: string;
  let manifest: Manifest;
  beforeAll(async () => {
    ({ out, manifest } = await build());
  });

  test('says which there are and how many captions have each', () => {
    expect(manifest.languages).toEqual(['en', 'pt-BR']);
    expect(manifest.tags).toMatchObject({
      languages: [
        { name: 'en', captions: 200 },
        { name: 'pt-BR', captions: 100 },
      ],
      sources: [
        { name: 'web', captions: 360 },
        { name: 'herbarium', captions: 40 },
      ],
    });
    expect(summary(manifest)).toMatch(/tagged +by language: en 200, pt-BR 100, none 100\n/);
    expect(cleaningLines(readReport(out)!.cleaning).join('\n')).toMatch(/sources: web 360, herbarium 40$/);
  });

  test('has for every caption the tags of its row', async () => {
    const { tags, shards, model } = manifest;
    const found = new Map<string, readonly [string | undefined, string | undefined]>();
    for (const [s, entry] of shards.entries()) {
      const its = readTags(await readIndexFile(out, tags!.files[s]!), entry, tags!);
      const shard = readShard(await readIndexFile(out, entry), entry, model.width, manifest.captions);
      shard.ids.forEach((_, i) => {
        found.set(captionText(shard, i), [
          tags!.languages[its.languages[i]! - 1]?.name,
          tags!.sources[its.sources[i]! - 1]?.name,
        ]);
      });
    }
    const wanted = captions.map((text, i) => {
      const language = { en: 'en', EN: 'en', pt_br: 'pt-BR' }[languageOf(i)];
      return [text, [language, sourceOf(i).trim()]] as const;
    });
    expect(found).toEqual(new Map(wanted));
  });

  test('passes verification; with a count that is wrong it does not', async () => {
    await checkFiles(out, manifest, () => {}, SILENT);
    const [en, ...others] = manifest.tags!.languages;
    const lying = { ...manifest.tags!, languages: [{ ...en!, captions: 199 }, ...others] };
    await expect(checkFiles(out, { ...manifest, tags: lying }, () => {}, SILENT)).rejects.toThrow(
      /tagged “en”/,
    );
  });

  test('differs from one without them in nothing but its manifest and the files of tags', async () => {
    const plain = await build({ source: {} });
    const { tags, languages, ...rest } = manifest;
    expect(plain.manifest).toEqual(rest);
  });

  test('captions whose column says no language have the one that is given for them', async () => {
    const { manifest } = await build({ language: 'nl' });
    expect(manifest.tags!.languages.map(({ name, captions }) => [name, captions])).toEqual([
      ['en', 200],
      ['nl', 100],
      ['pt-BR', 100],
    ]);
  });
});

test('a column of texts, and one that is empty, are refused', async () => {
  const folder = await newFolder();
  const settings = indexSettings(folder);
  const file = join(folder, 'captions.jsonl');
  const write = (rows: readonly object[]) =>
    writeFile(file, rows.map((row) => JSON.stringify(row)).join('\n'));
  const input = await inputOf(folder, [], { inputs: [file], source: { source: 'from' } });
  await write(captions.map((text) => ({ text })));
  await expect(buildIndex(settings, input, SILENT)).rejects.toThrow(
    /has anything in the column of --source-column/,
  );
  await write(captions.map((text) => ({ text, from: text.repeat(9) })));
  await expect(buildIndex(settings, input, SILENT)).rejects.toThrow(/must hold short tags/);
  await write(someCaptions(1100).map((text) => ({ text, from: text })));
  await expect(buildIndex(settings, input, SILENT)).rejects.toThrow(/more than 1024 different values/);
});

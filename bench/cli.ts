import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { Row } from './measure';
import { benchMethods } from './methods';
import { benchOwn, ownTable } from './own';
import { benchPhotos, photosBenchTable } from './photos';
import { benchClassesOnPage, benchPhotosOnPage, benchProject, photosTable } from './photos-on-page';
import { benchPlane } from './plane';
import { benchRetrieval, retrievalTable } from './retrieval';
import { benchCodecs, codecTable } from './retrieval/codes/codecs';
import { benchPacking, packingTable } from './retrieval/codes/packing';
import { benchField, fieldTable } from './retrieval/field';
import { benchSessions, sessionTable } from './retrieval/session';
import { benchStorage, storageTable } from './retrieval/storage';
import { benchReweighting } from './reweighting';
import { benchStart, startTable } from './start';

const USAGE = `Each subject against its floor or peers, measured in the same run.

  npm run bench [-- SUBJECT…] [--json FILE]

  reweighting   what a slider's move costs
  methods       what a parameter's move costs in every method
  plane         accuracy and flips over α and β: 101 × 101 over 1,511 × 7, 41 × 41 over 1,000 × 100
  codecs        how captions' vectors are stored: bytes, recall, and how far they move (--n, --d, --queries)
  retrieval     caption search in Node and Chromium
    --n N         captions (default: 100000, of codecs 20000)
    --d N         width of an embedding (default: 768)
    --queries N   queries of each kind (default: 100)
    --no-browser  in Node only
  storage       how single lists of captions are read again, in Chromium
  packing       making an index of --n captions (default: 100000) that were embedded elsewhere
  photos        photos from the drop to the answer, by stage, beside the tower alone and transformers.js's pipeline, with the
                pocket model and, where .cache/full-size holds it, SigLIP base
    --share N     percent of the 500 small and 120 large photos (default: 100)
    --model NAME, --size small|large, --threads 1|2   one of each only, for runs in parts
  photos-on-page  what many photos cost the built page in Chromium, with the tests' tiny model (--n, default: 10000; --classes)
  classes-on-page  what a list of many classes costs it, likewise (--n, default: 10000)
  project       what a project of many photos costs it: keeping it, a label to its paint and until it is saved, a search by words,
                and, after a reload, the first tile and all answers (--n, default: 10000)
    --profile     of these three, and of photos: how long threads took the processor in each phase, and what the main thread was busy with, in all
                  and in its longest tasks (names are those of the build; \`npx vite build --minify false\` keeps the source's)
  start         how soon the built page is ready and answers, first and later visits in Chromium (--visits, default: 5)
  own-captions  indexes made on the page: captions a second against the bare text tower, search while they grow, the graph
                against the scan at 20,000 to 100,000, three indexes at once (--n, default: 20000; --d)
  session       30 classes and 1,500 photos over an index of --n captions (default: 12000000), simulated
  field         the part of such an index that is fetched for these classes and photos, and what photos find in it`;

const { values, positionals } = parseArgs({
  options: {
    json: { type: 'string' },
    n: { type: 'string' },
    d: { type: 'string', default: '768' },
    queries: { type: 'string', default: '100' },
    classes: { type: 'string', default: '100' },
    visits: { type: 'string', default: '5' },
    share: { type: 'string', default: '100' },
    model: { type: 'string' },
    size: { type: 'string' },
    threads: { type: 'string' },
    'no-browser': { type: 'boolean', default: false },
    profile: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
  allowPositionals: true,
});

function wholeNumber(
  name: 'n' | 'd' | 'queries' | 'classes' | 'visits' | 'share' | 'threads',
  least: number,
  usual?: number,
): number {
  const value = Number(values[name] ?? usual);
  if (Number.isInteger(value) && value >= least) return value;
  console.error(`--${name} must be a whole number from ${least} on.`);
  process.exit(2);
}

function printed(rows: readonly Row[]): readonly Row[] {
  for (const { subject, candidate, median, p95, cpu, ratio } of rows)
    console.log(
      `${subject}  ${candidate.padEnd(24)} median ${median.toFixed(1)} ms  p95 ${p95.toFixed(1)} ms  CPU ${cpu.toFixed(1)} ms  × ${ratio.toFixed(3)}`,
    );
  return rows;
}

/** Runs a subject, prints its table and returns its rows. */
const SUBJECTS: Record<string, () => Promise<readonly object[]>> = {
  reweighting: async () => printed(benchReweighting()),
  methods: async () => printed(benchMethods()),
  plane: async () => printed(benchPlane()),
  session: async () => {
    const rows = await benchSessions({ captions: wholeNumber('n', 100_000, 12_000_000) });
    console.log(sessionTable(rows));
    return rows;
  },
  field: async () => {
    const rows = await benchField({ captions: wholeNumber('n', 100_000, 12_000_000) });
    console.log(fieldTable(rows));
    return rows;
  },
  photos: async () => {
    const rows = await benchPhotos({
      share: wholeNumber('share', 1) / 100,
      model: values.model,
      size: values.size,
      threads: values.threads === undefined ? undefined : wholeNumber('threads', 1),
      profile: values.profile,
    });
    console.log(photosBenchTable(rows));
    return rows;
  },
  'photos-on-page': async () => {
    const rows = await benchPhotosOnPage({
      n: wholeNumber('n', 100, 10_000),
      classes: wholeNumber('classes', 2),
      profile: values.profile,
    });
    console.log(photosTable(rows));
    return rows;
  },
  'classes-on-page': async () => {
    const rows = await benchClassesOnPage({ n: wholeNumber('n', 2, 10_000), profile: values.profile });
    console.log(photosTable(rows));
    return rows;
  },
  project: async () => {
    const rows = await benchProject({ n: wholeNumber('n', 100, 10_000), profile: values.profile });
    console.log(photosTable(rows));
    return rows;
  },
  'own-captions': async () => {
    const rows = await benchOwn({ n: wholeNumber('n', 2048, 20_000), d: wholeNumber('d', 16) });
    console.log(ownTable(rows));
    return rows;
  },
  packing: async () => {
    const rows = await benchPacking({ n: wholeNumber('n', 1000, 100_000), d: wholeNumber('d', 16) });
    console.log(packingTable(rows));
    return rows;
  },
  start: async () => {
    const rows = await benchStart({ visits: wholeNumber('visits', 1) });
    console.log(startTable(rows));
    return rows;
  },
  storage: async () => {
    const rows = await benchStorage();
    console.log(storageTable(rows));
    return rows;
  },
  codecs: async () => {
    const rows = await benchCodecs({
      n: wholeNumber('n', 1000, 20_000),
      d: wholeNumber('d', 384),
      queries: wholeNumber('queries', 1),
    });
    console.log(codecTable(rows));
    return rows;
  },
  retrieval: async () => {
    const rows = await benchRetrieval({
      n: wholeNumber('n', 1000, 100_000),
      d: wholeNumber('d', 16),
      queries: wholeNumber('queries', 1),
      browser: !values['no-browser'],
    });
    console.log(retrievalTable(rows));
    return rows;
  },
};

const unknown = positionals.filter((name) => !(name in SUBJECTS));
if (values.help || unknown.length > 0) {
  if (unknown.length > 0) console.error(`Unknown subject: ${unknown.join(', ')}.`);
  console.log(USAGE);
  process.exit(unknown.length > 0 ? 2 : 0);
}
const rows: object[] = [];
for (const name of positionals.length > 0 ? positionals : Object.keys(SUBJECTS))
  rows.push(...(await SUBJECTS[name]!()));
if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(rows, null, 1)}\n`);

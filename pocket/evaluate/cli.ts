/**
 * What the pocket model and index do with pictures held out from training: `npm run eval`.
 * Same towers, preprocessing, search and mathematics as in the app. `--json FILE` writes rows {domain, method, part, n, acc1, acc5}.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import {
  accuracyAt,
  type EnrichmentSettings,
  fillPrompt,
  PAPER_SETTINGS,
  validateSettings,
} from '../../src/core';
import { loadNodeEncoder } from '../../workers/encoder/node';
import type { Precision } from '../../workers/protocol.ts';
import { openLocalIndex } from '../../workers/retrieval/local.ts';
import { circuits, headCount } from '../knowledge/circuits.ts';
import type { Split } from '../pictures/styles.ts';
import { atomsOf, classify } from './classify.ts';
import { heldOutPictures } from './pictures.ts';

const { values } = parseArgs({
  options: {
    json: { type: 'string' },
    split: { type: 'string', default: 'test' },
    'per-class': { type: 'string', default: '24' },
    precision: { type: 'string', default: 'fp32' },
  },
});
const split = values.split as Split;
const perClass = Number(values['per-class']);
const precision = values.precision as Precision;
const fail = (message: string): never => {
  console.error(message);
  process.exit(2);
};
if (split !== 'test' && split !== 'validation') fail('--split is test or validation.');
if (!(Number.isInteger(perClass) && perClass > 0)) fail('--per-class is a whole number above 0.');
if (!['fp32', 'fp16', 'q8'].includes(precision)) fail('--precision is fp32, fp16 or q8.');

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const { zeroShotPrompt, retrievalPrompt, ...chosen } = JSON.parse(
  readFileSync(here('../defaults.json'), 'utf8'),
) as { zeroShotPrompt: string; retrievalPrompt: string } & Pick<
  EnrichmentSettings,
  'alpha' | 'beta' | 'tauImageToText' | 'tauTextToText' | 'k'
>;
const methods: readonly [name: string, settings: EnrichmentSettings][] = [
  ['zero-shot', { ...PAPER_SETTINGS, alpha: 0, beta: 0 }],
  ['CoRE', validateSettings({ ...PAPER_SETTINGS, ...chosen })],
  ['CoRE (paper settings)', PAPER_SETTINGS],
];

const index = await openLocalIndex(here('../../index-shards/pocket'));
const encoder = await loadNodeEncoder(here('../../public/models/pocket-siglip'), { precision });
const pictures = await heldOutPictures(split, perClass);
const most = Math.max(...methods.map(([, { k }]) => k));
const prompts = (template: string) =>
  encoder.embedTexts(circuits.map(({ name }) => fillPrompt(template, name)));
const images = await encoder.embedPhotos(pictures.map(({ file }) => file));
const imageAtoms = atomsOf(images, images, index, most);
const classAtoms = atomsOf(await prompts(zeroShotPrompt), await prompts(retrievalPrompt), index, most);
await encoder.dispose();
const rankings = classify(
  imageAtoms,
  classAtoms,
  methods.map(([, settings]) => settings),
);

const parts: readonly [part: string, belongs: (label: number) => boolean][] = [
  ['all', () => true],
  ['head', (label) => label < headCount],
  ['tail', (label) => label >= headCount],
];
const rows = methods.flatMap(([method], m) =>
  parts.map(([part, belongs]) => {
    const members = pictures.flatMap(({ label }, i) => (belongs(label) ? [i] : []));
    const ranked = members.map((i) => rankings[m]![i]!);
    const labels = members.map((i) => pictures[i]!.label);
    return {
      domain: 'circuit diagrams',
      method,
      part,
      n: members.length,
      acc1: accuracyAt(1, ranked, labels),
      acc5: accuracyAt(5, ranked, labels),
    };
  }),
);
const percent = (value: number) => `${(value * 100).toFixed(1)} %`.padStart(8);
console.log(
  `${circuits.length} classes, ${pictures.length} ${split} pictures, ${index.captionsPresent} captions, ${precision}`,
);
console.log(
  `${'method'.padEnd(24)}${'part'.padEnd(6)}${'n'.padStart(6)}${'Acc@1'.padStart(9)}${'Acc@5'.padStart(9)}`,
);
for (const { method, part, n, acc1, acc5 } of rows)
  console.log(
    `${method.padEnd(24)}${part.padEnd(6)}${String(n).padStart(6)} ${percent(acc1)} ${percent(acc5)}`,
  );
if (values.json) writeFileSync(values.json, `${JSON.stringify(rows, null, 2)}\n`);

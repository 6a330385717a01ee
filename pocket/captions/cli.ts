/** Writes the caption corpus: `npm run pocket:captions` (always the same file). */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CORPUS_SEED, corpus, lineName } from './corpus.ts';

const file = fileURLToPath(new URL('captions.tsv', import.meta.url));
const captions = corpus(CORPUS_SEED);
mkdirSync(dirname(file), { recursive: true });
writeFileSync(file, captions.map((caption, i) => `${lineName(i)}\t${caption}\n`).join(''));
console.log(`${captions.length} captions → ${file}`);

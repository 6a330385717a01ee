/** Writes the caption corpus: `npm run pocket:captions` (always the same file). */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { corpus } from './corpus.ts';

const file = fileURLToPath(new URL('captions.tsv', import.meta.url));
const captions = corpus('1');
mkdirSync(dirname(file), { recursive: true });
writeFileSync(
  file,
  captions.map((caption, i) => `pocket/${String(i + 1).padStart(5, '0')}\t${caption}\n`).join(''),
);
console.log(`${captions.length} captions → ${file}`);

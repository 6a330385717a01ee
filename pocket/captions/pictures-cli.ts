/**
 * Draws the pictures of the caption corpus that are missing, for the image vectors of the pocket index:
 * `npm run pocket:caption-pictures -- --out DIR [--workers 2]`.
 */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { saveDrawing } from '../pictures/drawing.ts';
import { inShares } from '../processes.ts';
import { picturedLines } from './pictures.ts';

const { values } = parseArgs({
  options: {
    out: { type: 'string' },
    workers: { type: 'string', default: '2' },
    /** Only for the processes this one starts: which share of the pictures to draw. */
    share: { type: 'string' },
  },
});
if (values.out === undefined) {
  console.error('Say where to write: --out DIR [--workers 2]');
  process.exit(2);
}
const workers = Number(values.workers);
const lines = picturedLines(values.out);

if (values.share === undefined) {
  const missing = lines.filter(({ file }) => !existsSync(file)).length;
  if (missing > 0) {
    console.error(`Drawing ${missing} pictures of captions …`);
    await inShares(fileURLToPath(import.meta.url), process.argv.slice(2), workers);
  }
  console.log(`${lines.length} pictures of captions in ${values.out}`);
} else
  for (const [i, line] of lines.entries())
    if (i % workers === Number(values.share) && !existsSync(line.file)) await saveDrawing(line);

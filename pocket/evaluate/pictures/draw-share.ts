/** Draws one share of the pictures that are missing: started by `drawMissing`. */
import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { saveDrawing } from '../../pictures/drawing.ts';
import { drawingsOf, type Wanted } from './pictures.ts';

const { values, positionals } = parseArgs({
  options: { share: { type: 'string' } },
  allowPositionals: true,
});
const wanted = JSON.parse(positionals[0]!) as Wanted;
const [processes, share] = [Number(positionals[1]), Number(values.share)];
// Shares go by place among all pictures, not among those missing, which become fewer while the other process draws.
for (const [i, drawing] of drawingsOf(wanted).entries())
  if (i % processes === share && !existsSync(drawing.file)) await saveDrawing(drawing);

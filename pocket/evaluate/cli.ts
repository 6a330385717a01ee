/** What the model and the index do with pictures held out from training, or with a labelled folder: `npm run eval -- --help`. */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { FernglassError } from '../../core';
import { HELP, readOptions } from './options.ts';
import { run } from './run.ts';

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));

try {
  const options = readOptions(process.argv.slice(2), {
    model: at('../../public/models/pocket-siglip'),
    index: at('../../index-shards/pocket'),
  });
  if (options === null) process.stdout.write(HELP);
  else {
    const { lines, rows, answers } = await run(options);
    console.log(lines.join('\n'));
    if (options.answers !== null) writeFileSync(options.answers, JSON.stringify(answers));
    if (options.json !== null) writeFileSync(options.json, `${JSON.stringify(rows, null, 2)}\n`);
  }
} catch (thrown) {
  if (!(thrown instanceof FernglassError)) throw thrown;
  console.error(thrown.message);
  process.exitCode = 2;
}

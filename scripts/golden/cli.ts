/**
 * `npm run golden [-- FILE …]`: the largest error of each method against golden files, those of the repository where none is named.
 * Exit code 1 above the tolerance, 2 for a file that cannot be read or that holds nothing somewhere.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { checkGolden, TOLERANCE } from './check.ts';

const fixtures = fileURLToPath(new URL('../../core/testing/fixtures/', import.meta.url));
const named = process.argv.slice(2);
const files =
  named.length > 0
    ? named
    : readdirSync(fixtures)
        .filter((name) => name.endsWith('.json'))
        .map((name) => `${fixtures}${name}`);

/** A golden file; one of outputs alone is put together with the file beside it that it names in `of`, whose inputs it takes. */
function readGolden(path: string): unknown {
  const file = JSON.parse(readFileSync(path, 'utf8'));
  if (typeof file?.of !== 'string') return file;
  const { images, classes } = JSON.parse(readFileSync(join(dirname(path), basename(file.of)), 'utf8'));
  return { images, classes, transclip: file };
}

let worst = 0;
for (const path of files) {
  if (files.length > 1) console.log(basename(path));
  try {
    const { errors, absent } = checkGolden(readGolden(path));
    if (absent.length > 0) console.log(`not in this file: ${absent.join(', ')}`);
    for (const { method, largest } of errors) {
      worst = Math.max(worst, largest);
      console.log(
        `${largest <= TOLERANCE ? 'ok  ' : 'FAIL'} ${largest.toExponential(2).padStart(9)}  ${method}`,
      );
    }
  } catch (thrown) {
    console.error(`${path} ${thrown instanceof Error ? thrown.message : thrown}.`);
    process.exit(2);
  }
}
console.log(`largest error ${worst.toExponential(2)}, tolerance ${TOLERANCE.toExponential(0)}`);
process.exit(worst <= TOLERANCE ? 0 : 1);

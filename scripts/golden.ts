import { readFileSync } from 'node:fs';
import type { GoldenFile } from '../core/testing/file';
import { goldenErrors } from '../core/testing/golden';

/** `npm run golden -- FILE`: the largest error of each method against a golden file; exit code 1 above the tolerance. */
const TOLERANCE = 1e-5;

const path = process.argv[2];
if (path === undefined) {
  console.error('Usage: npm run golden -- FILE');
  process.exit(2);
}
let file: GoldenFile;
try {
  file = JSON.parse(readFileSync(path, 'utf8'));
} catch (thrown) {
  console.error(`${path} could not be read as a golden file: ${(thrown as Error).message}`);
  process.exit(2);
}
const missing = ['captions', 'classes', 'classQueries', 'images', 'retrieval', 'core', 'k'].filter(
  (key) => !(key in file),
);
if (missing.length > 0) {
  console.error(`${path} is no golden file: it lacks ${missing.join(', ')}.`);
  process.exit(2);
}
const errors = goldenErrors(file);
const absent = (['xmore', 'autoclip', 'zlap', 'cased'] as const).filter((key) => file[key] === undefined);
if (absent.length > 0) console.log(`not in this file: ${absent.join(', ')}`);
for (const { method, largest } of errors)
  console.log(`${largest <= TOLERANCE ? 'ok  ' : 'FAIL'} ${largest.toExponential(2).padStart(9)}  ${method}`);
const worst = Math.max(...errors.map(({ largest }) => largest));
console.log(`largest error ${worst.toExponential(2)}, tolerance ${TOLERANCE.toExponential(0)}`);
process.exit(worst <= TOLERANCE ? 0 : 1);

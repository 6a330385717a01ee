import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const FOLDER = new URL('../../public/samples/', import.meta.url);

/** Every name of what each sample truly shows, by file name, as the file beside the samples says. */
export function sampleLabels(): ReadonlyMap<string, readonly string[]> {
  const [, ...rows] = readFileSync(new URL('labels.csv', FOLDER), 'utf8').trim().split(/\r?\n/);
  return new Map(
    rows.map((row) => {
      const comma = row.indexOf(',');
      const cell = row.slice(comma + 1).replace(/^"|"$/g, '');
      return [row.slice(0, comma), cell.split('|').map((name) => name.trim())];
    }),
  );
}

/** The paths of the first `count` samples on disk. */
export function samplePaths(count: number): string[] {
  return [...sampleLabels().keys()].slice(0, count).map((file) => fileURLToPath(new URL(file, FOLDER)));
}

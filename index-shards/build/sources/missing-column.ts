import { FernglassError } from '../../../src/core';
import type { Column } from './rows';

/** The error for a column that an input lacks, naming those that it has. */
export function missingColumn(wanted: Column | undefined, names: readonly string[]): FernglassError {
  const what = wanted === undefined ? 'a column "caption" or "text"' : `a column "${wanted}"`;
  const has = names
    .slice(0, 20)
    .map((name) => `"${name.slice(0, 60)}"`)
    .join(', ');
  return new FernglassError(
    'input-invalid',
    `The captions lack ${what}; the columns are ${has}. Name one with --column.`,
  );
}

import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

/** Beside `resize.wasm`: the SHA-256 of the source that it was compiled from. */
export const SOURCE_HASH_FILE = 'resize.sha256';

/** SHA-256 of the source as it is now. */
export const sourceHash = (): string =>
  createHash('sha256')
    .update(readFileSync(new URL('resize.c', import.meta.url)))
    .digest('hex');

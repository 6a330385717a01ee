import type { GoldenError, GoldenFile } from '../../core/testing/file';
import { scoreError } from '../../core/testing/file';
import { furtherErrors } from '../../core/testing/further';
import type { FurtherFile } from '../../core/testing/further-file';
import { goldenErrors } from '../../core/testing/golden';
import { CaptionWords } from '../../workers/retrieval/methods/lexical';

/** What f32 leaves of the agreement with vectors in double precision. */
export const TOLERANCE = 1e-5;

/** What a golden file must hold to be one of the methods on captions, and what it may hold besides. */
const METHODS = {
  required: ['captions', 'classes', 'classQueries', 'images', 'retrieval', 'core', 'k'],
  optional: ['xmore', 'autoclip', 'zlap', 'cased'],
} as const;

/** The sections of a file of further vectors. */
export const FURTHER = [
  'cupl',
  'real',
  'tipAdapter',
  'captionEnsemble',
  'bm25',
  'fusion',
  'casedCandidates',
  'shares',
  'transclip',
  'variedCaptions',
  'likeness',
] as const;

/** What a file's vectors say of the code. */
export interface Checked {
  readonly errors: readonly GoldenError[];
  /** Sections that the file does not have. */
  readonly absent: readonly string[];
}

/**
 * Computes what a golden file holds outputs of.
 * @throws Error saying why it is no golden file: a section that it lacks, or one that is there and holds nothing
 */
export function checkGolden(file: unknown): Checked {
  if (typeof file !== 'object' || file === null || Array.isArray(file)) throw new Error('is no golden file');
  const sections = Object.keys(file);
  const isFurther = FURTHER.some((name) => sections.includes(name));
  const known = isFurther ? FURTHER : [...METHODS.required, ...METHODS.optional];
  for (const name of [...known, 'classes', 'images'])
    if (sections.includes(name)) {
      const where = emptyPlace(file[name as keyof typeof file], name);
      if (where !== null) throw new Error(`holds nothing in ${where}`);
    }
  const required: readonly string[] = isFurther ? ['classes', 'images'] : METHODS.required;
  const missing = required.filter((name) => !sections.includes(name));
  if (missing.length > 0) throw new Error(`is no golden file: it lacks ${missing.join(', ')}`);
  const errors = isFurther
    ? [...furtherErrors(file as FurtherFile), ...bm25Errors(file as FurtherFile)]
    : goldenErrors(file as GoldenFile);
  return {
    errors: errors.map(({ method, largest }) => ({
      method,
      // No number is no agreement, and no comparison with it is true.
      largest: Number.isNaN(largest) ? Number.POSITIVE_INFINITY : largest,
    })),
    absent: known.filter((name) => !sections.includes(name)),
  };
}

/** Where a section has an empty list or object, or null in place of all of it; null where it has none. */
function emptyPlace(value: unknown, path: string): string | null {
  if (value === null || value === undefined) return path;
  if (typeof value !== 'object') return null;
  const entries = Object.entries(value);
  if (entries.length === 0) return path;
  for (const [key, inner] of entries) {
    // Null stands for what one class or step lacks.
    const where = inner === null ? null : emptyPlace(inner, `${path}.${key}`);
    if (where !== null) return where;
  }
  return null;
}

function bm25Errors({ bm25: expected }: FurtherFile): GoldenError[] {
  if (!expected) return [];
  const words = new CaptionWords();
  for (const [id, text] of expected.texts.entries()) words.add(id, text);
  const largest = expected.queries.map((query, q) => {
    const found = words.search(query, expected.texts.length).map(({ id, score }) => [id, score]);
    return scoreError(found, expected.hits[q] ?? []);
  });
  return [{ method: 'BM25', largest: Math.max(...largest) }];
}

import { type History, latestOf, migrated } from '../../../core';
import type { PreparedField, Request } from '../state/types';

/** Where it is kept in `localStorage` what was prepared for the field. */
export const FIELD_KEY = 'fernglass.field';

/** Version 1, the first, is `{version, prepared}`. */
const HISTORY: History<Stored> = { first: 1, migrations: [] };
/** Lists of classes that are kept: the oldest goes. */
const MOST = 20;

interface Stored {
  readonly version?: unknown;
  readonly prepared?: unknown;
}

type Shelf = Pick<Storage, 'getItem' | 'setItem'> | null;

/** What was prepared on earlier visits, the newest first; nothing where that cannot be read. */
export function readFields(storage: Shelf, history: History<Stored> = HISTORY): readonly PreparedField[] {
  try {
    const stored = migrated(JSON.parse(storage?.getItem(FIELD_KEY) ?? 'null') as Stored, history);
    return Array.isArray(stored?.prepared) ? stored.prepared.filter(isField).slice(0, MOST) : [];
  } catch {
    return [];
  }
}

/**
 * Keeps what was prepared, in the place of what was for the same classes.
 * @returns all that is kept
 */
export function keepField(
  storage: Shelf,
  before: readonly PreparedField[],
  field: PreparedField,
): readonly PreparedField[] {
  const prepared = [field, ...before.filter(({ key }) => key !== field.key)].slice(0, MOST);
  try {
    storage?.setItem(FIELD_KEY, JSON.stringify({ version: latestOf(HISTORY), prepared }));
  } catch {
    // A full or refused storage costs the user only what is said of it on the next visit.
  }
  return prepared;
}

/**
 * Tells the classes, and what embeds and finds captions for them, from any others.
 * @param names of each class
 */
export function fieldKey(
  names: readonly (readonly string[])[],
  space: string | null,
  { prompts, searchMode }: Pick<Request, 'prompts' | 'searchMode'>,
): string {
  const classes = names.map((its) => its.join('|')).toSorted();
  return hashOf(JSON.stringify([space, prompts.retrieval, searchMode, classes]));
}

/** Whether a part of an index was fetched on purpose: the rest is not fetched unasked. */
export const isPrepared = (fields: readonly PreparedField[], address: string): boolean =>
  fields.some(({ indexes }) => indexes.some((index) => index.address === address));

/** FNV-1a, 32 bits, forwards and backwards. */
function hashOf(text: string): string {
  let [there, back] = [0x811c9dc5, 0x811c9dc5];
  for (let i = 0; i < text.length; i++) {
    there = Math.imul(there ^ text.charCodeAt(i), 0x01000193);
    back = Math.imul(back ^ text.charCodeAt(text.length - 1 - i), 0x01000193);
  }
  return `${(there >>> 0).toString(16)}${(back >>> 0).toString(16)}`;
}

/** Whether something is what was prepared, in the form in which it is kept. */
export function isField(field: unknown): field is PreparedField {
  const { key, at, classes, photos, recall, indexes, proof } = (field ?? {}) as Record<string, unknown>;
  return (
    typeof key === 'string' &&
    [at, classes, photos, recall].every((value) => typeof value === 'number' && Number.isFinite(value)) &&
    Array.isArray(indexes) &&
    indexes.every((index) => typeof (index as { address?: unknown } | null)?.address === 'string') &&
    (proof === null || typeof proof === 'object')
  );
}

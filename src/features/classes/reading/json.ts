/**
 * Rows of a class list in JSON; null for a text that is none. Reads `["fern", …]`, `{"0": "fern", …}`, `{"fern": 0, …}`,
 * `[{"id": 0, "name": "fern"}, …]` and such a list under `categories` (COCO), `classes`, `names` or `labels`.
 */
export function rowsOfJson(text: string): string[][] | null {
  if (!/^\s*[[{]/.test(text)) return null;
  try {
    return rowsOf(JSON.parse(text));
  } catch {
    return null;
  }
}

function rowsOf(value: unknown): string[][] | null {
  if (Array.isArray(value)) return rowsOfArray(value);
  if (!isObject(value)) return null;
  for (const key of ['categories', 'classes', 'names', 'labels', 'id2label']) {
    const within = value[key];
    if (typeof within === 'object' && within !== null) return rowsOf(within);
  }
  const entries = Object.entries(value);
  if (entries.every(([, name]) => typeof name === 'string')) return entries.map(([, name]) => [String(name)]);
  if (entries.every(([, id]) => typeof id === 'number')) return entries.map(([name]) => [name]);
  return null;
}

function rowsOfArray(items: readonly unknown[]): string[][] | null {
  if (items.every((item) => typeof item === 'string' || typeof item === 'number'))
    return items.map((item) => [String(item)]);
  if (!items.every(isObject)) return null;
  const keys = [...new Set(items.slice(0, 100).flatMap((item) => Object.keys(item)))];
  return [keys, ...items.map((item) => keys.map((key) => cellOf(item[key])))];
}

const cellOf = (value: unknown) =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

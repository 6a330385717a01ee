import { type Projects, rangeOf } from './schema';

/** What is copied row by row: the pictures have files. */
export const COPIED = ['photos', 'work', 'thumbnails', 'captions', 'references', 'roots'] as const;

/** Rows copied in one transaction. */
const COPIED_AT_ONCE = 500;

/** Waits until all that is asked for is written. Where it is not, nothing is, and that is told once. */
export async function committed(done: Promise<void>, ask: () => readonly Promise<unknown>[]): Promise<void> {
  // Each request that is cut off fails for itself too.
  done.catch(() => {});
  for (const request of ask()) request.catch(() => {});
  await done;
}

/** Copies a project's rows of one store to another project. */
export async function copyRows(
  database: Projects,
  name: (typeof COPIED)[number],
  from: string,
  to: string,
): Promise<void> {
  let range = rangeOf(from);
  for (;;) {
    const copying = database.transaction(name, 'readwrite').store;
    const [keys, rows] = await Promise.all([
      copying.getAllKeys(range, COPIED_AT_ONCE),
      copying.getAll(range, COPIED_AT_ONCE),
    ]);
    await committed(copying.transaction.done, () =>
      rows.map((row, i) => {
        const [, ...rest] = keys[i] as [string, ...(string | number)[]];
        return copying.put(row as never, [to, ...rest] as never);
      }),
    );
    if (rows.length < COPIED_AT_ONCE) return;
    range = IDBKeyRange.bound(keys.at(-1), [from, []], true);
  }
}

/** What is kept under a key, with the version of its form. */
export interface Versioned {
  readonly version?: unknown;
}

/** How what is kept under a key came to have today's form. */
export interface History<Kept extends Versioned> {
  /** The first version that was ever kept; 0 is what had no version yet. */
  readonly first: number;
  /** From each version to the next, beginning with the first. */
  readonly migrations: readonly ((older: Kept) => Kept)[];
}

/** Today's version. */
export const latestOf = ({
  first,
  migrations,
}: Pick<History<Versioned>, 'first'> & { readonly migrations: readonly unknown[] }): number =>
  first + migrations.length;

/**
 * A record in today's form: each migration from its version on is applied. What a later version of the program kept is
 * given as it is, to be read as far as it is the same.
 * @returns null for a version that never was
 */
export function migrated<Kept extends Versioned>(
  kept: Kept,
  { first, migrations }: History<Kept>,
): Kept | null {
  const version = Number.isInteger(kept.version) ? (kept.version as number) : 0;
  if (version < first) return null;
  return migrations.slice(version - first).reduce((older, migrate) => migrate(older), kept);
}

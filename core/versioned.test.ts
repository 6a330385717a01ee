import { describe, expect, it } from 'vitest';
import { type History, latestOf, migrated } from './versioned';

interface Kept {
  readonly version?: unknown;
  readonly size?: string | number;
  readonly unit?: string;
}

const since = (first: number): History<Kept> => ({
  first,
  migrations: [({ size, ...kept }) => ({ ...kept, size: Number(size) }), (kept) => ({ ...kept, unit: 'px' })],
});

describe('a record that is kept', () => {
  it('goes through each migration from its version on', () => {
    expect(latestOf(since(0))).toBe(2);
    expect(migrated({ size: '7' }, since(0))).toEqual({ size: 7, unit: 'px' });
    expect(migrated({ version: 1, size: 7 }, since(0))).toEqual({ version: 1, size: 7, unit: 'px' });
    expect(migrated({ version: 1, size: '7' }, since(1))).toEqual({ version: 1, size: 7, unit: 'px' });
  });
  it('of today’s version or a later one is given as it is', () => {
    for (const version of [2, 3, 99])
      expect(migrated({ version, size: '7' }, since(0))).toEqual({ version, size: '7' });
  });
  it('of a version that never was is none', () => {
    for (const version of [undefined, 0, -1, 'new', 1.5]) expect(migrated({ version }, since(1))).toBeNull();
    expect(migrated({ version: -1 }, since(0))).toBeNull();
  });
});

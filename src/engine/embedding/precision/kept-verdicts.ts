import { type History, latestOf, migrated } from '../../../../core';
import type { PrecisionVerdict } from '../../state/types';

/** Where it is kept in `localStorage` what comparisons of precisions found on this device. */
export const PRECISION_KEY = 'fernglass.precision';

/** Version 1, the first, is `{version, verdicts: [{id, revision, verdict}]}`, the newest first. */
const HISTORY: History<Stored> = { first: 1, migrations: [] };
/** As many checkpoints as anyone compares; the oldest goes. */
const MOST = 20;

interface Stored {
  readonly version?: unknown;
  readonly verdicts?: unknown;
}

/** A checkpoint of one revision. */
export interface CheckpointKey {
  readonly id: string;
  readonly revision: string;
}

interface KeptVerdict extends CheckpointKey {
  readonly verdict: PrecisionVerdict;
}

/** What was found of a checkpoint on this device; null where nothing was, or it cannot be read. */
export function verdictOf(
  storage: Pick<Storage, 'getItem'> | null,
  { id, revision }: CheckpointKey,
): PrecisionVerdict | null {
  return read(storage).find((one) => one.id === id && one.revision === revision)?.verdict ?? null;
}

/** Keeps what was found; a browser that refuses storage forgets it with the visit. */
export function keepVerdict(
  storage: Pick<Storage, 'getItem' | 'setItem'> | null,
  { id, revision }: CheckpointKey,
  verdict: PrecisionVerdict,
): void {
  const others = read(storage).filter((one) => one.id !== id || one.revision !== revision);
  const verdicts = [{ id, revision, verdict }, ...others].slice(0, MOST);
  try {
    storage?.setItem(PRECISION_KEY, JSON.stringify({ version: latestOf(HISTORY), verdicts }));
  } catch {
    // Full or refused: it can be measured again.
  }
}

function read(storage: Pick<Storage, 'getItem'> | null): readonly KeptVerdict[] {
  try {
    const text = storage?.getItem(PRECISION_KEY) ?? null;
    const stored = text === null ? null : migrated(JSON.parse(text) as Stored, HISTORY);
    return Array.isArray(stored?.verdicts) ? stored.verdicts.filter(isVerdict) : [];
  } catch {
    return [];
  }
}

function isVerdict(one: unknown): one is KeptVerdict {
  const { id, revision, verdict } = (one ?? {}) as Partial<KeptVerdict>;
  const isMeasured = (found: unknown) => {
    const { precision, passes, milliseconds } = (found ?? {}) as Record<string, unknown>;
    return typeof precision === 'string' && typeof passes === 'boolean' && Number.isFinite(milliseconds);
  };
  return (
    typeof id === 'string' &&
    typeof revision === 'string' &&
    isMeasured(verdict?.checked) &&
    isMeasured(verdict?.reference) &&
    Number.isFinite(verdict?.photos) &&
    Number.isFinite(verdict?.cosine?.least) &&
    Number.isFinite(verdict?.cosine?.mean) &&
    (verdict?.agreeing === null || Number.isFinite(verdict?.agreeing))
  );
}

import type { Engine } from '../../../engine';

/** The selected photo's id; the first one's until another is chosen, so that the evidence has something to show. */
export function selectedId(engine: Engine, chosen: string | null): string | null {
  if (chosen !== null && engine.photo(chosen) !== undefined) return chosen;
  return engine.getState().photoIds[0] ?? null;
}

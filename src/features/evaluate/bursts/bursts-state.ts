import { create } from 'zustand';
import type { BurstAnswer, Engine } from '../../../engine';

interface BurstsState {
  /** Most seconds between two photos of one burst; 0 where photos stay by themselves. */
  readonly seconds: number;
  /** What bursts say, by photo; null while that is not known. */
  readonly answers: ReadonlyMap<string, BurstAnswer> | null;
  readonly problem: string | null;
}

/** What bursts of photos say of their photos. */
export const useBursts = create<BurstsState>()(() => ({ seconds: 0, answers: null, problem: null }));

/** Seconds that can be chosen. */
export const SECONDS = [0, 1, 2, 5, 10, 30, 60, 300] as const;

/** Has photos within so many seconds share their evidence; 0 for none. */
export const chooseSeconds = (seconds: number) =>
  useBursts.setState({ seconds, answers: null, problem: null });

/** Asks what bursts say as things are now. */
export async function askBursts(engine: Engine, signal: AbortSignal): Promise<void> {
  const { seconds } = useBursts.getState();
  if (seconds === 0) return;
  try {
    const found = await engine.evaluation.bursts(seconds, { signal });
    if (!signal.aborted)
      useBursts.setState({ answers: new Map(found.map((one) => [one.photo, one])), problem: null });
  } catch (thrown) {
    const isAbort = thrown instanceof Error && thrown.name === 'AbortError';
    if (!isAbort && !signal.aborted)
      useBursts.setState({ problem: thrown instanceof Error ? thrown.message : String(thrown) });
  }
}

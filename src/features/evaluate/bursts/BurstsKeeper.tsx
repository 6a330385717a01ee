import { useEffect, useRef } from 'react';
import { useEngine, useEngineState } from '../../engine-context';
import { askBursts, useBursts } from './bursts-state';

/** Rest after the last change before bursts are asked anew. */
const REST = 500;

/** Keeps what bursts say up to date while they are on; draws nothing. */
export function BurstsKeeper() {
  const on = useBursts((state) => state.seconds > 0);
  return on ? <Keeper /> : null;
}

function Keeper() {
  const engine = useEngine();
  const seconds = useBursts((state) => state.seconds);
  const revision = useEngineState((state) => state.answersRevision);
  const idle = useEngineState((state) => state.idle);
  const again = useRef<() => void>(() => {});
  useEffect(() => engine.subscribePhotos(() => again.current()), [engine]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what bursts say follows from answers and from the seconds.
  useEffect(() => {
    const stop = new AbortController();
    let timer: ReturnType<typeof setTimeout>;
    again.current = () => {
      clearTimeout(timer);
      if (idle) timer = setTimeout(() => void askBursts(engine, stop.signal), REST);
    };
    again.current();
    return () => {
      clearTimeout(timer);
      again.current = () => {};
      stop.abort(new DOMException('Asked anew.', 'AbortError'));
    };
  }, [engine, seconds, revision, idle]);
  return null;
}

import { useEffect, useRef } from 'react';
import type { Engine } from '../../engine';
import { useEngine, useEngineState } from '../engine-context';

/**
 * Asks something that follows from photos and answers: once they rest, and again whenever they changed. What is under way
 * when they change is given up.
 * @param ask the same function every time
 * @param rest milliseconds from the last change to the question
 * @param because another value where something else changed that it follows from
 */
export function useAskedAnew(
  ask: (engine: Engine, signal: AbortSignal) => Promise<void>,
  rest: number,
  because: string,
): void {
  const engine = useEngine();
  const revision = useEngineState((state) => state.answersRevision);
  const idle = useEngineState((state) => state.idle);
  /** Whether what is shown may be of something else by now. */
  const isOld = useRef(true);
  const again = useRef<() => void>(() => {});
  // biome-ignore lint/correctness/useExhaustiveDependencies: it follows from these.
  useEffect(() => {
    isOld.current = true;
  }, [revision, because]);
  useEffect(
    () =>
      engine.subscribePhotos(() => {
        isOld.current = true;
        again.current();
      }),
    [engine],
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: it is asked anew where one of these changed.
  useEffect(() => {
    const stop = new AbortController();
    let timer: ReturnType<typeof setTimeout>;
    let asking = 0;
    again.current = () => {
      clearTimeout(timer);
      // Work that changed nothing of it, as for a comparison beside the page, is no reason to ask.
      if (!idle || !isOld.current) return;
      timer = setTimeout(() => {
        isOld.current = false;
        asking++;
        void ask(engine, stop.signal).finally(() => asking--);
      }, rest);
    };
    again.current();
    return () => {
      clearTimeout(timer);
      again.current = () => {};
      if (asking > 0) isOld.current = true;
      stop.abort(new DOMException('Asked anew.', 'AbortError'));
    };
  }, [engine, ask, rest, because, revision, idle]);
}

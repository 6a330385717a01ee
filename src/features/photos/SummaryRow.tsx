import { useMemo } from 'react';
import { counted } from '../common/formats';
import { Progress } from '../common/Progress';
import { useEngine, useEngineState } from '../engine-context';
import { useMethod } from '../methods/useMethod';
import { Finder } from './Finder';
import { useSummaries } from './useSummary';

/** One line over the tiles: how many photos, what became of them, how far the queue is. Its height never changes. */
export function SummaryRow({ shown }: { readonly shown: number }) {
  const engine = useEngine();
  const method = useMethod();
  const counts = useEngineState((state) => state.photoCounts);
  const queue = useEngineState((state) => state.queue);
  const summaries = useSummaries();
  const { total, done, failed, cancelled } = counts;
  const waiting = counts.queued + counts.working;
  const changed = useMemo(
    () => [...summaries.values()].filter((summary) => summary.was !== null).length,
    [summaries],
  );

  const words = [
    total === shown ? counted(total, 'photo') : `${shown} of ${counted(total, 'photo')}`,
    changed > 0 && `${changed} changed by ${method.title}`,
    waiting > 0 && done + failed > 0 && `${waiting} to go`,
    failed > 0 && `${failed} failed`,
  ].filter((word) => typeof word === 'string');

  return (
    <div className="summary-row">
      <p className="number muted">
        {total > 0 && words.join(' · ')}
        {cancelled > 0 && (
          <>
            {' · '}
            {cancelled} not classified{' '}
            <button type="button" className="link" onClick={() => engine.resume()}>
              Go on
            </button>
          </>
        )}
      </p>
      <Finder />
      <div className="summary-progress">
        {queue.running && <Progress label="Photos classified" value={queue.done} max={queue.total} />}
      </div>
    </div>
  );
}

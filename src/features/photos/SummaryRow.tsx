import { useMemo } from 'react';
import { counted } from '../common/formats';
import { Progress } from '../common/Progress';
import { useEngine, useEngineState } from '../engine-context';
import { useMethod } from '../methods/useMethod';
import { Finder } from './Finder';
import { tally } from './summary';
import { useSummaries } from './useSummary';

/** One line over the tiles: how many photos, what became of them, how far the queue is. Its height never changes. */
export function SummaryRow({ shown }: { readonly shown: number }) {
  const engine = useEngine();
  const method = useMethod();
  const photos = useEngineState((state) => state.photos);
  const queue = useEngineState((state) => state.queue);
  const summaries = useSummaries();
  const { done, waiting, failed, cancelled } = useMemo(() => tally(photos), [photos]);
  const changed = useMemo(
    () => [...summaries.values()].filter((summary) => summary.was !== null).length,
    [summaries],
  );

  const words = [
    photos.length === shown
      ? counted(photos.length, 'photo')
      : `${shown} of ${counted(photos.length, 'photo')}`,
    changed > 0 && `${changed} changed by ${method.title}`,
    waiting > 0 && done + failed > 0 && `${waiting} to go`,
    failed > 0 && `${failed} failed`,
  ].filter((word) => typeof word === 'string');

  return (
    <div className="summary-row">
      <p className="number muted">
        {photos.length > 0 && words.join(' · ')}
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

import { useEffect, useRef } from 'react';
import { AllowHost } from '../../common/components/AllowHost';
import { Problem } from '../../common/components/Problem';
import { Progress } from '../../common/components/Progress';
import { bytes } from '../../common/text/formats';
import { useEngine, useEngineState } from '../../engine-context';
import { modelTitle } from '../addresses';
import { inWords } from './time-left';

/** How the loading of the requested model goes, and what can be done about it. */
export function LoadingModel() {
  const engine = useEngine();
  const { status, progress, error, notices } = useEngineState((state) => state.model);
  const source = useEngineState((state) => state.request.model);
  const button = useRef<HTMLButtonElement>(null);
  const before = useRef(status);
  // Pause and resume take each other's place: the focus stays on it.
  useEffect(() => {
    const isTurn = (status === 'paused' && before.current === 'loading') || before.current === 'paused';
    if (isTurn && document.activeElement === document.body) button.current?.focus();
    before.current = status;
  }, [status]);
  if (status === 'ready' && notices.length === 0) return null;
  const title = modelTitle(source.id);
  const isFetched = source.layout !== 'device';
  return (
    <section className="models-loading" aria-label={`Loading ${title}`}>
      {(status === 'loading' || status === 'paused') && (
        <>
          <h3>{status === 'paused' ? `${title} is paused` : `Loading ${title}`}</h3>
          {progress && (
            <>
              <Progress label="Model downloaded" value={progress.loaded} max={progress.total} />
              <p className="small muted number">
                {bytes(progress.loaded)} of {bytes(progress.total)}
                {status === 'loading' && progress.bytesPerSecond !== null && (
                  <> · {bytes(Math.round(progress.bytesPerSecond))} per second</>
                )}
                {status === 'loading' && progress.secondsLeft !== null && (
                  <> · {inWords(progress.secondsLeft)} left</>
                )}
              </p>
            </>
          )}
          {status === 'paused' && (
            <p className="small muted">What came is kept. It goes on from there, after a reload too.</p>
          )}
          {isFetched && (
            <div className="library-actions">
              {status === 'loading' ? (
                <button ref={button} type="button" className="button" onClick={() => engine.pauseModel()}>
                  Pause download
                </button>
              ) : (
                <button ref={button} type="button" className="button" onClick={() => engine.retryModel()}>
                  Resume download
                </button>
              )}
              <button type="button" className="button" onClick={() => engine.cancelModel()}>
                Cancel download
              </button>
            </div>
          )}
        </>
      )}
      {error !== null && (
        <Problem
          tone="error"
          announced={false}
          actions={
            <>
              <AllowHost error={error} />
              <button type="button" className="button" onClick={() => engine.retryModel()}>
                {error.code === 'network-failed' ? 'Resume download' : 'Try again'}
              </button>
              <button type="button" className="button" onClick={() => engine.cancelModel()}>
                Use the model before
              </button>
            </>
          }
        >
          {error.message}
        </Problem>
      )}
      {notices.map((notice) => (
        <Problem key={notice} tone="note">
          {notice}
        </Problem>
      ))}
    </section>
  );
}

import { Problem } from '../../common/components/Problem';
import { Progress } from '../../common/components/Progress';
import { count, counted } from '../../common/text/formats';
import { useEngine, useEngineState } from '../../engine-context';
import { timeLeft } from '../own/time-left';

/** Captions of the user's own that are being embedded, with what can be done about it; nothing while none are. */
export function OwnJob() {
  const { own } = useEngine();
  const { job, paused, error } = useEngineState((state) => state.own);
  const model = useEngineState((state) => state.model.info);
  if (job === null) return error === null ? null : <Problem tone="error">{error.message}</Problem>;
  const { done, perSecond, title, total, waiting } = job;
  const isItsModel = model === null || (model.id === job.model.id && model.revision === job.model.revision);
  return (
    <div className="library-line number">
      <p>
        {title}: {count(done)} of {counted(total, 'caption')} embedded
        {!paused && perSecond !== null && ` · ${timeLeft((total - done) / perSecond)} left`}
      </p>
      <Progress label={`Captions of ${title} embedded`} value={done} max={total} />
      {!isItsModel && (
        <p className="small">They are being embedded with {job.model.id}: choose that model to go on.</p>
      )}
      {waiting > 0 && (
        <p className="small muted">{counted(waiting, 'further index', 'further indexes')} waiting.</p>
      )}
      {error !== null && <Problem tone="error">{error.message}</Problem>}
      <div className="row">
        <button type="button" className="button" onClick={() => own.pause(!(paused || error !== null))}>
          {paused || error !== null ? 'Resume embedding' : 'Pause embedding'}
        </button>
        <button type="button" className="button" onClick={() => void own.cancel()}>
          {done > 0 ? 'Stop here' : 'Cancel'}
        </button>
      </div>
    </div>
  );
}

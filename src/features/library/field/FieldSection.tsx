import { isToFetch } from '../../../engine';
import { Problem } from '../../common/components/Problem';
import { Progress } from '../../common/components/Progress';
import { bytes, counted } from '../../common/text/formats';
import { useEngine, useEngineState } from '../../engine-context';
import { FieldPacks } from './FieldPacks';
import { fetchWords, furtherWords, needWords, preparedWords, proofWords } from './field-words';
import './field.css';

/** Has what the classes and photos need fetched for places without a network, and shows that it works there. */
export function FieldSection() {
  const engine = useEngine();
  const { error, need, progress, status } = useEngineState((state) => state.field);
  const classes = useEngineState((state) => state.classes.length);
  const photos = useEngineState((state) => state.photoIds.length);
  const prepared = useEngineState(() => engine.field.prepared());
  const isBusy = status === 'planning' || status === 'fetching' || status === 'proving';
  const isWaiting = status === 'asking' || status === 'stopped';
  const start = () => {
    // The browser asks the user, which it does only where the user has just acted.
    void engine.persistStorage();
    void engine.field.prepare();
  };
  return (
    <div className="field-work">
      <div className="library-actions">
        <button type="button" className="button" disabled={isBusy} onClick={start}>
          Prepare for the field
        </button>
        <FieldPacks />
      </div>
      {isWaiting && need !== null && (
        <>
          <p className="small number">{needWords(need, classes, photos)}</p>
          {need.further.length > 0 && (
            <ul className="field-further small number muted" aria-label="Needed beside captions">
              {need.further.map((one) => (
                <li key={one.part}>{furtherWords(one)}</li>
              ))}
            </ul>
          )}
        </>
      )}
      {status === 'fetching' && progress !== null && (
        <Progress label="Fetched for the field" value={progress.loaded} max={progress.total} />
      )}
      {error !== null && <Problem tone="error">{error.message}</Problem>}
      {(isWaiting || status === 'fetching') && (
        <div className="row">
          {isWaiting && need !== null && (need.bytesMissing > 0 || need.further.some(isToFetch)) && (
            <button type="button" className="button" onClick={() => void engine.field.fetch()}>
              {status === 'stopped' ? 'Go on' : fetchWords(need)}
            </button>
          )}
          {status === 'fetching' && (
            <button type="button" className="button" onClick={() => engine.field.pause()}>
              Pause fetching
            </button>
          )}
          <button type="button" className="button" onClick={() => engine.field.cancel()}>
            Give up
          </button>
        </div>
      )}
      <p className="small number field-said" role="status">
        {status === 'planning' && 'Working out which captions are needed…'}
        {status === 'fetching' &&
          progress !== null &&
          `${bytes(progress.loaded)} of ${bytes(progress.total)} fetched`}
        {status === 'proving' && `Trying ${counted(photos, 'photo')} without a network…`}
        {!isBusy && !isWaiting && prepared !== null && (
          <>
            {preparedWords(prepared)} {prepared.proof !== null && proofWords(prepared.proof)}
          </>
        )}
      </p>
      {!isBusy && !isWaiting && prepared === null && (
        <p className="small muted">
          Fetches the captions that these classes and photos touch, and tries the answers without a network.
        </p>
      )}
    </div>
  );
}

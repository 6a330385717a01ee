import { useDeferredValue, useMemo, useSyncExternalStore } from 'react';
import type { Answer, Engine, Photo } from '../../engine';
import { Problem } from '../common/components/Problem';
import { bytes, count, percent } from '../common/text/formats';
import { useObjectUrl } from '../common/useObjectUrl';
import { useEngine, useEngineState } from '../engine-context';
import { useMethod } from '../methods/useMethod';
import { retryWord } from '../photos/retry';
import { Acceptance } from './accept/Acceptance';
import { Evidence } from './evidence/Evidence';
import { rankedNames } from './ranked-names';
import { Candidates } from './scores/Candidates';
import { ScoreTable } from './scores/ScoreTable';
import { SlopeGraph } from './scores/SlopeGraph';

/** Everything known of one photo's answer under the present settings. */
export function PhotoWhy({ photo }: { readonly photo: Photo }) {
  const answer = useFresh((engine) => engine.answer(photo.id), photo);
  const url = useObjectUrl(photo.thumbnail);
  return (
    <>
      {photo.status !== 'failed' && (
        <figure className="why-picture">
          {photo.thumbnail !== null && <img src={url} alt={photo.file} />}
        </figure>
      )}
      <p className="why-facts small muted number">
        {photo.width > 0 && `${count(photo.width)} × ${count(photo.height)} px · `}
        {bytes(photo.bytes)}
      </p>
      {photo.warnings.length > 0 && (
        <div className="why-warnings">
          {photo.warnings.map(({ code, message }) => (
            <Problem key={code} tone={code === 'image-first-frame' ? 'note' : 'warn'}>
              {message}
            </Problem>
          ))}
        </div>
      )}
      {/* Whole or not at all: captions that come after the scores would push everything below them. */}
      {answer === null || photo.status === 'working' ? (
        <NoAnswer photo={photo} />
      ) : (
        <AnswerWhy photo={photo} answer={answer} />
      )}
    </>
  );
}

/** Something of the photo's, read again whenever answers may have changed. */
function useFresh<T>(read: (engine: Engine) => T, photo: Photo): T {
  const engine = useEngine();
  const now = useSyncExternalStore(
    (listener) => engine.subscribe(listener),
    () => engine.getState().answersRevision,
  );
  // A slider's move shows on the tiles first: what ranks thousands of classes follows in a task of its own.
  const revision = useDeferredValue(now);
  // Another list or method is named beside the answer, and may not stand beside the old one.
  const classes = useEngineState((state) => state.shownClasses);
  const method = useEngineState((state) => state.request.method);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is read changes with all of these.
  return useMemo(() => read(engine), [engine, photo, revision, classes, method]);
}

function NoAnswer({ photo }: { readonly photo: Photo }) {
  const engine = useEngine();
  const classes = useEngineState((state) => state.classes.length);
  const word = retryWord(photo);
  const again = word !== null && (
    <button type="button" className="button" onClick={() => engine.retryPhotos([photo.id])}>
      {word}
    </button>
  );
  if (photo.status === 'failed')
    return (
      <div className="why-block">
        <Problem tone="error" announced={false} actions={again}>
          {photo.error?.message}
        </Problem>
      </div>
    );
  if (photo.status === 'cancelled')
    return (
      <div className="why-block">
        <Problem tone="note" actions={again}>
          You stopped before its turn came.
        </Problem>
      </div>
    );
  return (
    <p className="why-block muted">
      {photo.status === 'done' && classes === 0
        ? 'Type classes, or choose a preset, and the answer appears here.'
        : photo.status === 'queued'
          ? 'Waits for its turn.'
          : 'Working…'}
    </p>
  );
}

function AnswerWhy({ photo, answer }: { readonly photo: Photo; readonly answer: Answer }) {
  const classes = useEngineState((state) => state.shownClasses);
  const method = useMethod();
  const explanation = useFresh((engine) => engine.explain(photo.id), photo);
  const names = rankedNames(answer, classes);
  return (
    <>
      <div className="why-answer">
        <p className="why-name" title={names[answer.enriched[0]?.index ?? -1]}>
          {names[answer.enriched[0]?.index ?? -1]}
        </p>
        <p className="small muted">
          {answer.changed && (
            <>
              was <s className="why-was">{classes[answer.zeroShot[0]?.index ?? -1]?.name}</s> by looks alone ·{' '}
            </>
          )}
          margin <span className="number">{percent(answer.margin)}</span>
          {answer.place !== null && (
            <>
              {' '}
              · photo <span className="number">{answer.place}</span> in the order
            </>
          )}
        </p>
      </div>
      <Acceptance photo={photo} answer={answer} />
      {explanation !== null && explanation.notes.length > 0 && (
        <div className="why-block why-notes">
          {explanation.notes.map((note) => (
            <Problem key={note} tone="note">
              {note}
            </Problem>
          ))}
        </div>
      )}
      {answer.names === null ? (
        <div className="why-block">
          <h3>Before → after</h3>
          <SlopeGraph answer={answer} classes={classes} after={method.title} />
          <ScoreTable answer={answer} classes={classes} method={method} />
        </div>
      ) : (
        <Candidates answer={answer} />
      )}
      {explanation !== null && <Evidence answer={answer} explanation={explanation} />}
    </>
  );
}

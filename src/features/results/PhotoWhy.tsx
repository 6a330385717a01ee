import { useMemo, useSyncExternalStore } from 'react';
import type { Answer, Photo } from '../../engine/types';
import { bytes, count, percent } from '../common/formats';
import { Problem } from '../common/Problem';
import { useEngine, useEngineState } from '../engine-context';
import { retryWord } from '../photos/retry';
import { Captions } from './Captions';
import { ScoreTable } from './ScoreTable';
import { SlopeGraph } from './SlopeGraph';

/** Everything known of one photo's answer under the present settings. */
export function PhotoWhy({ photo }: { readonly photo: Photo }) {
  const answer = useAnswer(photo);
  return (
    <>
      {photo.status !== 'failed' && (
        <figure className="why-picture">
          {photo.thumbnail !== null && <img src={photo.thumbnail} alt={photo.file} />}
        </figure>
      )}
      <p className="why-facts small muted number">
        {photo.width > 0 && `${count(photo.width)} × ${count(photo.height)} px · `}
        {bytes(photo.bytes)}
      </p>
      {/* Whole or not at all: captions that come after the scores would push everything below them. */}
      {answer === null || photo.status === 'working' ? (
        <NoAnswer photo={photo} />
      ) : (
        <AnswerWhy photo={photo} answer={answer} />
      )}
    </>
  );
}

/** The photo's answer; read again whenever answers may have changed. */
function useAnswer(photo: Photo): Answer | null {
  const engine = useEngine();
  const revision = useSyncExternalStore(
    (listener) => engine.subscribe(listener),
    () => engine.getState().answersRevision,
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: the answer changes with the revision and the photo's state.
  return useMemo(() => engine.answer(photo.id), [engine, photo, revision]);
}

function NoAnswer({ photo }: { readonly photo: Photo }) {
  const engine = useEngine();
  const classes = useEngineState((state) => state.classes.length);
  const word = retryWord(photo);
  const again = word !== null && (
    <button type="button" className="button" onClick={() => engine.retryPhoto(photo.id)}>
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
  const name = (index: number | undefined) => classes[index ?? -1]?.name ?? '';
  const best = answer.enriched[0]?.index;
  return (
    <>
      <div className="why-answer">
        <p className="why-name">{name(best)}</p>
        <p className="small muted">
          {answer.changed && (
            <>
              was <s className="why-was">{name(answer.zeroShot[0]?.index)}</s> by looks alone ·{' '}
            </>
          )}
          margin <span className="number">{percent(answer.margin)}</span>
        </p>
      </div>
      <div className="why-block">
        <h3>Before → after captions</h3>
        <SlopeGraph answer={answer} classes={classes} />
        <ScoreTable answer={answer} classes={classes} />
      </div>
      <Captions photo={photo} answer={answer} />
    </>
  );
}

import { Maximize2, ScanSearch } from 'lucide-react';
import { stateOf } from '../../../core';
import type { Answer, Photo } from '../../engine';
import { IconButton } from '../common/components/IconButton';
import { Problem } from '../common/components/Problem';
import { bytes, count, percent } from '../common/text/formats';
import { useObjectUrl } from '../common/useObjectUrl';
import { useThresholds } from '../controls/thresholds/useThresholds';
import { useEngine, useEngineState } from '../engine-context';
import { BurstLine } from '../evaluate/bursts/BurstLine';
import { useMethod } from '../methods/useMethod';
import { usePage } from '../page-state';
import { BoxChoice } from '../photos/boxes/BoxChoice';
import { Boxes, BoxesOf } from '../photos/boxes/Boxes';
import { useChosenPart } from '../photos/boxes/chosen-box';
import { STATE_WORDS } from '../photos/filter/state-words';
import { seekLike } from '../photos/search/seek';
import { retryWord } from '../photos/tile/retry';
import { Labelling } from '../review/Labelling';
import { Evidence } from './evidence/Evidence';
import { PhotoDetails } from './PhotoDetails';
import { rankedNames } from './ranked-names';
import { Candidates } from './scores/Candidates';
import { ScoreTable } from './scores/ScoreTable';
import { SlopeGraph } from './scores/SlopeGraph';
import { useFresh } from './useFresh';

/** Everything known of one photo's answer under the present settings. */
export function PhotoWhy({ photo }: { readonly photo: Photo }) {
  const part = useChosenPart(photo);
  const { value: answer, isComing } = useFresh((engine) => engine.answer(part.id), part);
  const engine = useEngine();
  const url = useObjectUrl(photo.thumbnail);
  return (
    <div aria-busy={isComing}>
      {photo.status !== 'failed' && (
        <figure className="why-picture">
          {photo.thumbnail !== null && <img src={url} alt={photo.file} />}
          <Boxes photo={photo} />
          <IconButton
            icon={ScanSearch}
            className="why-like"
            label="Find photos like this"
            title="Find photos like this (F)"
            onClick={() => seekLike(engine, photo.id)}
          />
          <IconButton
            icon={Maximize2}
            className="why-large"
            label="View large"
            title="View large (V)"
            onClick={() => usePage.setState({ largeOpen: true })}
          />
        </figure>
      )}
      <BoxesOf photo={photo} />
      <BoxChoice photo={photo} />
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
      {answer === null || part.status === 'working' ? (
        <>
          <NoAnswer photo={part} />
          {photo.status !== 'failed' && <Labelling photo={photo} />}
        </>
      ) : (
        <AnswerWhy photo={photo} part={part} answer={answer} />
      )}
      {(answer !== null || photo.status === 'failed') && photo.status !== 'working' && (
        <PhotoDetails photo={photo} />
      )}
    </div>
  );
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

interface AnswerWhyProps {
  readonly photo: Photo;
  /** What of it the answer is of. */
  readonly part: Photo;
  readonly answer: Answer;
}

function AnswerWhy({ photo, part, answer }: AnswerWhyProps) {
  const classes = useEngineState((state) => state.shownClasses);
  const method = useMethod();
  const { value: explanation } = useFresh((engine) => engine.explain(part.id), part);
  const names = rankedNames(answer, classes);
  const { now: thresholds } = useThresholds();
  const state = stateOf(answer.margin, answer.likeness, thresholds);
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
          {answer.likeness !== null && (
            <>
              {' '}
              · likeness <span className="number">{percent(answer.likeness)}</span>
            </>
          )}
          {answer.place !== null && (
            <>
              {' '}
              · photo <span className="number">{answer.place}</span> in the order
            </>
          )}
        </p>
        <p className="small why-state" data-state={state}>
          {STATE_WORDS[state].long}
        </p>
        <BurstLine photo={photo.id} />
      </div>
      <Labelling photo={photo} />
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
      {explanation !== null && <Evidence file={photo.file} answer={answer} explanation={explanation} />}
    </>
  );
}

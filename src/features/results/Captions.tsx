import { useId, useMemo, useSyncExternalStore } from 'react';
import type { Answer, Engine, Evidence, Photo } from '../../engine/types';
import { setting } from '../common/formats';
import { useEngine, useEngineState } from '../engine-context';
import { usePage } from '../page-state';
import { CaptionList } from './CaptionList';
import { IndexReason } from './IndexReason';
import { nameMarker } from './mark-names';

interface CaptionsProps {
  readonly photo: Photo;
  readonly answer: Answer;
}

/** The captions that moved the answer: those found for the photo, and those found for a class. */
export function Captions({ photo, answer }: CaptionsProps) {
  const classes = useEngineState((state) => state.shownClasses);
  const settings = useEngineState((state) => state.request.settings);
  const chosen = usePage((page) => page.evidenceClass);
  const shownClass = chosen !== null && chosen < classes.length ? chosen : (answer.enriched[0]?.index ?? 0);
  const marker = useMemo(() => nameMarker(classes), [classes]);
  const ofPhoto = useEvidence((engine) => engine.photoEvidence(photo.id), photo.id);
  const ofClass = useEvidence((engine) => engine.classEvidence(shownClass), `class ${shownClass}`);
  const id = useId();
  const best = answer.enriched[0]?.index ?? null;
  return (
    <>
      <IndexReason />
      <section className="why-block" aria-labelledby={`${id}-photo`}>
        <div className="captions-head">
          <h3 id={`${id}-photo`}>Captions near this photo</h3>
          <Share symbol="β" value={settings.beta} />
        </div>
        <CaptionList
          evidence={ofPhoto}
          marker={marker}
          best={best}
          empty="None were found for this photo yet."
        />
      </section>
      <section className="why-block" aria-labelledby={`${id}-class`}>
        <div className="captions-head">
          <h3 id={`${id}-class`}>Captions near the class</h3>
          <Share symbol="α" value={settings.alpha} />
        </div>
        <select
          className="select captions-class"
          aria-label="Captions of class"
          value={shownClass}
          onChange={(event) => usePage.setState({ evidenceClass: Number(event.target.value) })}
        >
          {answer.enriched.map(({ index }, place) => (
            <option key={index} value={index}>
              {place + 1}. {classes[index]?.name}
            </option>
          ))}
        </select>
        <CaptionList
          evidence={ofClass}
          marker={marker}
          best={shownClass}
          empty="None were found for this class yet."
        />
      </section>
    </>
  );
}

/** How much these captions count at all; at 0 they are shown and change nothing. */
function Share({ symbol, value }: { readonly symbol: string; readonly value: number }) {
  return (
    <span
      className="small muted number"
      title={value === 0 ? `${symbol} is 0: these change nothing` : undefined}
    >
      {symbol} {setting(value)}
      {value === 0 && ', no effect'}
    </span>
  );
}

/** Evidence, read again whenever answers may have changed. */
function useEvidence(read: (engine: Engine) => readonly Evidence[], key: string): readonly Evidence[] {
  const engine = useEngine();
  const revision = useSyncExternalStore(
    (listener) => engine.subscribe(listener),
    () => engine.getState().answersRevision,
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is read changes with the revision and the key.
  return useMemo(() => read(engine), [engine, revision, key]);
}

import { Check, Undo2 } from 'lucide-react';
import { useId, useMemo } from 'react';
import type { Answer, Photo } from '../../engine';
import { useEngine, useEngineState } from '../engine-context';
import { sayClass } from './accept';
import { ClassPicker } from './ClassPicker';

interface AcceptanceProps {
  readonly photo: Photo;
  readonly answer: Answer;
}

/** Where the user says what the photo shows; their word stands beside the answer and never replaces it. */
export function Acceptance({ photo, answer }: AcceptanceProps) {
  const engine = useEngine();
  const classes = useEngineState((state) => state.shownClasses);
  const id = useId();
  const { accepted } = photo;
  const options = useMemo(() => {
    const listed = classes.map(({ name }) => ({ value: name, label: name }));
    return accepted === null || classes.some(({ name }) => name === accepted)
      ? listed
      : [{ value: accepted, label: `${accepted} (not in the list)` }, ...listed];
  }, [classes, accepted]);
  if (classes.length === 0) return null;
  const best = answer.names === null ? classes[answer.enriched[0]?.index ?? -1]?.name : undefined;
  return (
    <div className="acceptance">
      <label htmlFor={id} className="small muted">
        You say
      </label>
      <ClassPicker
        id={id}
        className="grow"
        value={accepted ?? ''}
        nothing="nothing yet"
        options={options}
        onChoose={(name) => sayClass(engine, photo.id, name || null)}
      />
      {accepted !== null ? (
        <button type="button" className="button" onClick={() => sayClass(engine, photo.id, null)}>
          <Undo2 size={15} aria-hidden /> Take back
        </button>
      ) : (
        <button
          type="button"
          className="button"
          disabled={best === undefined}
          title={best === undefined ? undefined : `This is ${best}`}
          onClick={() => sayClass(engine, photo.id, best ?? null)}
        >
          <Check size={15} aria-hidden /> Accept
        </button>
      )}
    </div>
  );
}

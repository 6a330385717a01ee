import { Check, Undo2 } from 'lucide-react';
import { useId } from 'react';
import type { Answer, Photo } from '../../engine';
import { useEngine, useEngineState } from '../engine-context';
import { sayClass } from './accept';

interface AcceptanceProps {
  readonly photo: Photo;
  readonly answer: Answer;
}

/** Where the user says what the photo shows; their word stands beside the answer and never replaces it. */
export function Acceptance({ photo, answer }: AcceptanceProps) {
  const engine = useEngine();
  const classes = useEngineState((state) => state.shownClasses);
  const id = useId();
  if (classes.length === 0) return null;
  const best = answer.names === null ? classes[answer.enriched[0]?.index ?? -1]?.name : undefined;
  const { accepted } = photo;
  return (
    <div className="acceptance">
      <label htmlFor={id} className="small muted">
        You say
      </label>
      <select
        id={id}
        className="select grow"
        value={accepted ?? ''}
        onChange={(event) => sayClass(engine, photo.id, event.target.value || null)}
      >
        <option value="">nothing yet</option>
        {accepted !== null && !classes.some(({ name }) => name === accepted) && (
          <option value={accepted}>{accepted} (not in the list)</option>
        )}
        {classes.map(({ name }) => (
          <option key={name} value={name}>
            {name}
          </option>
        ))}
      </select>
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

import { Check, Undo2 } from 'lucide-react';
import { useId, useMemo } from 'react';
import type { Answer, Photo } from '../../../engine';
import { useEngine, useEngineState } from '../../engine-context';
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
  const isListed = useMemo(
    () => accepted === null || classes.some(({ name }) => name === accepted),
    [classes, accepted],
  );
  const labelOf = (name: string) => (name !== accepted || isListed ? name : `${name} (not in the list)`);
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
        count={classes.length}
        options={() => [
          ...(isListed ? [] : [accepted ?? '']).map((name) => ({ value: name, label: labelOf(name) })),
          ...classes.map(({ name }) => ({ value: name, label: name })),
        ]}
        labelOf={labelOf}
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

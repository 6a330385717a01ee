import { type KeyboardEvent, useEffect, useId, useState } from 'react';
import { type NumberBounds, readNumber } from './read-number';

interface NumberFieldProps {
  readonly id?: string;
  /** Its accessible name, where no label element gives it one. */
  readonly label?: string;
  readonly className: string;
  readonly value: number;
  readonly bounds: NumberBounds;
  /** How the number is shown while nobody types. */
  readonly shown?: (value: number) => string;
  /** Whether a number takes effect as soon as it is there, and not only when its typing ends. */
  readonly live?: boolean;
  /** Whether a number out of range becomes the bound, with a word, instead of being refused. */
  readonly holds?: boolean;
  readonly describedBy?: string;
  readonly problemClassName: string;
  /** Called for arrows up and down and for page keys. */
  readonly onStep: (event: KeyboardEvent<HTMLInputElement>) => void;
  readonly onChange: (value: number) => void;
}

const STEP_KEYS = ['ArrowUp', 'ArrowDown', 'PageUp', 'PageDown'];

/**
 * A field for one number. The browser's own reads numbers by its language alone and gives nothing for others; this one
 * reads them all, and what it refuses it says: the value before stays.
 */
export function NumberField({
  id: ownId,
  label,
  className,
  value,
  bounds,
  shown = String,
  live = false,
  holds = false,
  describedBy,
  problemClassName,
  onStep,
  onChange,
}: NumberFieldProps) {
  const id = useId();
  const [draft, setDraft] = useState<string | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  // A change from elsewhere (slider, preset) takes the place of a half-typed number.
  useEffect(
    () =>
      setDraft((typed) =>
        typed !== null && readNumber(typed, { min: -Infinity, max: Infinity }).value === value ? typed : null,
      ),
    [value],
  );
  const commit = () => {
    if (draft === null) return;
    setDraft(null);
    const read = readNumber(draft, bounds);
    if (read.problem === null) {
      if (read.value !== value) onChange(read.value);
      return;
    }
    const { bound } = read;
    if (!holds || bound === null) return setProblem(read.problem);
    setProblem(`${read.problem} ${bound} was taken.`);
    if (bound !== value) onChange(bound);
  };
  return (
    <>
      <input
        id={ownId}
        className={className}
        type="text"
        role="spinbutton"
        autoComplete="off"
        spellCheck={false}
        inputMode={bounds.whole ? 'numeric' : 'decimal'}
        aria-label={label}
        aria-valuenow={value}
        aria-valuemin={bounds.min}
        aria-valuemax={bounds.max}
        aria-valuetext={draft ?? shown(value)}
        aria-invalid={problem !== null}
        aria-describedby={`${describedBy ?? ''} ${id}-problem`.trim()}
        value={draft ?? shown(value)}
        onChange={(event) => {
          const typed = event.target.value;
          setDraft(typed);
          setProblem(null);
          const read = readNumber(typed, bounds);
          if (live && read.problem === null) onChange(read.value);
        }}
        onKeyDown={(event) => {
          if (event.key === 'Enter') commit();
          else if (event.key === 'Escape' && draft !== null) {
            event.preventDefault();
            setDraft(null);
          } else if (STEP_KEYS.includes(event.key)) {
            setDraft(null);
            setProblem(null);
            onStep(event);
          }
        }}
        onBlur={commit}
      />
      <p
        id={`${id}-problem`}
        className={`field-problem ${problemClassName}`}
        role={problem === null ? undefined : 'alert'}
      >
        {problem}
      </p>
    </>
  );
}

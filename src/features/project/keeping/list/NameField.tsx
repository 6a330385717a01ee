import { useEffect, useRef, useState } from 'react';

interface NameFieldProps {
  readonly name: string;
  readonly label: string;
  /** Whether the field is there to be typed into at once. */
  readonly isChosen?: boolean;
  /** Told what was typed; null where it is not to be taken. */
  onDone(name: string | null): void;
}

/** A project's name as it is typed: Enter and leaving the field take it, Escape does not. */
export function NameField({ name, label, isChosen = false, onDone }: NameFieldProps) {
  const [typed, setTyped] = useState(name);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (isChosen) field.current?.select();
  }, [isChosen]);
  useEffect(() => setTyped(name), [name]);
  return (
    <input
      ref={field}
      className="field"
      aria-label={label}
      value={typed}
      onChange={(event) => setTyped(event.target.value)}
      onKeyDown={(event) => {
        if (event.key === 'Escape' && (isChosen || typed !== name)) {
          // The dialog stays.
          event.preventDefault();
          setTyped(name);
          onDone(null);
        }
        if (event.key === 'Enter') onDone(typed.trim() || null);
      }}
      onBlur={() => onDone(typed.trim() || null)}
    />
  );
}

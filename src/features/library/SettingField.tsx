import { type ReactNode, useEffect, useId, useState } from 'react';

interface SettingFieldProps {
  readonly label: string;
  readonly value: number;
  readonly bounds: { readonly min: number; readonly max: number };
  readonly step: number;
  /** Takes what was typed; what is out of bounds is for it to put within them, and to give back. */
  readonly apply: (value: number) => number;
  /** Said below the field. */
  readonly children: ReactNode;
}

/** A whole number that takes effect when its typing ends. */
export function SettingField({ label, value, bounds, step, apply, children }: SettingFieldProps) {
  const id = useId();
  const [draft, setDraft] = useState(String(value));
  useEffect(() => setDraft(String(value)), [value]);
  const take = () => setDraft(String(draft.trim() === '' ? value : apply(Number(draft))));
  return (
    <form
      className="library-setting"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        take();
      }}
    >
      <label className="label" htmlFor={id}>
        {label}
      </label>
      <input
        id={id}
        className="field number"
        type="number"
        min={bounds.min}
        max={bounds.max}
        step={step}
        value={draft}
        aria-describedby={`${id}-hint`}
        onChange={(event) => setDraft(event.target.value)}
        onBlur={take}
      />
      <p className="small muted library-hint" id={`${id}-hint`}>
        {children}
      </p>
    </form>
  );
}

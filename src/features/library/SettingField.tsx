import { type ReactNode, useId } from 'react';
import { NumberField } from '../common/components/NumberField';

interface SettingFieldProps {
  readonly label: string;
  readonly value: number;
  readonly bounds: { readonly min: number; readonly max: number };
  /** How far an arrow key goes. */
  readonly step: number;
  readonly apply: (value: number) => void;
  /** Said below the field. */
  readonly children: ReactNode;
}

/** A whole number that takes effect when its typing ends. */
export function SettingField({ label, value, bounds, step, apply, children }: SettingFieldProps) {
  const id = useId();
  return (
    <div className="library-setting">
      <label className="label" htmlFor={id}>
        {label}
      </label>
      <NumberField
        id={id}
        className="field number"
        value={value}
        bounds={{ ...bounds, whole: true }}
        holds
        describedBy={`${id}-hint`}
        problemClassName="library-problem small"
        onStep={(event) => {
          const sign = { ArrowUp: 1, ArrowDown: -1 }[event.key];
          if (sign === undefined) return;
          event.preventDefault();
          apply(Math.min(bounds.max, Math.max(bounds.min, value + sign * step)));
        }}
        onChange={apply}
      />
      <p className="small muted library-hint" id={`${id}-hint`}>
        {children}
      </p>
    </div>
  );
}

import { RotateCcw } from 'lucide-react';
import { type CSSProperties, type KeyboardEvent, type ReactNode, useId, useRef } from 'react';
import { NumberField } from '../common/components/NumberField';
import { setting } from '../common/text/formats';
import { fromPosition, held, type Scale, snap, stepped, toPosition } from './scale';

interface ControlProps {
  /** The symbol, which is the slider's whole name. */
  readonly name: string;
  readonly hint: string;
  /** The hint at length. */
  readonly explanation: string;
  readonly value: number;
  readonly limits: { readonly min: number; readonly max: number };
  /** The paper's value, ticked and snapped to; null where it has none. */
  readonly paper: number | null;
  /** What reset returns to. */
  readonly initial: number;
  readonly scale?: Scale;
  readonly whole?: boolean;
  /** Stands over the slider, along its way. */
  readonly plot?: ReactNode;
  readonly onChange: (value: number) => void;
  /** Back to `initial`, which takes the place of the user's own value. */
  readonly onReset: (value: number) => void;
}

/** A slider with a number field and a reset, for one number of the method. */
export function Control({
  name,
  hint,
  explanation,
  value,
  limits,
  paper,
  initial,
  scale = 'linear',
  whole = false,
  plot,
  onChange,
  onReset,
}: ControlProps) {
  const id = useId();
  /** Where the pull began, and null while no pointer pulls: only pulls snap. */
  const pulledFrom = useRef<number | null>(null);
  const [min, max] = [toPosition(limits.min, scale), toPosition(limits.max, scale)];
  const position = toPosition(value, scale);
  const inUnits = whole && scale === 'linear';
  const steps = inUnits
    ? { small: 1, large: 5 }
    : scale === 'linear'
      ? { small: 0.01, large: 0.1 }
      : { small: 0.1, large: 1 };

  const move = (to: number) => {
    const next = held(fromPosition(to, scale), limits);
    if (next !== null) onChange(whole ? Math.round(next) : next);
  };

  const onSlide = (to: number) => {
    const start = pulledFrom.current;
    move(
      start === null
        ? to
        : snap(to, [min, toPosition(paper ?? initial, scale), toPosition(initial, scale), start], max - min),
    );
  };

  const onKeyDown = (event: KeyboardEvent) => {
    const to = stepped(position, event.key, steps);
    if (to === null) return;
    event.preventDefault();
    // Where whole numbers lie far apart on the scale, a key still goes on to the next.
    if (whole && Math.round(fromPosition(to, scale)) === value) {
      const next = held(value + Math.sign(to - position), limits);
      if (next !== null) onChange(next);
    } else move(to);
  };

  const at = (where: number) => (where - min) / (max - min);
  return (
    <div className="control" data-plot={plot !== undefined || undefined}>
      <label className="control-name" htmlFor={id}>
        {name}
      </label>
      <span className="control-hint small muted" title={explanation} aria-hidden="true">
        {hint}
      </span>
      <span className="visually-hidden" id={`${id}-hint`}>
        {explanation}
      </span>
      <NumberField
        className="control-number number"
        label={`${name} value`}
        value={value}
        bounds={{ ...limits, whole }}
        shown={setting}
        live
        problemClassName="control-problem small"
        onStep={onKeyDown}
        onChange={onChange}
      />
      {plot}
      <div
        className="control-track"
        style={{ '--at': at(position), '--paper': at(toPosition(paper ?? initial, scale)) } as CSSProperties}
      >
        {paper !== null && <span className="control-tick" title={`The paper’s value, ${setting(paper)}`} />}
        <input
          id={id}
          className="slider"
          type="range"
          min={min}
          max={max}
          step={inUnits ? 1 : scale === 'linear' ? 0.01 : 'any'}
          value={position}
          aria-valuetext={setting(value)}
          aria-describedby={`${id}-hint`}
          onPointerDown={() => {
            pulledFrom.current = position;
          }}
          onPointerUp={() => {
            pulledFrom.current = null;
          }}
          onPointerCancel={() => {
            pulledFrom.current = null;
          }}
          onKeyDown={onKeyDown}
          onDoubleClick={() => onReset(initial)}
          onChange={(event) => onSlide(event.target.valueAsNumber)}
        />
      </div>
      <button
        type="button"
        className="control-reset"
        aria-label={`Reset ${name}`}
        title={`Back to ${setting(initial)}`}
        disabled={value === initial}
        onClick={() => onReset(initial)}
      >
        <RotateCcw size={13} aria-hidden />
      </button>
    </div>
  );
}

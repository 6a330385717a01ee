import { useId } from 'react';
import type { ChoiceParameter, NumberParameter, Parameter, ParameterValue } from '../../../core';
import { Control } from './Control';

interface ParameterControlProps {
  readonly parameter: Parameter;
  readonly value: ParameterValue;
  readonly initial: ParameterValue;
  /** Whether another parameter takes its effect away at the moment. */
  readonly isIdle: boolean;
  readonly onChange: (value: ParameterValue) => void;
  /** Puts a value in the place of the user's own. */
  readonly onReset: (value: ParameterValue) => void;
}

/** The control that a parameter's description asks for. */
export function ParameterControl({ parameter, ...rest }: ParameterControlProps) {
  return parameter.kind === 'choice' ? (
    <ChoiceControl parameter={parameter} {...rest} />
  ) : (
    <NumberControl parameter={parameter} {...rest} />
  );
}

type Of<P extends Parameter> = Omit<ParameterControlProps, 'parameter'> & { readonly parameter: P };

function ChoiceControl({ parameter, value, onChange }: Of<ChoiceParameter>) {
  const id = useId();
  return (
    <div className="control-line" title={parameter.explanation}>
      <label htmlFor={id}>{parameter.title}</label>
      <select
        id={id}
        className="select"
        value={String(value)}
        onChange={(event) => onChange(event.target.value)}
      >
        {parameter.options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.title}
          </option>
        ))}
      </select>
    </div>
  );
}

function NumberControl({ parameter, value, initial, isIdle, onChange, onReset }: Of<NumberParameter>) {
  const { canBeOff, symbol, title, explanation, scale, whole, paper } = parameter;
  const usual = parameter.usual ?? paper ?? parameter.min;
  const slider = typeof value === 'number' && (
    <Control
      name={symbol}
      hint={isIdle ? 'not used' : canBeOff ? '' : title}
      explanation={isIdle ? `Not used at the moment. ${explanation}` : explanation}
      value={value}
      limits={parameter}
      paper={paper}
      initial={typeof initial === 'number' ? initial : usual}
      scale={scale}
      whole={whole}
      onChange={onChange}
      onReset={onReset}
    />
  );
  if (!canBeOff) return slider;
  return (
    <>
      <label className="control-line" title={explanation}>
        {title}
        <input
          type="checkbox"
          checked={value !== null}
          onChange={(event) => onChange(event.target.checked ? usual : null)}
        />
      </label>
      {slider}
    </>
  );
}

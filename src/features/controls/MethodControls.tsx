import { useId } from 'react';
import { type Method, type Parameter, type ParameterValue, type ParameterValues, reads } from '../../../core';
import { sameValues } from '../../engine';
import { setting } from '../common/text/formats';
import { useEngine } from '../engine-context';
import { useMethod, useParameters } from '../methods/useMethod';
import { replaceValues } from './change-settings';
import { MemoryControl } from './MemoryControl';
import { ParameterControl } from './ParameterControl';
import { SearchModeControl } from './SearchModeControl';
import { SpaceNotice } from './SpaceNotice';
import { TemplatesField } from './TemplatesField';
import './controls.css';

/** Every parameter of the chosen method, drawn from its description; answers follow while they move. */
export function MethodControls() {
  const engine = useEngine();
  const method = useMethod();
  const { values, initial } = useParameters();
  const id = useId();
  const parameters = Object.entries(method.parameters);
  return (
    <section className="ask-section" aria-labelledby={id}>
      <div className="row">
        <h2 id={id} className="grow">
          {method.title}
        </h2>
        {parameters.length > 0 && (
          <button
            type="button"
            className="link small"
            disabled={sameValues(values, initial)}
            onClick={() =>
              replaceValues(engine, `${method.title}: all settings are where they start`, initial)
            }
          >
            Reset all
          </button>
        )}
      </div>
      <p className="small muted">{method.explanation}</p>
      <Presets
        method={method}
        values={values}
        initial={initial}
        onChoose={({ title, values: preset }, isOwn) =>
          // From one preset to another nothing is lost.
          isOwn
            ? replaceValues(engine, `“${title}” took the place of your settings`, preset)
            : engine.setParameters(preset)
        }
      />
      {parameters.map(([name, parameter]) => (
        <ParameterControl
          key={`${method.id} ${name}`}
          parameter={parameter}
          value={values[name] as ParameterValue}
          initial={initial[name] as ParameterValue}
          isIdle={parameter.idle !== undefined && values[parameter.idle.parameter] === parameter.idle.value}
          onChange={(value) => engine.setParameters({ [name]: value })}
          onReset={(value) => replaceValues(engine, resetWords(parameter, value), { [name]: value })}
        />
      ))}
      {reads(method, 'captions of class') && <SearchModeControl />}
      {reads(method, 'image vectors in index') && <SpaceNotice kind="image" />}
      {reads(method, 'templates') && <TemplatesField />}
      {method.memory !== undefined && <MemoryControl memory={method.memory} />}
      {parameters.length > 0 && (
        <details className="small explanations">
          <summary>What these do</summary>
          <dl>
            {parameters.map(([name, { symbol, title, explanation }]) => (
              <div key={name}>
                <dt>
                  {symbol} · {title}
                </dt>
                <dd className="muted">{explanation}</dd>
              </div>
            ))}
          </dl>
        </details>
      )}
    </section>
  );
}

/** “α is back at 0.6”. */
function resetWords({ symbol }: Parameter, value: ParameterValue): string {
  return `${symbol} is back at ${typeof value === 'number' ? setting(value) : value}`;
}

interface PresetsProps {
  readonly method: Method;
  readonly values: ParameterValues;
  readonly initial: ParameterValues;
  /** @param isOwn whether the values before are the user's own: no preset's, and not where they start */
  readonly onChoose: (preset: Preset, isOwn: boolean) => void;
}

type Preset = NonNullable<Method['presets']>[number];

function Presets({ method, values, initial, onChoose }: PresetsProps) {
  if (method.presets === undefined) return null;
  const isOwn =
    !sameValues(values, initial) && !method.presets.some((preset) => sameValues(values, preset.values));
  return (
    <fieldset className="segments">
      <legend className="visually-hidden">Settings of</legend>
      {method.presets.map((preset) => (
        <button
          key={preset.title}
          type="button"
          className="segment"
          aria-pressed={sameValues(values, preset.values)}
          onClick={() => onChoose(preset, isOwn)}
        >
          {preset.title}
        </button>
      ))}
    </fieldset>
  );
}

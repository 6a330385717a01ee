import { useId } from 'react';
import {
  type Method,
  namesIn,
  type Parameter,
  type ParameterValue,
  type ParameterValues,
  reads,
  withNames,
} from '../../../core';
import { sameValues } from '../../engine';
import { setting } from '../common/text/formats';
import { useEngine, useEngineState } from '../engine-context';
import { PlaneSlot } from '../evaluate/plane/PlaneSlot';
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
      <Presets method={method} values={values} initial={initial} />
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
      {method.id === 'core' && <PlaneSlot />}
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
}

/** Settings that belong together, one of which is pressed while its values, and its way of asking for captions, are those in use. */
function Presets({ method: { presets }, values, initial }: PresetsProps) {
  const engine = useEngine();
  const retrieval = useEngineState(({ request }) => request.prompts.retrieval);
  const id = useId();
  if (presets === undefined) return null;
  const inUse = presets.find(
    ({ values: preset, namesInRetrieval }) =>
      sameValues(values, preset) && (namesInRetrieval === null || namesInRetrieval === namesIn(retrieval)),
  );
  const hasOwn = !sameValues(values, initial) && !presets.some((preset) => sameValues(values, preset.values));
  return (
    <>
      <fieldset className="segments" aria-describedby={id}>
        <legend className="visually-hidden">Settings of</legend>
        {presets.map(({ title, values: preset, namesInRetrieval }) => (
          <button
            key={title}
            type="button"
            className="segment"
            aria-pressed={inUse?.title === title}
            onClick={() => {
              // The user's own words stay: a template takes all names in one prompt, or each in its own.
              if (namesInRetrieval !== null)
                engine.setPrompts({ retrieval: withNames(retrieval, namesInRetrieval) });
              // From one preset to another nothing is lost.
              if (hasOwn) replaceValues(engine, `“${title}” took the place of your settings`, preset);
              else engine.setParameters(preset);
            }}
          >
            {title}
          </button>
        ))}
      </fieldset>
      <p className="small muted" id={id}>
        {inUse?.explanation}
      </p>
    </>
  );
}

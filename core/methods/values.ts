import { FernglassError } from '../errors';
import type { Method } from './method';
import type { Parameter, ParameterValues } from './parameters';

/** Every parameter at the paper's value. */
export function paperValues<P extends ParameterValues, State, Measured>(
  method: Method<P, State, Measured>,
): P {
  const entries = Object.entries<Parameter>(method.parameters).map(([name, { paper }]) => [name, paper]);
  return Object.fromEntries(entries) as P;
}

/**
 * The values of a method's parameters from outside (a file, a URL, storage): a missing one takes the paper's value, an
 * unknown one is left out.
 * @throws FernglassError `input-invalid` naming the first value that does not fit.
 */
export function readParameters<P extends ParameterValues, State, Measured>(
  method: Method<P, State, Measured>,
  values: Readonly<Record<string, unknown>>,
): P {
  const entries = Object.entries<Parameter>(method.parameters).map(([name, parameter]) => {
    const value = Object.hasOwn(values, name) ? values[name] : parameter.paper;
    const problem = problemOf(parameter, value);
    if (problem !== null)
      throw new FernglassError(
        'input-invalid',
        `${parameter.title} is ${String(value)}; it must be ${problem}.`,
      );
    return [name, value];
  });
  return Object.fromEntries(entries) as P;
}

/** What the value must be instead, or null where it fits. */
function problemOf(parameter: Parameter, value: unknown): string | null {
  if (parameter.kind === 'choice') {
    if (parameter.options.some((option) => option.value === value)) return null;
    return `one of ${parameter.options.map((option) => option.value).join(', ')}`;
  }
  if (value === null && parameter.canBeOff) return null;
  const { min, max, whole } = parameter;
  const fits =
    typeof value === 'number' && value >= min && value <= max && (!whole || Number.isInteger(value));
  return fits ? null : `a ${whole ? 'whole ' : ''}number between ${min} and ${max}`;
}

import { FernglassError } from '../errors';

/** A parameter's value; null is a number that is switched off. */
export type ParameterValue = number | string | null;

/** The values of a method's parameters by name. */
export type ParameterValues = Readonly<Record<string, ParameterValue>>;

interface Described {
  /** The symbol or word that stands at the control. */
  readonly symbol: string;
  readonly title: string;
  /** One sentence: what happens when it grows or changes. */
  readonly explanation: string;
  /** `retrieval`: the index is asked anew where it was not asked widely enough; `weights`: cached inner products do. */
  readonly affects: 'weights' | 'retrieval';
}

export interface NumberParameter extends Described {
  readonly kind: 'number';
  readonly min: number;
  readonly max: number;
  readonly scale: 'linear' | 'logarithmic';
  readonly whole: boolean;
  /** Whether null, switched off, is a value too. */
  readonly canBeOff: boolean;
  /** The paper's value, where the control starts. */
  readonly paper: number | null;
}

export interface ChoiceParameter extends Described {
  readonly kind: 'choice';
  readonly options: readonly { readonly value: string; readonly title: string }[];
  readonly paper: string;
}

/** What a page needs to draw a control and to hold its value within bounds. */
export type Parameter = NumberParameter | ChoiceParameter;

/** A method's parameters by name, in the order in which they are shown. */
export type Parameters = Readonly<Record<string, Parameter>>;

/** Every parameter at the paper's value. */
export function paperValues<P extends ParameterValues>(method: {
  readonly parameters: { readonly [Name in keyof P]: Parameter };
}): P {
  const entries = Object.entries<Parameter>(method.parameters).map(([name, { paper }]) => [name, paper]);
  return Object.fromEntries(entries) as P;
}

/**
 * The values of a method's parameters from outside (a file, a URL, storage): a missing one takes the paper's value, an
 * unknown one is left out.
 * @throws FernglassError `input-invalid` naming the first value that does not fit.
 */
export function readParameters<P extends ParameterValues>(
  method: { readonly parameters: { readonly [Name in keyof P]: Parameter } },
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

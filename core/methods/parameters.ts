import type { NamesInPrompts } from '../prompts';

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
  /** It has no effect while the parameter of this name has this value. */
  readonly idle?: { readonly parameter: string; readonly value: ParameterValue };
}

export interface NumberParameter extends Described {
  readonly kind: 'number';
  readonly min: number;
  readonly max: number;
  readonly scale: 'linear' | 'logarithmic';
  readonly whole: boolean;
  /** Whether null, switched off, is a value too. */
  readonly canBeOff: boolean;
  /** The value it takes when it is switched on; the paper's where that is a number. */
  readonly usual?: number;
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

/** Values that belong together, under a name. */
export interface ParameterPreset<P extends ParameterValues = ParameterValues> {
  readonly title: string;
  /** One sentence: what is chosen, and by whom. */
  readonly explanation: string;
  readonly values: P;
  /** How captions are asked for where a class has several names; null where the preset does not say. */
  readonly namesInRetrieval: NamesInPrompts | null;
}

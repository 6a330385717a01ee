import {
  METHODS,
  type Method,
  methodById,
  type ParameterValues,
  POCKET_SETTINGS,
  paperValues,
  readParameters,
} from '../../../../core';
import type { Request } from '../types';
import { POCKET_ID } from './models';

/** What did best with a checkpoint, by checkpoint and method, where that is not what the paper says. */
const CHECKPOINT_VALUES: Readonly<Record<string, Readonly<Record<string, ParameterValues>>>> = {
  [POCKET_ID]: { core: { ...POCKET_SETTINGS } },
};

const PAPER_VALUES = new Map(METHODS.map((method) => [method.id, paperValues(method)]));

/** The method that is asked for. */
export function chosenMethod({ method }: Pick<Request, 'method'>): Method {
  return methodById(method) ?? METHODS[0]!;
}

/** The values a method starts from with a checkpoint; the same object every time. */
export function initialParameters(
  method: Pick<Method, 'id'>,
  { id }: Pick<Request['model'], 'id'>,
): ParameterValues {
  return CHECKPOINT_VALUES[id]?.[method.id] ?? PAPER_VALUES.get(method.id) ?? {};
}

/** The values of the method that is asked for: as moved, else where it starts. */
export function parametersOf(request: Pick<Request, 'method' | 'parameters' | 'model'>): ParameterValues {
  return request.parameters[request.method] ?? initialParameters(chosenMethod(request), request.model);
}

/**
 * The request's parameters with some of the chosen method's moved. Values that nobody moved are not kept, so that they
 * follow the model.
 * @throws FernglassError `input-invalid` for a value out of bounds.
 */
export function movedParameters(request: Request, change: ParameterValues): Request['parameters'] {
  const method = chosenMethod(request);
  const values = readParameters(method, { ...parametersOf(request), ...change });
  const { [method.id]: _, ...others } = request.parameters;
  return sameValues(values, initialParameters(method, request.model))
    ? others
    : { ...others, [method.id]: values };
}

/** Whether two settings of one method are the same in every value. */
export function sameValues(a: ParameterValues, b: ParameterValues): boolean {
  return Object.keys(a).every((name) => a[name] === b[name]);
}

/** Stored parameters, as far as they still fit the methods' bounds. */
export function restoreParameters(stored: unknown): Request['parameters'] {
  if (typeof stored !== 'object' || stored === null) return {};
  const known = METHODS.flatMap((method) => {
    const values: unknown = (stored as Record<string, unknown>)[method.id];
    if (typeof values !== 'object' || values === null) return [];
    try {
      return [[method.id, readParameters(method, values as Record<string, unknown>)] as const];
    } catch {
      // Another version of the page may have had other bounds.
      return [];
    }
  });
  return Object.fromEntries(known);
}

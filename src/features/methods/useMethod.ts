import type { Method, ParameterValues } from '../../../core';
import { chosenMethod, initialParameters, parametersOf } from '../../engine';
import { useEngineState } from '../engine-context';

/** The method that is asked for. */
export function useMethod(): Method {
  return useEngineState((state) => chosenMethod(state.request));
}

/** Its parameters as they are, and where they start from. */
export function useParameters(): { readonly values: ParameterValues; readonly initial: ParameterValues } {
  const values = useEngineState((state) => parametersOf(state.request));
  const initial = useEngineState((state) =>
    initialParameters(chosenMethod(state.request), state.request.model),
  );
  return { values, initial };
}

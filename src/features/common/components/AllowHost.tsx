import type { PlainError } from '../../../../core';
import { useEngine } from '../../engine-context';
import { hostName } from '../text/hosts';

/** The way on where a chosen host sent on to another: nothing where that is not what is wrong. */
export function AllowHost({ error }: { readonly error: PlainError }) {
  const engine = useEngine();
  const { sentOn } = error;
  if (sentOn === undefined) return null;
  return (
    <button type="button" className="button" onClick={() => engine.allowSentOn(sentOn)}>
      Allow {hostName(sentOn.to)}
    </button>
  );
}

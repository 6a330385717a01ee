import type { PlainError } from '../../../../core';
import { useEngine } from '../../engine-context';
import { hostName } from '../text/hosts';

interface AllowHostProps {
  readonly error: PlainError;
  /** Called once the host may be asked, for what the engine does not try again by itself. */
  readonly onAllowed?: () => void;
}

/** The way on where a chosen host sent on to another: nothing where that is not what is wrong. */
export function AllowHost({ error, onAllowed }: AllowHostProps) {
  const engine = useEngine();
  const { sentOn } = error;
  if (sentOn === undefined) return null;
  return (
    <button
      type="button"
      className="button"
      onClick={() => {
        engine.allowSentOn(sentOn);
        onAllowed?.();
      }}
    >
      Allow {hostName(sentOn.to)}
    </button>
  );
}

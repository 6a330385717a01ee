import { useAskedAnew } from '../useAskedAnew';
import { askBursts, useBursts } from './bursts-state';

/** Rest after the last change before bursts are asked anew. */
const REST = 500;

/** Keeps what bursts say up to date while they are on; draws nothing. */
export function BurstsKeeper() {
  const on = useBursts((state) => state.seconds > 0);
  return on ? <Keeper /> : null;
}

function Keeper() {
  const seconds = useBursts((state) => state.seconds);
  useAskedAnew(askBursts, REST, `${seconds}`);
  return null;
}

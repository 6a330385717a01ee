import type { Interval } from '../../../../core';
import { ends, signed } from './numbers';

/** A row's gain over the first one, in points with its interval; a dash in the first row itself. */
export function GainCell({
  isFirst,
  gain,
  interval,
}: {
  readonly isFirst: boolean;
  readonly gain: number;
  readonly interval: Interval;
}) {
  if (isFirst)
    return (
      <td>
        <span className="muted">–</span>
      </td>
    );
  return (
    <td>
      {signed(gain)}
      <span className="method-table-ends">{ends(interval)}</span>
    </td>
  );
}

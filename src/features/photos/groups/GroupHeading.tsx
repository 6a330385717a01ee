import { counted } from '../../common/text/formats';
import { useGrouping } from '../list/hooks';
import { pick } from '../picking/picking';
import type { Group } from './groups';
import './groups.css';

/** Pixels that a heading takes among the rows; as the style sheet has it. */
export const GROUP_HEIGHT = 44;

interface GroupHeadingProps {
  readonly group: Group;
  /** All photos that are shown. */
  readonly ids: readonly string[];
  /** Pixels from the top of the list. */
  readonly top: number;
}

/** What photos of a group have in common, how many they are, and a button that selects them. */
export function GroupHeading({ group: { key, first, count }, ids, top }: GroupHeadingProps) {
  const title = useGrouping()?.titleOf(key) ?? '';
  return (
    <li className="group-heading" style={{ insetBlockStart: `${top}px` }}>
      <h3 title={title}>{title}</h3>
      <span className="number small muted">{counted(count, 'photo')}</span>
      <button
        type="button"
        className="link small"
        aria-label={`Select ${counted(count, 'photo')}: ${title}`}
        onClick={() => pick(ids.slice(first, first + count), ids[first]!)}
      >
        Select
      </button>
    </li>
  );
}

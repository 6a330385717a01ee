import { counted } from '../../common/text/formats';
import { useEngineState } from '../../engine-context';
import { usePage } from '../../page-state';
import { useGrouping, useGroups } from '../list/hooks';
import { suitingGroups } from './assigned-groups';
import './groups.css';

/** Seconds that two photos of a burst may lie apart. */
const SECONDS = { min: 1, max: 3600 };

/** Groups that photos can be put into by likeness. */
const ALIKE = { min: 2, max: 100 };

/** How many groups there are, and what they are made by where the user has a say in it; nothing while there are none. */
export function GroupRow() {
  const by = usePage((page) => page.groupBy);
  const total = useEngineState((state) => state.photoCounts.total);
  const isRanked = useEngineState((state) => state.search.query !== null);
  if (by === 'none' || total === 0) return null;
  return (
    <div className="group-row small muted">
      {isRanked ? <span>Not grouped while photos are ranked</span> : <Groups />}
      {!isRanked && by === 'burst' && <Seconds />}
      {!isRanked && by === 'similarity' && <Alike />}
    </div>
  );
}

function Groups() {
  const groups = useGroups();
  const grouping = useGrouping();
  return (
    <span className="number" role="status" aria-label="Groups">
      {grouping === null ? 'Being grouped…' : counted(groups.length, 'group')}
    </span>
  );
}

function Seconds() {
  const seconds = usePage((page) => page.burstSeconds);
  return (
    <label>
      photos at most
      <input
        className="field number"
        type="number"
        min={SECONDS.min}
        max={SECONDS.max}
        value={seconds}
        aria-label="Seconds between photos of a burst"
        onChange={({ target: { valueAsNumber } }) => {
          if (valueAsNumber >= SECONDS.min && valueAsNumber <= SECONDS.max)
            usePage.setState({ burstSeconds: valueAsNumber });
        }}
      />
      seconds apart, by the camera’s clock
    </label>
  );
}

function Alike() {
  const asked = usePage((page) => page.alikeGroups);
  const done = useEngineState((state) => state.photoCounts.done);
  return (
    <label>
      fewer
      <input
        type="range"
        min={ALIKE.min}
        max={ALIKE.max}
        value={asked ?? suitingGroups(done)}
        aria-label="Groups wished for"
        onChange={({ target }) => usePage.setState({ alikeGroups: Number(target.value) })}
      />
      more
    </label>
  );
}

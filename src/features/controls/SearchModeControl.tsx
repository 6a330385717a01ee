import { useId } from 'react';
import type { SearchMode } from '../../../workers/protocol';
import { SEARCH_MODE_TITLES } from '../common/text/search-modes';
import { useEngine, useEngineState } from '../engine-context';
import { SpaceNotice } from './SpaceNotice';

/** How captions are sought for the classes, and what the index cannot serve of it. */
export function SearchModeControl() {
  const engine = useEngine();
  const asked = useEngineState((state) => state.request.searchMode);
  const { modes } = useEngineState((state) => state.classRetrieval);
  const id = useId();
  const note = modes.find(({ mode }) => mode === asked)?.note;
  return (
    <div>
      <div className="control-line">
        <label htmlFor={id}>Class captions</label>
        <select
          id={id}
          className="select"
          value={asked}
          aria-describedby={`${id}-note`}
          title="By meaning: captions whose embedding is near the class’s. By name: captions that hold its words."
          onChange={(event) => engine.setSearchMode(event.target.value as SearchMode)}
        >
          {modes.map(({ mode, offered }) => (
            <option key={mode} value={mode} disabled={!offered && mode !== asked}>
              {SEARCH_MODE_TITLES[mode]}
            </option>
          ))}
        </select>
      </div>
      <p className="small muted" id={`${id}-note`}>
        {note}
      </p>
      {(asked === 'second' || asked === 'hybrid') && <SpaceNotice kind="text" />}
    </div>
  );
}

import { useId } from 'react';
import type { RetrievalWay } from '../../../workers/protocol';
import { useEngine, useEngineState } from '../engine-context';
import { SpaceNotice } from './SpaceNotice';

const TITLES: Readonly<Record<RetrievalWay, string>> = {
  meaning: 'by meaning',
  second: 'by meaning, second encoder',
  name: 'by name',
  hybrid: 'by name and meaning',
};

/** How captions are sought for the classes, and what the index cannot serve of it. */
export function RetrievalWayControl() {
  const engine = useEngine();
  const asked = useEngineState((state) => state.request.retrievalWay);
  const { ways } = useEngineState((state) => state.classRetrieval);
  const id = useId();
  const note = ways.find(({ way }) => way === asked)?.note;
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
          onChange={(event) => engine.setRetrievalWay(event.target.value as RetrievalWay)}
        >
          {ways.map(({ way, offered }) => (
            <option key={way} value={way} disabled={!offered && way !== asked}>
              {TITLES[way]}
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

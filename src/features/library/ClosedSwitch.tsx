import { useId, useMemo } from 'react';
import { networkOf } from '../../engine';
import { useEngine, useEngineState } from '../engine-context';

/** Shuts every host but the page's own, and says which ones may be asked. */
export function ClosedSwitch() {
  const engine = useEngine();
  const closed = useEngineState((state) => state.closed);
  const request = useEngineState((state) => state.request);
  const index = useEngineState((state) => state.index);
  const id = useId();
  const hosts = useMemo(
    () =>
      networkOf({ closed, request, index }, document.baseURI).origins.map((origin) =>
        origin.slice(origin.indexOf('://') + 3),
      ),
    [closed, request, index],
  );
  return (
    <>
      <label className="row">
        <input
          type="checkbox"
          role="switch"
          checked={closed}
          aria-checked={closed}
          aria-describedby={id}
          onChange={(event) => engine.setClosed(event.target.checked)}
        />
        Closed
      </label>
      <p className="small muted library-hint" id={id}>
        {closed
          ? 'Nothing is fetched from any host but this site. What is stored on this device still works.'
          : hosts.length === 0
            ? 'The chosen model and index come from this site; no other host is asked.'
            : `May be asked, for files only: this site, ${hosts.join(', ')}.`}
      </p>
    </>
  );
}

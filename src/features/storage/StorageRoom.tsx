import { useEffect, useState } from 'react';
import { Progress } from '../common/components/Progress';
import { bytes } from '../common/text/formats';
import { useEngine, useEngineState } from '../engine-context';

/** How much is kept of what this browser allows, and whether it may clear it by itself. */
export function StorageRoom() {
  const engine = useEngine();
  const { storedBytes, persisted } = useEngineState((state) => state.offline);
  const quota = useQuota(storedBytes);
  return (
    <div className="storage-room">
      {storedBytes !== null && (
        <>
          <p className="number">
            {bytes(storedBytes)} in all
            {quota !== null && `, of ${bytes(quota)} that this browser allows`}
          </p>
          {quota !== null && <Progress label="Storage in use" value={storedBytes} max={quota} />}
        </>
      )}
      {persisted !== null && (
        <div className="row storage-persisted">
          <p className="small muted grow">
            {persisted
              ? 'Kept on this device: this browser clears none of it by itself.'
              : 'This browser may clear it by itself when space runs out.'}
          </p>
          {!persisted && (
            <button type="button" className="button" onClick={() => engine.persistStorage()}>
              Keep on this device
            </button>
          )}
        </div>
      )}
    </div>
  );
}

/** Bytes that this browser allows the page, asked for again when more or less is stored; null while unknown. */
function useQuota(storedBytes: number | null): number | null {
  const [quota, setQuota] = useState<number | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: What is stored says when to ask again.
  useEffect(() => {
    let isGone = false;
    navigator.storage?.estimate?.().then(
      (estimate) => isGone || setQuota(estimate.quota ?? null),
      () => {},
    );
    return () => {
      isGone = true;
    };
  }, [storedBytes]);
  return quota;
}

import { useShallow } from 'zustand/react/shallow';
import { Problem } from '../../common/components/Problem';
import { bytes } from '../../common/text/formats';
import { useEngine, useEngineState } from '../../engine-context';
import { enrichmentReason } from './words/enrichment-reason';

/** Says why captions do not take part, with what can be done; nothing while all do. */
export function IndexReason() {
  const engine = useEngine();
  const reason = useEngineState(useShallow(enrichmentReason));
  const status = useEngineState((state) => state.index.status);
  const asks = useEngineState((state) => state.index.asks);
  const others = useEngineState(({ furtherIndexes }) =>
    Object.values(furtherIndexes).some(
      ({ status, info }) => status === 'ready' && (info?.captionsPresent ?? 0) > 0,
    ),
  );
  // The others' captions take part; what the first one lacks is said above all photos and in its menu.
  if (reason === null || (others && (status === 'failed' || status === 'unfit'))) return null;
  const action =
    reason.action === 'retry' ? (
      <button type="button" className="button" onClick={() => engine.retryIndex()}>
        Try again
      </button>
    ) : reason.action === 'resume' ? (
      <button type="button" className="button" onClick={() => engine.resume()}>
        Fetch the rest
      </button>
    ) : reason.action === 'fetch' && asks !== null ? (
      <button type="button" className="button" onClick={() => engine.fetchIndex()}>
        Fetch {bytes(asks.bytes)}
      </button>
    ) : undefined;
  return (
    <div className="why-block">
      <Problem tone={reason.tone} announced={false} actions={action}>
        {reason.text}
      </Problem>
    </div>
  );
}

import { useState } from 'react';
import { AllowHost } from '../features/common/components/AllowHost';
import { Problem } from '../features/common/components/Problem';
import { counted } from '../features/common/text/formats';
import { hostName } from '../features/common/text/hosts';
import { useEngine, useEngineState } from '../features/engine-context';
import { ExportProblem } from '../features/project/ExportProblem';
import { ListStorage } from '../features/storage/ListStorage';

/** What touches every photo, under the header until it is mended or read: faults of model and index, storage, updates. */
export function Notices() {
  return (
    <div className="notices">
      <ModelFault />
      <IndexFault />
      <FurtherFaults />
      <IndexNotice about="hostNotice" />
      <IndexNotice about="storageNotice" />
      <DecoderFault />
      <ExportProblem />
      <Update />
    </div>
  );
}

function ModelFault() {
  const engine = useEngine();
  const error = useEngineState((state) => state.model.error);
  if (error === null) return null;
  return (
    <Problem
      tone="error"
      actions={
        <>
          <AllowHost error={error} />
          <Again onClick={() => engine.retryModel()} />
        </>
      }
    >
      {error.message}
    </Problem>
  );
}

function IndexFault() {
  const engine = useEngine();
  const error = useEngineState((state) => state.index.error);
  const status = useEngineState((state) => state.index.status);
  if (error === null || status === 'opening') return null;
  // An index for another model is whole: nothing to try again, something to choose.
  if (status === 'unfit') return <Problem tone="warn">{error.message}</Problem>;
  return (
    <Problem
      tone="error"
      actions={
        <>
          <AllowHost error={error} />
          <Again onClick={() => engine.retryIndex()} />
        </>
      }
    >
      {error.message}
    </Problem>
  );
}

/** Of the indexes that are searched beside the first: the others go on without them. */
function FurtherFaults() {
  const engine = useEngine();
  const further = useEngineState((state) => state.furtherIndexes);
  return Object.entries(further).map(([address, { error, info, status }]) => {
    if (error === null || status === 'opening') return null;
    const title = info?.manifest.title ?? hostName(address);
    return (
      <Problem
        key={address}
        tone={status === 'unfit' ? 'warn' : 'error'}
        actions={
          <>
            <AllowHost error={error} />
            {status !== 'unfit' && <Again onClick={() => engine.retryIndex(address)} />}
            <button type="button" className="button" onClick={() => engine.setIndexUsed(address, false)}>
              Go on without it
            </button>
          </>
        }
      >
        {title}: {error.message}
      </Problem>
    );
  });
}

/** One for all photos that wait for the same decoder: none of them is at fault. */
function DecoderFault() {
  const engine = useEngine();
  const undecoded = useEngineState((state) => state.photoCounts.undecoded);
  if (undecoded === 0) return null;
  const retryAll = () =>
    engine.retryPhotos(
      engine.getState().photoIds.filter((id) => engine.photo(id)?.error?.code === 'decoder-unavailable'),
    );
  return (
    <Problem tone="error" actions={<Again onClick={retryAll} />}>
      {counted(undecoded, 'photo')} could not be read: {undecoded === 1 ? 'it needs' : 'they need'} a decoder
      that is loaded with the first photo of the kind, and it could not be loaded. Check the connection and
      try again, or save them as JPEG.
    </Problem>
  );
}

function Again({ onClick }: { readonly onClick: () => void }) {
  return (
    <button type="button" className="button" onClick={onClick}>
      Try again
    </button>
  );
}

/** What its host or this browser's storage did to an index that works all the same. */
function IndexNotice({ about }: { readonly about: 'hostNotice' | 'storageNotice' }) {
  const notice = useEngineState((state) => state.index.info?.[about] ?? null);
  const [read, setRead] = useState<string | null>(null);
  if (notice === null || notice === read) return null;
  return (
    <Problem
      tone="note"
      actions={
        <>
          <button type="button" className="button" onClick={() => setRead(notice)}>
            Understood
          </button>
          {about === 'storageNotice' && <ListStorage>Free space…</ListStorage>}
        </>
      }
    >
      {notice}
    </Problem>
  );
}

function Update() {
  const engine = useEngine();
  const waiting = useEngineState((state) => state.offline.updateWaiting);
  if (!waiting) return null;
  return (
    <Problem
      tone="note"
      actions={
        <button type="button" className="button" onClick={() => engine.applyUpdate()}>
          Update and reload
        </button>
      }
    >
      A newer version of Fernglass is here. Photos in the light table have to be added again after it.
    </Problem>
  );
}

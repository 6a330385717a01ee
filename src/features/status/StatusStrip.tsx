import { useEffect, useState } from 'react';
import type { PhotoCounts } from '../../engine';
import { counted } from '../common/text/formats';
import { useEngine, useEngineState } from '../engine-context';
import { modelTitle } from '../library/addresses';
import { usePage } from '../page-state';
import { useTasks } from '../page-tasks';
import {
  describeActivity,
  describeCaptions,
  describeMemory,
  describeOffline,
  describeRung,
  describeStorage,
} from './describe';
import './status.css';

/** What is true now: model, back end, captions, offline, storage, what is under way. */
export function StatusStrip() {
  const engine = useEngine();
  const model = useEngineState((state) => state.model);
  const index = useEngineState((state) => state.index);
  const furtherIndexes = useEngineState((state) => state.furtherIndexes);
  const classes = useEngineState((state) => state.classes);
  const queue = useEngineState((state) => state.queue);
  const idle = useEngineState((state) => state.idle);
  const closed = useEngineState((state) => state.closed);
  const offlineState = useEngineState((state) => state.offline);
  const modelId = useEngineState((state) => state.request.model.id);
  const failed = useEngineState((state) => state.photoCounts.failed);
  const [task] = useTasks((page) => page.tasks);
  const prepared = useEngineState(() => engine.field.prepared());
  const offline = describeOffline({ offline: offlineState }, prepared);
  const stored = describeStorage({ offline: offlineState });
  const inMemory = describeMemory({ index, furtherIndexes });
  // While another model loads or fails, `info` is still of the one before.
  const rung = model.status === 'ready' && model.info !== null ? model.info.rung : null;
  const title = modelTitle(modelId);
  return (
    <footer className="status">
      {/* Read on demand: the announcements below speak up, or every counted photo would. */}
      <p className="status-line number" role="status" aria-label="Status" aria-live="off">
        <span data-alert={model.status === 'failed' || undefined}>
          {model.status === 'failed' ? `${title} failed to load` : title}
        </span>
        <Separator />
        {model.status !== 'failed' && (
          <>
            <span>{rung === null ? 'no back end yet' : describeRung(rung)}</span>
            <Separator />
          </>
        )}
        <span data-alert={index.status === 'failed' || index.status === 'unfit' || undefined}>
          {describeCaptions({ index, furtherIndexes })}
        </span>
        <Separator />
        <span title={offline.reason}>
          {offline.text}
          <span className="visually-hidden"> ({offline.reason})</span>
        </span>
        {closed && (
          <>
            <Separator />
            <span title="Nothing is fetched from any host but this site">closed</span>
          </>
        )}
        {stored !== null && (
          <>
            <Separator />
            <button
              type="button"
              className="status-link"
              aria-haspopup="dialog"
              title="What this browser keeps, and how to remove it"
              onClick={() => usePage.setState({ storageOpen: true })}
            >
              {stored}
            </button>
          </>
        )}
        {inMemory !== null && (
          <>
            <Separator />
            <span>{inMemory}</span>
          </>
        )}
        {failed > 0 && (
          <>
            <Separator />
            <span>{counted(failed, 'photo')} failed</span>
          </>
        )}
        <Separator />
        <span
          className="status-activity"
          data-idle={(idle && task === undefined) || undefined}
          data-alert={(idle && task === undefined && model.status === 'failed') || undefined}
        >
          {idle && task !== undefined
            ? task
            : describeActivity({ model, index, furtherIndexes, queue, classes, idle })}
        </span>
      </p>
      <Announcements />
    </footer>
  );
}

/** Breaks where the line is too narrow. */
const Separator = () => <>{' · '}</>;

/** Milestones for screen readers: a batch's end, the model's arrival or failure. */
function Announcements() {
  const engine = useEngine();
  const running = useEngineState((state) => state.queue.running);
  const model = useEngineState((state) => state.model);
  const [batch, setBatch] = useState('');

  useEffect(() => {
    if (running) return () => setBatch(batchWords(engine.getState().photoCounts));
  }, [running, engine]);

  const modelWords =
    model.status === 'ready'
      ? 'The model is ready.'
      : model.status === 'failed'
        ? (model.error?.message ?? '')
        : '';
  return (
    <div className="visually-hidden" aria-live="polite">
      <p>{modelWords}</p>
      <p>{batch}</p>
    </div>
  );
}

function batchWords({ done, failed }: PhotoCounts): string {
  return `${counted(done, 'photo')} classified${failed > 0 ? `, ${failed} failed` : ''}.`;
}

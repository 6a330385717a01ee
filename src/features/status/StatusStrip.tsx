import { useEffect, useState } from 'react';
import { useShallow } from 'zustand/react/shallow';
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
  const title = useEngineState((state) => modelTitle(state.request.model.id));
  const hasNoModel = useEngineState((state) => state.model.status === 'failed');
  // While another model loads or fails, `info` is still of the one before.
  const rung = useEngineState(({ model }) => (model.status === 'ready' ? (model.info?.rung ?? null) : null));
  const captions = useEngineState(describeCaptions);
  const hasIndexFault = useEngineState(({ index }) => index.status === 'failed' || index.status === 'unfit');
  const offline = useEngineState(useShallow((state) => describeOffline(state, engine.field.prepared())));
  const closed = useEngineState((state) => state.closed);
  const stored = useEngineState(describeStorage);
  const inMemory = useEngineState(describeMemory);
  const failed = useEngineState((state) => state.photoCounts.failed);
  return (
    <footer className="status">
      {/* Read on demand: the announcements below speak up, or every counted photo would. */}
      <p className="status-line number" role="status" aria-label="Status" aria-live="off">
        <span data-alert={hasNoModel || undefined}>{hasNoModel ? `${title} failed to load` : title}</span>
        <Separator />
        {!hasNoModel && (
          <>
            <span>{rung === null ? 'no back end yet' : describeRung(rung)}</span>
            <Separator />
          </>
        )}
        <span data-alert={hasIndexFault || undefined}>{captions}</span>
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
        <Activity />
      </p>
      <Announcements />
    </footer>
  );
}

/** What is under way: the one part of the line that changes with every photo. */
function Activity() {
  const [task] = useTasks((page) => page.tasks);
  const idle = useEngineState((state) => state.idle);
  const hasNoModel = useEngineState((state) => state.model.status === 'failed');
  const activity = useEngineState(describeActivity);
  return (
    <span
      className="status-activity"
      data-idle={(idle && task === undefined) || undefined}
      data-alert={(idle && task === undefined && hasNoModel) || undefined}
    >
      {idle && task !== undefined ? task : activity}
    </span>
  );
}

/** Breaks where the line is too narrow. */
const Separator = () => <>{' · '}</>;

/** Milestones for screen readers: a batch's end, the model's arrival or failure. */
function Announcements() {
  const engine = useEngine();
  const running = useEngineState((state) => state.queue.running);
  const modelWords = useEngineState(({ model }) =>
    model.status === 'ready'
      ? 'The model is ready.'
      : model.status === 'failed'
        ? (model.error?.message ?? '')
        : '',
  );
  const [batch, setBatch] = useState('');

  useEffect(() => {
    if (running) return () => setBatch(batchWords(engine.getState().photoCounts));
  }, [running, engine]);

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

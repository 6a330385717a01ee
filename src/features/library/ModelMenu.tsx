import { useId, useState } from 'react';
import type { ModelChoice } from '../../engine';
import { modelChoices, PUBLIC_HUB, sourceKey } from '../../engine';
import { Menu } from '../common/components/Menu';
import { Problem } from '../common/components/Problem';
import { Progress } from '../common/components/Progress';
import { bytes } from '../common/text/formats';
import { useEngine, useEngineState } from '../engine-context';
import { usePage } from '../page-state';
import { describeRung } from '../status/describe';
import { ListStorage } from '../storage/ListStorage';
import { asFolderUrl, modelTitle } from './addresses';
import { ClosedSwitch } from './ClosedSwitch';
import './library.css';

/** Which checkpoint embeds photos and classes, and how its loading goes. */
export function ModelMenu() {
  const requested = useEngineState((state) => state.request.model);
  const status = useEngineState((state) => state.model.status);
  return (
    <Menu label="Model" value={modelTitle(requested.id)} alert={status === 'failed'}>
      {(close) => <ModelPanel close={close} />}
    </Menu>
  );
}

function ModelPanel({ close }: { readonly close: () => void }) {
  const mirror = usePage((page) => page.mirror);
  return (
    <>
      <div className="menu-section">
        <ModelStatus />
      </div>
      <ul className="menu-section choices" aria-label="Models">
        {modelChoices(asFolderUrl(mirror) ?? PUBLIC_HUB).map((choice) => (
          <Choice key={choice.source.id} choice={choice} />
        ))}
      </ul>
      <div className="menu-section library-actions">
        <button
          type="button"
          className="button"
          aria-haspopup="dialog"
          onClick={() => {
            close();
            usePage.setState({ modelsOpen: true });
          }}
        >
          All models…
        </button>
        <ListStorage before={close} />
      </div>
      <div className="menu-section">
        <MirrorField />
      </div>
      <div className="menu-section">
        <ClosedSwitch />
      </div>
    </>
  );
}

function ModelStatus() {
  const engine = useEngine();
  const { status, progress, info, error, notices } = useEngineState((state) => state.model);
  const requested = useEngineState((state) => state.request.model);
  return (
    <>
      <h2>{modelTitle(requested.id)}</h2>
      {status === 'loading' && (
        <p className="number library-line">
          {progress ? `Loading, ${bytes(progress.loaded)} of ${bytes(progress.total)}` : 'Loading…'}
          {progress && <Progress label="Model loaded" value={progress.loaded} max={progress.total} />}
        </p>
      )}
      {status === 'ready' && info !== null && (
        <p className="muted small number">
          {describeRung(info.rung)} · d = {info.width} · {info.imageSize} px
          {info.selfTestCosine !== null && ` · self-test ${info.selfTestCosine.toFixed(4)}`}
        </p>
      )}
      <div className="library-problems">
        {error !== null && (
          <Problem
            tone="error"
            announced={false}
            actions={
              <button type="button" className="button" onClick={() => engine.retryModel()}>
                Try again
              </button>
            }
          >
            {error.message}
          </Problem>
        )}
        {notices.map((notice) => (
          <Problem key={notice} tone="note">
            {notice}
          </Problem>
        ))}
      </div>
    </>
  );
}

function Choice({ choice }: { readonly choice: ModelChoice }) {
  const engine = useEngine();
  const current = useEngineState((state) => sourceKey(state.request.model) === sourceKey(choice.source));
  return (
    <li className="choice">
      <div>
        <p className="choice-title">{choice.title}</p>
        <p className="small muted">{choice.description}</p>
      </div>
      <button
        type="button"
        className="button"
        disabled={current}
        aria-label={current ? `${choice.title} is in use` : `Use ${choice.title}`}
        onClick={() => engine.setModel(choice.source)}
      >
        {current ? 'In use' : 'Use'}
      </button>
    </li>
  );
}

function MirrorField() {
  const engine = useEngine();
  const mirror = usePage((page) => page.mirror);
  const [draft, setDraft] = useState(mirror);
  const [problem, setProblem] = useState<string | null>(null);
  const id = useId();
  const save = (address: string) => {
    const host = address.trim() === '' ? PUBLIC_HUB : asFolderUrl(address);
    if (host === null) {
      setProblem('This is no web address. It should look like https://hub.example.org/.');
      return;
    }
    setProblem(null);
    usePage.setState({ mirror: address.trim() === '' ? '' : host });
    const { model } = engine.getState().request;
    if (model.layout === 'hub' && model.host !== host) engine.setModel({ ...model, host });
  };
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        save(draft);
      }}
    >
      <label className="label" htmlFor={id}>
        Model hub address
      </label>
      <div className="row">
        <input
          id={id}
          className="field grow"
          type="url"
          inputMode="url"
          placeholder={PUBLIC_HUB}
          value={draft}
          aria-invalid={problem !== null}
          aria-describedby={`${id}-hint`}
          onChange={(event) => setDraft(event.target.value)}
          onBlur={(event) => save(event.target.value)}
        />
        <button type="submit" className="button">
          Set
        </button>
      </div>
      <p className="small muted library-hint" id={`${id}-hint`}>
        {problem ??
          'Where models other than the pocket one come from: the public hub, or a mirror laid out like it.'}
      </p>
    </form>
  );
}

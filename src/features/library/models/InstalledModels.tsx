import { useCallback, useEffect, useRef, useState } from 'react';
import { Problem } from '../../common/components/Problem';
import { bytes } from '../../common/text/formats';
import { useEngine, useEngineState } from '../../engine-context';
import type { KeptThing } from '../../storage/kept-thing';
import { consequenceOf, listKept, removeKept } from '../../storage/stored-things';
import { modelTitle } from '../addresses';
import { takeModel } from './adding/take-model';
import { useOpening } from './opening';

const day = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium' });

/** Models that this browser keeps, each with a way to use and to delete it. */
export function InstalledModels() {
  const engine = useEngine();
  const status = useEngineState((state) => state.model.status);
  const opening = useOpening((state) => state.opening !== null);
  const [models, setModels] = useState<readonly KeptThing[] | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [asked, setAsked] = useState<string | null>(null);
  const [said, setSaid] = useState('');
  const list = useRef<HTMLUListElement>(null);

  const look = useCallback(
    () =>
      listKept().then(
        (things) => setModels(things.filter(({ kind }) => kind === 'model')),
        (thrown: unknown) => setProblem(String(thrown)),
      ),
    [],
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: What loads and what is opened changes what is kept.
  useEffect(() => void look(), [look, status, opening]);

  const remove = async (model: KeptThing) => {
    setAsked(null);
    list.current?.focus();
    try {
      await removeKept(model, engine);
      setSaid(`Deleted: ${modelTitle(model.title)}.`);
    } catch (thrown) {
      setProblem(thrown instanceof Error ? thrown.message : String(thrown));
    }
    await look();
  };

  return (
    <section aria-labelledby="models-installed">
      <h3 id="models-installed">In this browser</h3>
      {models?.length === 0 && (
        <p className="small muted">No model but the one that ships with the app is kept here.</p>
      )}
      <ul ref={list} className="storage-list" aria-labelledby="models-installed" tabIndex={-1}>
        {models?.map((model) => (
          <Installed
            key={model.id}
            model={model}
            isAsked={asked === model.id}
            onAsk={() => setAsked(asked === model.id ? null : model.id)}
            onKeep={() => setAsked(null)}
            onDelete={() => void remove(model)}
          />
        ))}
      </ul>
      {problem !== null && <Problem tone="error">{problem}</Problem>}
      <p className="small storage-said" role="status">
        {said}
      </p>
    </section>
  );
}

interface InstalledProps {
  readonly model: KeptThing;
  readonly isAsked: boolean;
  readonly onAsk: () => void;
  readonly onKeep: () => void;
  readonly onDelete: () => void;
}

function Installed({ model, isAsked, onAsk, onKeep, onDelete }: InstalledProps) {
  const engine = useEngine();
  const source = model.model?.source;
  const inUse = useEngineState(
    ({ model: { status, info } }) =>
      status === 'ready' && info !== null && info.id === source?.id && info.revision === source.revision,
  );
  const title = modelTitle(model.title);
  const isTextEncoder = model.model?.kind === 'text encoder';
  const facts = [
    model.host ? `from ${model.host}` : 'opened from this device',
    isTextEncoder && 'text encoder, for indexes made with it',
    model.keptAt !== null && day.format(model.keptAt),
    model.model?.isReady ? 'ready offline' : 'not complete',
  ];
  return (
    <li className="storage-item">
      <div className="storage-what">
        <p className="storage-title">{title}</p>
        <p className="small muted">{facts.filter(Boolean).join(' · ')}</p>
      </div>
      <p className="number storage-bytes">{model.bytes === null ? '' : bytes(model.bytes)}</p>
      <div className="library-actions">
        {source && !isTextEncoder && (
          <button
            type="button"
            className="button"
            disabled={inUse}
            aria-label={inUse ? `${title} is in use` : `Use ${title}`}
            onClick={() => takeModel(engine, source)}
          >
            {inUse ? 'In use' : model.model?.isReady ? 'Use' : 'Resume'}
          </button>
        )}
        <button
          type="button"
          className="button"
          aria-label={`Delete ${title}`}
          aria-expanded={isAsked}
          onClick={onAsk}
        >
          Delete
        </button>
      </div>
      {isAsked && (
        <fieldset className="storage-confirm" aria-label={`Delete ${title}?`}>
          <p className="small">{consequenceOf(model, engine)}</p>
          <div className="row">
            <button type="button" className="button" onClick={onDelete}>
              Delete it
            </button>
            <button type="button" className="button" onClick={onKeep}>
              Keep it
            </button>
          </div>
        </fieldset>
      )}
    </li>
  );
}

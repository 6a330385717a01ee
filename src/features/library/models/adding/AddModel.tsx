import { type ChangeEvent, useId, useState } from 'react';
import { type PlainError, toPlainError } from '../../../../../core';
import type { ModelSource } from '../../../../../workers/protocol';
import { FAMILY_TITLES } from '../../../../../workers/protocol';
import { type ModelInspection, PUBLIC_HUB } from '../../../../engine';
import { AllowHost } from '../../../common/components/AllowHost';
import { Problem } from '../../../common/components/Problem';
import { Progress } from '../../../common/components/Progress';
import { bytes } from '../../../common/text/formats';
import { useEngine } from '../../../engine-context';
import { usePage } from '../../../page-state';
import { describeRung } from '../../../status/describe';
import { asFolderUrl, modelTitle } from '../../addresses';
import { markOf } from '../known-models';
import { cancelOpening, openModelArchive, openModelFolder, useOpening } from '../opening';
import { readModelAddress } from './model-address';
import { takeModel } from './take-model';

type Looked = { readonly source: ModelSource; readonly inspection: ModelInspection };

/** A model by id, by address, or from this device. What is typed is looked at first: nothing large is fetched for it. */
export function AddModel() {
  const engine = useEngine();
  const hub = asFolderUrl(usePage((page) => page.mirror)) ?? PUBLIC_HUB;
  const [typed, setTyped] = useState('');
  const [problem, setProblem] = useState<PlainError | null>(null);
  const [isLooking, setLooking] = useState(false);
  const [looked, setLooked] = useState<Looked | null>(null);
  const id = useId();

  const look = async () => {
    const read = readModelAddress(typed, hub);
    setLooked(null);
    if ('problem' in read) return setProblem({ code: 'input-invalid', message: read.problem });
    setProblem(null);
    setLooking(true);
    try {
      setLooked({ source: read.source, inspection: await engine.inspectModel(read.source) });
    } catch (thrown) {
      setProblem(toPlainError(thrown));
    } finally {
      setLooking(false);
    }
  };

  return (
    <section aria-labelledby={`${id}-title`}>
      <h3 id={`${id}-title`}>Add a model</h3>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void look();
        }}
      >
        <label className="label" htmlFor={id}>
          Model address or id
        </label>
        <div className="row">
          <input
            id={id}
            className="field grow"
            autoCapitalize="none"
            autoComplete="off"
            spellCheck={false}
            placeholder="owner/name or https://…"
            value={typed}
            aria-invalid={problem !== null}
            aria-describedby={`${id}-hint`}
            onChange={(event) => setTyped(event.target.value)}
          />
          <button type="submit" className="button" disabled={isLooking}>
            Add model
          </button>
        </div>
        <p className="small muted library-hint" id={`${id}-hint`}>
          {isLooking
            ? 'Asking its host what it is…'
            : 'An id on the hub, with @revision if you like, a page of the hub, or a folder on any web server that lets other sites read it.'}
        </p>
      </form>
      {problem !== null && (
        <Problem tone="error" actions={<AllowHost error={problem} onAllowed={() => void look()} />}>
          {problem.message}
        </Problem>
      )}
      {looked !== null && (
        <LookedAt
          {...looked}
          onUse={() => {
            takeModel(engine, looked.source);
            setLooked(null);
            setTyped('');
          }}
        />
      )}
      <FromDevice />
    </section>
  );
}

function LookedAt({ source, inspection, onUse }: Looked & { readonly onUse: () => void }) {
  const { family, imageSize, leftOut, licence, plan, precisions } = inspection;
  const title = modelTitle(source.id);
  const [rung] = plan.rungs;
  const facts = precisions?.find(({ precision }) => precision === rung?.precision);
  const mark = licence && markOf(licence);
  return (
    <div className="models-looked" role="status">
      <p className="choice-title">{title}</p>
      <p className="small muted number">
        {FAMILY_TITLES[family]} · {imageSize} px · {licence?.name ?? 'no licence stated'}
        {mark !== null && <span className="models-mark">{mark}</span>}
      </p>
      <p className="small number">
        {rung === undefined ? 'It cannot run here.' : `Here it would run on ${describeRung(rung)}`}
        {rung !== undefined &&
          (facts === undefined
            ? '; its host does not say how large it is.'
            : `: ${bytes(facts.visionBytes + facts.textBytes)} to download once, about ${bytes(facts.memory[rung.backend].peakBytes)} of memory.`)}
      </p>
      {leftOut.map((reason) => (
        <p key={reason} className="small muted">
          {reason}
        </p>
      ))}
      <button
        type="button"
        className="button"
        data-kind="primary"
        disabled={rung === undefined}
        onClick={onUse}
      >
        Download and use {title}
      </button>
    </div>
  );
}

const STEPS = { unpacking: 'Unpacking', checking: 'Checking', keeping: 'Storing' } as const;

function FromDevice() {
  const engine = useEngine();
  const { opening, said, problem } = useOpening();
  const id = useId();
  const folder = (event: ChangeEvent<HTMLInputElement>) => {
    const files = [...(event.target.files ?? [])];
    event.target.value = '';
    const name = files[0]?.webkitRelativePath.split('/')[0] || 'model';
    if (files.length > 0) void openModelFolder(engine, files, name);
  };
  const archive = (event: ChangeEvent<HTMLInputElement>) => {
    const file = event.target.files?.[0];
    if (file) void openModelArchive(engine, file);
    event.target.value = '';
  };
  return (
    <div className="models-device">
      <div className="library-actions">
        <label className="button" htmlFor={`${id}-folder`}>
          Open model folder
          <input
            id={`${id}-folder`}
            className="visually-hidden"
            type="file"
            multiple
            {...{ webkitdirectory: '' }}
            onChange={folder}
          />
        </label>
        <label className="button" htmlFor={`${id}-archive`}>
          Open model ZIP
          <input
            id={`${id}-archive`}
            className="visually-hidden"
            type="file"
            accept=".zip,application/zip"
            onChange={archive}
          />
        </label>
      </div>
      <p className="small muted library-hint">
        Or drop either anywhere on the page. The files are copied into this browser and never leave the
        device.
      </p>
      {opening !== null && (
        <div className="library-line">
          <p className="small number">
            {opening.progress === null
              ? `Reading ${opening.name}…`
              : `${STEPS[opening.progress.step]} ${opening.name}, ${bytes(opening.progress.loaded)} of ${bytes(opening.progress.total)}`}
          </p>
          {opening.progress && (
            <Progress label="Model opened" value={opening.progress.loaded} max={opening.progress.total} />
          )}
          <div>
            <button type="button" className="button" onClick={cancelOpening}>
              Cancel opening
            </button>
          </div>
        </div>
      )}
      {said !== null && (
        <p className="small" role="status">
          {said}
        </p>
      )}
      {problem !== null && <Problem tone="error">{problem}</Problem>}
    </div>
  );
}

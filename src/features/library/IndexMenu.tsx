import { type RefObject, useId, useRef, useState } from 'react';
import { isOwnIndex } from '../../../workers/protocol';
import { defaultRequest } from '../../engine';
import { Menu } from '../common/components/Menu';
import { Problem } from '../common/components/Problem';
import { Progress } from '../common/components/Progress';
import { bytes, count, counted, percent } from '../common/text/formats';
import { hostName } from '../common/text/hosts';
import { useEngine, useEngineState } from '../engine-context';
import { IndexReason } from '../results/evidence/IndexReason';
import { ListStorage } from '../storage/ListStorage';
import { asUrl } from './addresses';
import { CaptionChoice } from './CaptionChoice';
import { ClosedSwitch } from './ClosedSwitch';
import { changeIndex } from './change-index';
import { IndexMemory } from './IndexMemory';
import { IndexRecall } from './IndexRecall';
import { IndexesPanel } from './indexes/IndexesPanel';
import './library.css';

/** Which captions are searched, how many of them are here, and what to do with them. */
export function IndexMenu() {
  const status = useEngineState((state) => state.index.status);
  const ownTitle = useEngineState((state) => state.index.info?.manifest.title);
  const further = useEngineState((state) => Object.keys(state.furtherIndexes).length);
  const address = useRef<HTMLInputElement>(null);
  const alert = status === 'failed' || status === 'unfit';
  const title = ownTitle ?? (status === 'failed' ? 'not open' : 'opening…');
  return (
    <Menu label="Index" value={further === 0 ? title : `${title} + ${further}`} alert={alert}>
      {(close) => (
        <>
          <div className="menu-section">
            <IndexesPanel close={close} askAddress={() => address.current?.focus()} />
          </div>
          <div className="menu-section">
            <IndexFacts />
          </div>
          <div className="menu-section">
            <CaptionChoice />
          </div>
          <div className="menu-section">
            <IndexStore close={close} />
          </div>
          <div className="menu-section">
            <IndexRecall />
            <IndexMemory />
          </div>
          <div className="menu-section">
            <AddressField field={address} />
          </div>
          <div className="menu-section">
            <ClosedSwitch />
          </div>
        </>
      )}
    </Menu>
  );
}

function IndexFacts() {
  const { status, info, awaitsHost } = useEngineState((state) => state.index);
  return (
    <>
      <h2>{info?.manifest.title ?? 'Caption index'}</h2>
      {info !== null && (
        <div className="library-line number">
          <p className="small muted">from {hostName(info.manifestUrl)}</p>
          <p>
            {count(info.captionsPresent)} of {count(info.manifest.captions)} captions on this device,{' '}
            {bytes(info.bytesPresent)} of {bytes(info.bytesTotal)}
          </p>
          {awaitsHost && (
            <p className="small">
              The version stored on this device is searched; {hostName(info.manifestUrl)} is asked for a newer
              one.
            </p>
          )}
          {status === 'downloading' && (
            <Progress label="Captions fetched" value={info.bytesPresent} max={info.bytesTotal} />
          )}
          {info.captionsCut > 0 && (
            <p className="small">
              {counted(info.captionsCut, 'caption')} read so far {info.captionsCut === 1 ? 'is' : 'are'} too
              long; only the first 4,096 bytes are read.
            </p>
          )}
          <p className="small muted">
            Embedded with {info.manifest.model.id}
            {info.manifest.recall !== null && ` · recall@10 ${percent(info.manifest.recall.value)}`} ·{' '}
            {info.manifest.provenance.source} · {info.manifest.provenance.licence}
          </p>
        </div>
      )}
      <div className="library-reason">
        <IndexReason />
      </div>
    </>
  );
}

function IndexStore({ close }: { readonly close: () => void }) {
  const engine = useEngine();
  const { status, info, asks } = useEngineState((state) => state.index);
  const { persisted } = useEngineState((state) => state.offline);
  const [removal, setRemoval] = useState<string | null>(null);
  return (
    <>
      <div className="library-actions">
        {status === 'downloading' && (
          <button
            type="button"
            className="button"
            title="Photos that wait for their turn stop too"
            onClick={() => engine.cancel()}
          >
            Pause
          </button>
        )}
        {((status === 'paused' && asks === null) || status === 'failed') && (
          <button
            type="button"
            className="button"
            onClick={() => (status === 'paused' ? engine.resume() : engine.retryIndex())}
          >
            {status === 'paused' ? 'Resume' : 'Open again'}
          </button>
        )}
        <button
          type="button"
          className="button"
          disabled={persisted === true}
          onClick={() => engine.persistStorage()}
        >
          {persisted === true ? 'Kept on this device' : 'Keep on this device'}
        </button>
        <button
          type="button"
          className="button"
          disabled={info === null}
          onClick={() =>
            engine.removeIndex().then(
              () => setRemoval('Removed from this browser.'),
              (thrown) => setRemoval(thrown instanceof Error ? thrown.message : String(thrown)),
            )
          }
        >
          Remove from this browser
        </button>
        <ListStorage before={close} />
      </div>
      {persisted === false && (
        <p className="small muted library-hint">
          The browser may clear stored captions when space runs out, unless they are kept.
        </p>
      )}
      {removal !== null && (
        <p className="small muted library-hint" role="alert">
          {removal}
        </p>
      )}
      {info?.storageNotice && <Problem tone="warn">{info.storageNotice}</Problem>}
    </>
  );
}

function AddressField({ field }: { readonly field: RefObject<HTMLInputElement | null> }) {
  const engine = useEngine();
  const current = useEngineState((state) => state.request.manifestUrl);
  const [draft, setDraft] = useState(isOwnIndex(current) ? '' : current);
  // What is undone elsewhere shows here.
  const [shown, setShown] = useState(current);
  if (shown !== current) {
    setShown(current);
    setDraft(isOwnIndex(current) ? '' : current);
  }
  const [problem, setProblem] = useState<string | null>(null);
  const id = useId();
  const pocket = defaultRequest().manifestUrl;
  const open = (text: string) => {
    const url = asUrl(text, document.baseURI);
    setProblem(url === null ? 'This is no web address of a manifest.json.' : null);
    if (url === null) return;
    setDraft(url);
    changeIndex(engine, url, pocket);
  };
  const openBeside = (text: string) => {
    const url = asUrl(text, document.baseURI);
    setProblem(url === null ? 'This is no web address of a manifest.json.' : null);
    if (url !== null) engine.setIndexUsed(url, true);
  };
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        open(draft);
      }}
    >
      <label className="label" htmlFor={id}>
        Index address
      </label>
      <div className="row">
        <input
          ref={field}
          id={id}
          className="field grow"
          type="url"
          inputMode="url"
          value={draft}
          aria-invalid={problem !== null}
          aria-describedby={`${id}-hint`}
          onChange={(event) => setDraft(event.target.value)}
        />
        <button type="submit" className="button">
          Open
        </button>
        <button type="button" className="button" onClick={() => openBeside(draft)}>
          Open beside
        </button>
      </div>
      <p className="small muted library-hint" id={`${id}-hint`}>
        {problem ??
          'The manifest.json of an index on any static host; in the place of the first index, or beside those that are open.'}{' '}
        {current !== pocket && (
          <button type="button" className="link" onClick={() => open(pocket)}>
            Use the pocket index
          </button>
        )}
      </p>
    </form>
  );
}

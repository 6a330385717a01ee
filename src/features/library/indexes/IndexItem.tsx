import { useState } from 'react';
import { AllowHost } from '../../common/components/AllowHost';
import { Problem } from '../../common/components/Problem';
import { Progress } from '../../common/components/Progress';
import { bytes } from '../../common/text/formats';
import { hostName } from '../../common/text/hosts';
import { useEngine, useEngineState } from '../../engine-context';
import { offer } from '../../project/download';
import { removeKept } from '../../storage/stored-things';
import { modelTitle } from '../addresses';
import { OwnFiles } from '../own/OwnFiles';
import { rememberEdit } from '../own/remember-edit';
import { IndexUseFields } from './IndexUseFields';
import { factsOf } from './index-facts';
import type { ListedIndex } from './listed';

interface IndexItemProps {
  readonly index: ListedIndex;
  /** Leaves the menu. */
  readonly close: () => void;
  /** Told what was done, where the item may be gone with it. */
  readonly onSaid: (words: string) => void;
}

/** One index: whether it is searched and how, what it holds, and what can be done with it. */
export function IndexItem({ index, close, onSaid }: IndexItemProps) {
  const engine = useEngine();
  const model = useEngineState((state) => state.model.info);
  // What is wrong with the first stands below the list, with all else that is said of it.
  const isFirst = useEngineState((state) => state.request.manifestUrl === index.address);
  const [asked, setAsked] = useState<'delete' | 'rename' | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const { address, kind, open, own, title } = index;
  const state = open?.state;
  const info = state?.info ?? null;
  const isOtherModel = own !== null && model !== null && own.model.id !== model.id;
  const canEmbedAnew = own !== null && (state?.status === 'unfit' || isOtherModel);
  const attempt = (work: () => Promise<string>) => {
    setProblem(null);
    setAsked(null);
    work().then(onSaid, (thrown) => setProblem(thrown instanceof Error ? thrown.message : String(thrown)));
  };
  const remove = async () => {
    if (own !== null) await rememberEdit(`${title} deleted`, () => engine.own.remove(address));
    else {
      if (open !== null) await engine.removeIndex(address);
      else if (index.kept !== null) await removeKept(index.kept, engine);
      if (open !== null) engine.setIndexUsed(address, false);
    }
    return `Deleted: ${title}.`;
  };
  return (
    <li className="indexes-item" aria-label={title}>
      <label className="indexes-use">
        <input
          type="checkbox"
          aria-label={`Use ${title}`}
          checked={index.isUsed}
          onChange={(event) => engine.setIndexUsed(address, event.target.checked)}
        />
        <span className="indexes-title">{title}</span>
      </label>
      <p className="small muted number indexes-facts">{factsOf(index).join(' · ')}</p>
      {state?.status === 'downloading' && info !== null && (
        <Progress label={`Captions of ${title} fetched`} value={info.bytesPresent} max={info.bytesTotal} />
      )}
      {!isFirst && state?.asks != null && (
        <div className="row">
          <p className="small grow">
            {info !== null && info.captionsPresent > 0
              ? 'A part of it was fetched for the field.'
              : 'Nothing of it has been fetched yet.'}
          </p>
          <button type="button" className="button" onClick={() => engine.fetchIndex(address)}>
            Fetch {bytes(state.asks.bytes)}
          </button>
        </div>
      )}
      {!isFirst && state?.error != null && state.status !== 'opening' && (
        <Problem
          tone={state.status === 'unfit' ? 'warn' : 'error'}
          announced={false}
          actions={<AllowHost error={state.error} />}
        >
          {state.error.message}
        </Problem>
      )}
      {isOtherModel && state?.status !== 'unfit' && (
        <p className="small">
          It was embedded with {modelTitle(own.model.id)}; {modelTitle(model.id)} is loaded.
        </p>
      )}
      {canEmbedAnew && own.spaces.length > 0 && (
        <p className="small muted">
          Embedded anew it has no vectors by other encoders or of pictures: those stay with the index that is
          there.
        </p>
      )}
      {open !== null && index.isUsed && <IndexUseFields index={open} title={title} />}
      {own !== null && <OwnFiles index={own} close={close} />}
      <div className="library-actions">
        {canEmbedAnew && (
          <button
            type="button"
            className="button"
            aria-label={`Embed ${title} anew`}
            onClick={() =>
              attempt(async () => {
                await engine.own.embedAnew(address);
                return `${title} is embedded anew.`;
              })
            }
          >
            Embed anew
          </button>
        )}
        {own !== null && (
          <>
            <button
              type="button"
              className="button"
              aria-label={`Rename ${title}`}
              aria-expanded={asked === 'rename'}
              onClick={() => setAsked(asked === 'rename' ? null : 'rename')}
            >
              Rename
            </button>
            <button
              type="button"
              className="button"
              aria-label={`Export ${title}`}
              onClick={() =>
                attempt(async () => {
                  offer(await engine.own.export(address), `${fileName(title)}.zip`);
                  return `Exported: ${title}.`;
                })
              }
            >
              Export
            </button>
          </>
        )}
        {kind === 'address' && open !== null && (
          <button
            type="button"
            className="button"
            aria-label={`Update ${title}`}
            title="Asks its host for a newer version"
            onClick={() => {
              engine.updateIndex(address);
              onSaid(`${hostName(address)} is asked for a newer version of ${title}.`);
            }}
          >
            Update
          </button>
        )}
        {kind !== 'shipped' && (
          <button
            type="button"
            className="button"
            aria-label={`Delete ${title}`}
            aria-expanded={asked === 'delete'}
            onClick={() => setAsked(asked === 'delete' ? null : 'delete')}
          >
            Delete
          </button>
        )}
      </div>
      {asked === 'delete' && (
        <fieldset className="indexes-confirm" aria-label={`Delete ${title}?`}>
          <p className="small">{consequence(index)}</p>
          <div className="row">
            <button type="button" className="button" onClick={() => attempt(remove)}>
              Delete it
            </button>
            <button type="button" className="button" onClick={() => setAsked(null)}>
              Keep it
            </button>
          </div>
        </fieldset>
      )}
      {asked === 'rename' && (
        <RenameForm
          title={title}
          onRename={(next) =>
            attempt(async () => {
              await engine.own.rename(address, next);
              return `${title} is called ${next} now.`;
            })
          }
        />
      )}
      {problem !== null && <Problem tone="error">{problem}</Problem>}
    </li>
  );
}

function RenameForm({
  title,
  onRename,
}: {
  readonly title: string;
  readonly onRename: (to: string) => void;
}) {
  const [draft, setDraft] = useState(title);
  const next = draft.trim();
  return (
    <form
      className="row"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (next !== '') onRename(next);
      }}
    >
      <input
        className="field grow"
        aria-label={`New title of ${title}`}
        value={draft}
        maxLength={300}
        // biome-ignore lint/a11y/noAutofocus: the user has just asked for it.
        autoFocus
        onChange={(event) => setDraft(event.target.value)}
      />
      <button type="submit" className="button" disabled={next === '' || next === title}>
        Rename it
      </button>
    </form>
  );
}

const fileName = (title: string) =>
  title.replace(/[^\p{L}\p{N}]+/gu, '-').replace(/^-|-$/g, '') || 'captions';

function consequence({ own }: ListedIndex): string {
  return own === null
    ? 'It goes from this browser. It is fetched again when it is next used.'
    : 'It was made here and cannot be fetched again. It can be undone until this page is left; export it first to keep a copy.';
}

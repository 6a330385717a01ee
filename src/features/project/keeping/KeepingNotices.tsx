import { useShallow } from 'zustand/react/shallow';
import { Problem } from '../../common/components/Problem';
import { bytes, counted } from '../../common/text/formats';
import { useEngine, useEngineState } from '../../engine-context';
import { usePage } from '../../page-state';
import { ListStorage } from '../../storage/ListStorage';
import { allowReading, namesOf, useAccess } from './files/access';
import { copyAll, keepFiles, saveNow } from './open-project';
import { type CurrentProject, useProjects } from './project-state';
import type { Saving } from './saving';
import './keeping-notices.css';

/** What the user should know of how photos are kept: that they are, what waits for a yes, what may not be read. */
export function KeepingNotices() {
  return (
    <div className="intake-notices keeping-notices">
      <div aria-live="polite">
        <Access />
      </div>
      <NotSaved />
      <Held />
    </div>
  );
}

/**
 * That a project began by itself, what it keeps, and the other choices; until the user has read it once. It stands under the
 * photos: over them it would push them down.
 */
export function Begun() {
  const current = useProjects((state) => state.current);
  const isSaved = useProjects((state) => state.saving.problem === null);
  const isTold = usePage((page) => page.keepsTold);
  const hasPhotos = useEngineState((state) => state.photoIds.length > 0);
  const said = current !== null && !current.isNamed && !isTold && isSaved && hasPhotos ? current : null;
  return (
    <>
      {/* Read aloud once, not with every photo that is copied; there from the start, as what appears with its text is not read. */}
      <p className="visually-hidden" aria-live="polite">
        {said !== null && `The photos are kept in this browser as “${said.name}”.`}
      </p>
      {said !== null && <Kept current={said} />}
    </>
  );
}

function Kept({ current }: { readonly current: CurrentProject }) {
  const engine = useEngine();
  const words = useProjects(({ saving }) => keptWords(current, saving));
  const told = () => usePage.setState({ keepsTold: true });
  return (
    <p className="keeping-begun small">
      <span className="keeping-words" title={words}>
        {words}
      </span>
      <button type="button" className="link" onClick={told}>
        Keep it so
      </button>
      <button type="button" className="link" onClick={() => useProjects.setState({ dialogOpen: true })}>
        Name it
      </button>
      {current.pictures !== 'thumbnails' && (
        <button type="button" className="link" onClick={() => void keepFiles(engine, 'thumbnails')}>
          Small pictures only
        </button>
      )}
      <button type="button" className="link" onClick={() => void keepFiles(engine, 'nothing')}>
        Leave no trace
      </button>
    </p>
  );
}

/** What is kept of the open project so far. */
function keptWords({ name, pictures }: CurrentProject, { copied, referred }: Saving): string {
  const kept = ['labels', 'answers'];
  if (pictures === 'thumbnails') kept.push('small pictures');
  if (referred > 0) kept.push(`where ${counted(referred, 'file')} ${referred === 1 ? 'lies' : 'lie'}`);
  if (copied.photos > 0) kept.push(`copies of ${counted(copied.photos, 'file')} (${bytes(copied.bytes)})`);
  return `Kept in this browser as “${name}”: ${kept.join(', ')}.`;
}

/** What could not be written: what of it is on the page alone, why, and what can be done. */
function NotSaved() {
  const engine = useEngine();
  const problem = useProjects((state) => state.saving.problem);
  const pictures = useProjects((state) => state.current?.pictures);
  // Read aloud once, not with every photo that joins them; there from the start, as what appears with its text is not read.
  const aloud = (
    <p className="visually-hidden" aria-live="assertive">
      {problem !== null && 'Not all of the project is saved.'}
    </p>
  );
  if (problem === null) return aloud;
  const { why, isFull, photos, copies } = problem;
  const what = [
    photos > 0 && `what was done last, of ${counted(photos, 'photo')}`,
    copies.photos > 0 && `copies of ${counted(copies.photos, 'file')} (${bytes(copies.bytes)})`,
  ].filter(Boolean);
  return (
    <>
      {aloud}
      <Problem
        tone="error"
        announced={false}
        actions={
          <>
            <button type="button" className="button" onClick={saveNow}>
              Save again
            </button>
            {isFull && <ListStorage>Free space…</ListStorage>}
            {isFull && copies.photos > 0 && pictures !== 'thumbnails' && (
              <button type="button" className="button" onClick={() => void keepFiles(engine, 'thumbnails')}>
                Small pictures only
              </button>
            )}
          </>
        }
      >
        Not saved: {what.join(' and ') || 'classes and settings'}. {why} It is on the page until that is
        closed, and is saved by itself as soon as that can be.
      </Problem>
    </>
  );
}

/** Copies that take more room than is taken unasked. */
function Held() {
  const engine = useEngine();
  const held = useProjects(useShallow((state) => state.saving.held));
  if (held.photos === 0) return null;
  return (
    <Problem
      tone="note"
      actions={
        <>
          <button type="button" className="button" onClick={copyAll}>
            Copy {bytes(held.bytes)}
          </button>
          <button type="button" className="button" onClick={() => void keepFiles(engine, 'thumbnails')}>
            Small pictures only
          </button>
        </>
      }
    >
      Labels and answers of all photos are kept. Copies of {counted(held.photos, 'file')} would take{' '}
      {bytes(held.bytes)} in this browser, and are not made yet.
    </Problem>
  );
}

/** Folders that the browser wants to be asked about after a restart. */
function Access() {
  const engine = useEngine();
  const lacking = useAccess((state) => state.lacking);
  if (lacking.length === 0) return null;
  return (
    <Problem
      tone="note"
      actions={
        <button type="button" className="button" onClick={() => void allowReading(engine)}>
          Allow reading
        </button>
      }
    >
      This project’s photos lie in {namesOf(lacking)} on this device, which the browser lets be read again
      once you allow it. Labels and answers are here.
    </Problem>
  );
}

import { useCallback, useEffect, useRef, useState } from 'react';
import { Problem } from '../common/components/Problem';
import { bytes } from '../common/text/formats';
import { useEngine } from '../engine-context';
import type { KeptThing } from './kept-thing';
import { consequenceOf, listKept, removeKept } from './stored-things';

const day = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium' });

/** Each thing that is kept; removing one asks first. */
export function KeptList() {
  const engine = useEngine();
  const [things, setThings] = useState<readonly KeptThing[] | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [asked, setAsked] = useState<string | null>(null);
  const [said, setSaid] = useState('');
  const list = useRef<HTMLUListElement>(null);
  const buttons = useRef(new Map<string, HTMLButtonElement>());

  const look = useCallback(() => listKept().then(setThings, (thrown) => setProblem(wordsOf(thrown))), []);
  useEffect(() => void look(), [look]);

  const keepIt = (id: string) => {
    setAsked(null);
    buttons.current.get(id)?.focus();
  };

  const remove = async (thing: KeptThing) => {
    setAsked(null);
    setProblem(null);
    setSaid(`Removing ${thing.title}…`);
    // Its button goes with it: what is read next is the list.
    list.current?.focus();
    try {
      await removeKept(thing, engine);
      setSaid(`Removed: ${thing.title}.`);
    } catch (thrown) {
      setSaid('');
      setProblem(wordsOf(thrown));
    }
    await look();
  };

  return (
    <>
      {things === null && problem === null && <p className="muted">Looking…</p>}
      {things?.length === 0 && <p>Nothing is kept.</p>}
      <ul ref={list} className="storage-list" aria-label="Kept in this browser" tabIndex={-1}>
        {things?.map((thing) => (
          <li key={`${thing.kind} ${thing.id}`} className="storage-item">
            <div className="storage-what">
              <p className="storage-title">{thing.title}</p>
              <p className="small muted">{whenceOf(thing)}</p>
            </div>
            <p className="number storage-bytes">
              {thing.bytes === null ? 'size unknown' : bytes(thing.bytes)}
            </p>
            <button
              ref={(button) =>
                void (button ? buttons.current.set(thing.id, button) : buttons.current.delete(thing.id))
              }
              type="button"
              className="button"
              aria-label={`Remove ${thing.title}`}
              aria-expanded={asked === thing.id}
              onClick={() => setAsked(asked === thing.id ? null : thing.id)}
            >
              Remove
            </button>
            {asked === thing.id && (
              <Confirmation
                thing={thing}
                onRemove={() => void remove(thing)}
                onKeep={() => keepIt(thing.id)}
              />
            )}
          </li>
        ))}
      </ul>
      {problem !== null && <Problem tone="error">{problem}</Problem>}
      <p className="small storage-said" role="status">
        {said}
      </p>
    </>
  );
}

interface ConfirmationProps {
  readonly thing: KeptThing;
  readonly onRemove: () => void;
  readonly onKeep: () => void;
}

function Confirmation({ thing, onRemove, onKeep }: ConfirmationProps) {
  const engine = useEngine();
  const keep = useRef<HTMLButtonElement>(null);
  useEffect(() => keep.current?.focus(), []);
  return (
    <fieldset className="storage-confirm" aria-label={`Remove ${thing.title}?`}>
      <p className="small">{consequenceOf(thing, engine)}</p>
      <div className="row">
        <button type="button" className="button" onClick={onRemove}>
          Remove it
        </button>
        <button ref={keep} type="button" className="button" onClick={onKeep}>
          Keep it
        </button>
      </div>
    </fieldset>
  );
}

/** “from huggingface.co · kept 28 Nov 2026”. */
function whenceOf({ host, keptAt }: KeptThing): string {
  const since = keptAt === null ? null : `kept ${day.format(keptAt)}`;
  return [host && `from ${host}`, since].filter(Boolean).join(' · ');
}

const wordsOf = (thrown: unknown) => (thrown instanceof Error ? thrown.message : String(thrown));

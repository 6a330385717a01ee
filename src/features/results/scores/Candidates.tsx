import { type CSSProperties, useId, useMemo, useState } from 'react';
import { foldName, parseClasses } from '../../../../core';
import type { Answer } from '../../../engine';
import { changeList } from '../../classes/change-list';
import { counted, percent } from '../../common/text/formats';
import { useEngine, useEngineState } from '../../engine-context';

/** Candidates shown. */
const SHOWN = 10;

/** Classes that a method found by itself: each can be put into the class list, or all that are ticked. */
export function Candidates({ answer }: { readonly answer: Answer }) {
  const engine = useEngine();
  const classesText = useEngineState((state) => state.request.classesText);
  const listed = useMemo(
    () => new Set(parseClasses(classesText).classes.flatMap(({ names }) => names.map(foldName))),
    [classesText],
  );
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set());
  const id = useId();
  const candidates = answer.enriched.slice(0, SHOWN).map(({ index }, place) => ({
    name: answer.names?.[index] ?? '',
    share: answer.shares[place] ?? 0,
  }));
  const isListed = (name: string) => listed.has(foldName(name));
  const wanted = candidates.map(({ name }) => name).filter((name) => ticked.has(name) && !isListed(name));
  const add = (names: readonly string[]) =>
    changeList(engine, `${counted(names.length, 'class', 'classes')} added`, () => engine.addClasses(names));
  const tick = (name: string, on: boolean) =>
    setTicked((before) => new Set(on ? [...before, name] : [...before].filter((other) => other !== name)));
  return (
    <section className="why-block" aria-labelledby={id}>
      <div className="captions-head">
        <h3 id={id}>Names found</h3>
        <button
          type="button"
          className="link small"
          disabled={wanted.length === 0}
          aria-label="Add ticked names to classes"
          onClick={() => {
            add(wanted);
            setTicked(new Set());
          }}
        >
          Add ticked
        </button>
      </div>
      <ol className="candidates">
        {candidates.map(({ name, share }) => (
          <li key={name} className="candidate" style={{ '--weight': share } as CSSProperties}>
            <label>
              <input
                type="checkbox"
                checked={isListed(name) || ticked.has(name)}
                disabled={isListed(name)}
                onChange={(event) => tick(name, event.target.checked)}
              />
              <span className="caption-text">{name}</span>
            </label>
            <span className="small number">{percent(share)}</span>
            {isListed(name) ? (
              <span className="small muted">in the list</span>
            ) : (
              <button
                type="button"
                className="link small"
                aria-label={`Add ${name} to classes`}
                onClick={() => add([name])}
              >
                Add
              </button>
            )}
          </li>
        ))}
      </ol>
      <p className="small muted">Shares are relative to the names found in this photo’s captions.</p>
    </section>
  );
}

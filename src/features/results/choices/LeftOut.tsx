import { useEngine, useEngineState } from '../../engine-context';
import { type ChoicePlace, choose, wordsOf } from './choose';
import './choices.css';

/** Captions that were left out for a class or photo, or everywhere, and how to have them count again; nothing where none were. */
export function LeftOut({ of }: { readonly of: NonNullable<ChoicePlace> }) {
  const engine = useEngine();
  const choices = useEngineState((state) => state.request.captionChoices);
  const place = JSON.stringify(of);
  const left = choices.filter(
    (one) => one.kind === 'left out' && (one.of === null || JSON.stringify(one.of) === place),
  );
  if (left.length === 0) return null;
  return (
    <details className="captions-left small">
      <summary className="muted">Captions left out: {left.length}</summary>
      <ul aria-label="Captions left out">
        {left.map((one) => (
          <li key={`${one.text} ${wordsOf(one.of)}`}>
            <span className="grow">
              {one.text} <span className="muted">{wordsOf(one.of)}</span>
            </span>
            <button
              type="button"
              className="link"
              aria-label={`Have it count again: ${one.text}`}
              onClick={() => choose(engine, one.text, one.of, null)}
            >
              Take back
            </button>
          </li>
        ))}
      </ul>
    </details>
  );
}

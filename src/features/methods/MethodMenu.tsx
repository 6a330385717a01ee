import { METHODS, type Method, type Reference } from '../../../core';
import { Menu } from '../common/components/Menu';
import { Problem } from '../common/components/Problem';
import { useEngine, useEngineState } from '../engine-context';
import { useMethod } from './useMethod';
import './methods.css';

/** How photos are classified: every method with what it does and where it is described. */
export function MethodMenu() {
  const method = useMethod();
  const error = useEngineState((state) => state.methodError);
  return (
    <Menu label="Method" value={method.title} alert={error !== null} compact="value">
      {(close) => (
        <>
          {error !== null && (
            <div className="menu-section">
              <Problem tone="error">{error.message}</Problem>
            </div>
          )}
          <ul className="menu-section choices methods" aria-label="Methods">
            {METHODS.map((entry) => (
              <Choice key={entry.id} method={entry} current={entry === method} onChosen={close} />
            ))}
          </ul>
        </>
      )}
    </Menu>
  );
}

interface ChoiceProps {
  readonly method: Method;
  readonly current: boolean;
  readonly onChosen: () => void;
}

function Choice({ method, current, onChosen }: ChoiceProps) {
  const engine = useEngine();
  const { id, title, explanation, reference } = method;
  return (
    <li className="choice method" data-current={current || undefined}>
      <div>
        <p className="choice-title">{title}</p>
        <p>{explanation}</p>
        <p className="small muted method-reference">{describeReference(reference)}</p>
      </div>
      <button
        type="button"
        className="button"
        disabled={current}
        aria-label={current ? `${title} is in use` : `Use ${title}`}
        onClick={() => {
          engine.setMethod(id);
          onChosen();
        }}
      >
        {current ? 'In use' : 'Use'}
      </button>
    </li>
  );
}

/** “Title of the paper (2024), equations 2–7”. */
function describeReference({ paper, year, equations }: Reference): string {
  if (equations === null) return `${paper} (${year})`;
  const where = /^\d/.test(equations) ? `equation${/\D/.test(equations) ? 's' : ''} ${equations}` : equations;
  return `${paper} (${year}), ${where}`;
}

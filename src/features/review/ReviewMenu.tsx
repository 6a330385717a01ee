import { useId } from 'react';
import { Menu } from '../common/components/Menu';
import { useEngine } from '../engine-context';
import { usePage } from '../page-state';
import { goToUnsure } from './go';

/** Who labels, and whether a label leads on to the next photo. */
export function ReviewMenu() {
  const engine = useEngine();
  const reviewer = usePage((page) => page.reviewer);
  const goesOn = usePage((page) => page.goesOn);
  const id = useId();
  return (
    <Menu
      label="Reviewer"
      value={reviewer.trim() === '' ? 'Your name' : `Labels by ${reviewer.trim()}`}
      quiet
    >
      {() => (
        <div className="review-menu">
          <label className="label" htmlFor={id}>
            Reviewer’s name
          </label>
          <input
            id={id}
            className="field"
            value={reviewer}
            placeholder="unnamed"
            autoComplete="name"
            onChange={({ target }) => usePage.setState({ reviewer: target.value })}
          />
          <p className="small muted">Goes into your labels, and with them into projects and exports.</p>
          <label className="row">
            <input
              type="checkbox"
              checked={goesOn}
              onChange={({ target }) => usePage.setState({ goesOn: target.checked })}
            />
            After a label, go to the next photo without one
          </label>
          <button
            type="button"
            className="button"
            title="The next photo shown that is not confident and has no label (Q)"
            onClick={() => goToUnsure(engine)}
          >
            Next that is not confident
          </button>
        </div>
      )}
    </Menu>
  );
}

import { Fragment, type ReactNode } from 'react';
import { useShallow } from 'zustand/react/shallow';
import { count, counted } from '../../common/text/formats';
import { useEngine, useEngineState } from '../../engine-context';
import { type Alone, usePage } from '../../page-state';
import { AloneActions } from './AloneActions';
import { useLeftOut } from './left-out';
import './attention.css';

interface Group {
  readonly alone: Alone;
  readonly size: number;
  readonly words: string;
  readonly button: string;
  readonly more?: ReactNode;
}

/** What did not go as meant: failed, cancelled and incomplete photos and files left out, each shown alone by a button. */
export function AttentionRow() {
  const engine = useEngine();
  const { failed, cancelled, incomplete } = useEngineState(
    useShallow(({ photoCounts: { failed, cancelled, incomplete } }) => ({ failed, cancelled, incomplete })),
  );
  const leftOut = useLeftOut((state) => state.leftOut.length);
  const alone = usePage((page) => page.alone);
  const groups: Group[] = [
    { alone: 'failed', size: failed, words: `${count(failed)} failed`, button: 'Show failed' },
    {
      alone: 'cancelled',
      size: cancelled,
      words: `${count(cancelled)} not classified`,
      button: 'Show cancelled',
      more: (
        <button type="button" className="link" onClick={() => engine.resume()}>
          Go on
        </button>
      ),
    },
    {
      alone: 'incomplete',
      size: incomplete,
      words: `${count(incomplete)} incomplete`,
      button: 'Show incomplete',
    },
    {
      alone: 'left out',
      size: leftOut,
      words: `${counted(leftOut, 'other file')} ${leftOut === 1 ? 'was' : 'were'} left out`,
      button: 'Left out',
    },
  ];
  const shown = groups.filter((group) => group.size > 0 || group.alone === alone);
  return (
    // There from the start: what appears together with its text is not read aloud.
    <div
      className="attention"
      aria-live="polite"
      aria-relevant="text"
      data-empty={shown.length === 0 || undefined}
    >
      {shown.length > 0 && (
        <p className="attention-groups number">
          {shown.map((group, i) => (
            <Fragment key={group.alone}>
              {i > 0 && <span className="muted"> · </span>}
              <span className="attention-group" data-kind={group.alone}>
                <span>{group.words}</span>{' '}
                <button
                  type="button"
                  className="link"
                  aria-pressed={group.alone === alone}
                  onClick={() => usePage.setState({ alone: group.alone === alone ? null : group.alone })}
                >
                  {group.button}
                </button>
                {group.more !== undefined && <> {group.more}</>}
              </span>
            </Fragment>
          ))}
        </p>
      )}
      {alone !== null && <AloneActions alone={alone} />}
    </div>
  );
}

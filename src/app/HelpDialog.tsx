import { Dialog } from '../features/common/components/Dialog';
import { usePage } from '../features/page-state';
import { REVIEW_KEYS } from '../features/review/keys';
import { SHORTCUTS } from './shortcuts';

const fixed: readonly (readonly [string, string])[] = [
  ['← → ↑ ↓', 'move over the photos'],
  ['Home, End', 'first, last photo'],
  ['Shift + arrows', 'select photos from here to there; with the mouse, Shift and click'],
  ['Ctrl A, ⌘ A', 'select all photos that are shown; Ctrl or ⌘ and click takes one in or out'],
  ['Delete', 'remove the photo, or those selected'],
  ['+ − 0 Z', 'on a large photo: nearer, farther, whole, 100 %'],
  ['PgUp, PgDn', 'move a slider by a large step'],
  ['Ctrl Z, ⌘ Z', 'undo what was done last; with Shift, redo'],
  ['Esc', 'close what lies on top; select one photo alone again'],
];

/** How Fernglass works in a few words, and its keys. */
export function HelpDialog() {
  const open = usePage((page) => page.helpOpen);
  const shortcuts = usePage((page) => page.shortcuts);

  return (
    <Dialog
      open={open}
      title="How Fernglass answers"
      closeLabel="Close help"
      onClose={() => usePage.setState({ helpOpen: false })}
    >
      <p>
        A photo and each class name become points in one space; the nearest class is the <em>zero-shot</em>{' '}
        answer. For rare things a name alone says little. So Fernglass finds captions near the photo and near
        each class, mixes them in (β and α say how much), and compares again. This method is CoRE (EMNLP
        2024); the method menu has others, each held against zero-shot.
      </p>
      <p>Everything happens in this browser. No photo leaves the device.</p>
      <h3>Class list</h3>
      <dl className="keys">
        <Key keys="a | b" words="two names of one class" />
        <Key keys="> …" words="below a class: a sentence that describes it (CuPL)" />
        <Key keys={'\\> …'} words="a name that begins with >; one before a number is a name already" />
        <Key keys="CSV" words="tables pasted, dropped or opened give a column of names" />
      </dl>
      <h3>Keys</h3>
      <dl className="keys">
        {fixed.map(([keys, words]) => (
          <Key key={keys} keys={keys} words={words} />
        ))}
        {shortcuts && SHORTCUTS.map(({ key, words }) => <Key key={key} keys={key} words={words} />)}
      </dl>
      <h3>Keys of the review</h3>
      <dl className="keys">
        {REVIEW_KEYS.map(
          ({ key, shown, words }) =>
            words !== null &&
            (shortcuts || key === 'Enter') && <Key key={key} keys={shown ?? key} words={words} />,
        )}
      </dl>
      <label className="row help-switch">
        <input
          type="checkbox"
          checked={shortcuts}
          onChange={(event) => usePage.setState({ shortcuts: event.target.checked })}
        />
        Single-letter shortcuts
      </label>
      <p className="small">
        <a className="link" href="licences.txt" target="_blank" rel="noreferrer">
          Licences
        </a>{' '}
        <span className="muted">of Fernglass and of what it is made of</span>
      </p>
    </Dialog>
  );
}

function Key({ keys, words }: { readonly keys: string; readonly words: string }) {
  return (
    <div>
      <dt>
        <kbd>{keys}</kbd>
      </dt>
      <dd>{words}</dd>
    </div>
  );
}

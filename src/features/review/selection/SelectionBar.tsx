import { Ban, Check, CircleQuestionMark } from 'lucide-react';
import type { LabelWord } from '../../../../workers/protocol';
import { counted } from '../../common/text/formats';
import { useEngine, useEngineState } from '../../engine-context';
import { usePage } from '../../page-state';
import { useShownIds } from '../../photos/list/hooks';
import { pickNone } from '../../photos/picking/picking';
import { goOn } from '../go';
import { LabelBox } from '../LabelBox';
import { acceptAnswers, say } from '../say';
import './selection.css';

/** How many photos are selected together, and what can be said of all of them at once. */
export function SelectionBar() {
  const picked = usePage((page) => page.picked);
  const ids = useShownIds();
  const chosen = picked.size === 0 ? [] : ids.filter((id) => picked.has(id));
  return (
    <>
      {/* There from the start: what appears together with its text is not read aloud. */}
      <span className="visually-hidden" role="status" aria-label="Photos selected">
        {chosen.length > 0 && `${counted(chosen.length, 'photo')} selected`}
      </span>
      {chosen.length > 0 && <Bar ids={chosen} />}
    </>
  );
}

function Bar({ ids }: { readonly ids: readonly string[] }) {
  const engine = useEngine();
  const classes = useEngineState((state) => state.shownClasses);
  const put = (word: LabelWord | null) => {
    if (say(engine, ids, word) && word !== null) goOn(engine);
  };
  return (
    <section className="selection-bar" aria-label="Selected photos">
      <p className="number selection-count">{counted(ids.length, 'photo')} selected</p>
      <LabelBox
        label="Label all"
        value=""
        names={() => classes.map(({ name }) => name)}
        onChoose={(className) => put({ state: 'class', className })}
      />
      <button
        type="button"
        className="button"
        title="Each photo is what its answer says (Enter)"
        onClick={() => {
          if (acceptAnswers(engine, ids)) goOn(engine);
        }}
      >
        <Check size={15} aria-hidden /> Accept answers
      </button>
      <button
        type="button"
        className="button"
        aria-label="All none of these"
        title="They show none of the classes (N)"
        onClick={() => put({ state: 'none', className: null })}
      >
        <Ban size={15} aria-hidden /> None
      </button>
      <button
        type="button"
        className="button"
        aria-label="All unsure"
        title="I cannot tell (U)"
        onClick={() => put({ state: 'unsure', className: null })}
      >
        <CircleQuestionMark size={15} aria-hidden /> Unsure
      </button>
      <button type="button" className="link small" title="Escape" onClick={pickNone}>
        Select none
      </button>
    </section>
  );
}

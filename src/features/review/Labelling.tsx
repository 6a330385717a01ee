import { Ban, Check, CircleQuestionMark } from 'lucide-react';
import { useMemo } from 'react';
import { classOfLabel, type LabelWord, saysSame } from '../../../workers/protocol';
import type { Photo } from '../../engine';
import { useEngine, useEngineState } from '../engine-context';
import { useChosenPart } from '../photos/boxes/chosen-box';
import { goOn } from './go';
import { LabelBox } from './LabelBox';
import { Note } from './Note';
import { ReviewMenu } from './ReviewMenu';
import { answeredNames, say } from './say';
import './review.css';

const when = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short' });

/** Where the person says what the photo shows, or the box of it that was chosen; their word stands beside the answer and never replaces it. */
export function Labelling({ photo }: { readonly photo: Photo }) {
  const { id, label } = useChosenPart(photo);
  const engine = useEngine();
  const classes = useEngineState((state) => state.shownClasses);
  const said = classOfLabel(label);
  const isListed = useMemo(() => said === null || classes.some(({ name }) => name === said), [classes, said]);
  const [best] = answeredNames(engine, id, 1);
  const put = (word: LabelWord | null) => {
    if (say(engine, [id], word) && word !== null) goOn(engine, id);
  };
  const toggle = (word: LabelWord) => put(saysSame(label, word) ? null : word);
  return (
    <div className="labelling">
      <LabelBox
        key={id}
        value={said === null ? '' : isListed ? said : `${said} (not in the list)`}
        names={() => namesOf(answeredNames(engine, id, Number.POSITIVE_INFINITY), classes)}
        onChoose={(className) => put({ state: 'class', className })}
      />
      <div className="labelling-row">
        <button
          type="button"
          className="button"
          disabled={best === undefined}
          aria-pressed={best !== undefined && said === best}
          title={best === undefined ? 'There is no answer yet' : `This is ${best} (Enter)`}
          onClick={() => best !== undefined && toggle({ state: 'class', className: best })}
        >
          <Check size={15} aria-hidden /> Accept
        </button>
        <button
          type="button"
          className="button"
          aria-pressed={label?.state === 'none'}
          title="It shows none of the classes (N)"
          onClick={() => toggle({ state: 'none', className: null })}
        >
          <Ban size={15} aria-hidden /> None of these
        </button>
        <button
          type="button"
          className="button"
          aria-pressed={label?.state === 'unsure'}
          title="I cannot tell (U)"
          onClick={() => toggle({ state: 'unsure', className: null })}
        >
          <CircleQuestionMark size={15} aria-hidden /> Unsure
        </button>
      </div>
      <div className="labelling-said small muted">
        {label !== null && (
          <p className="grow">
            {label.by === '' ? 'You' : label.by}, {when.format(new Date(label.at))}{' '}
            <button type="button" className="link" onClick={() => put(null)}>
              Take back
            </button>
          </p>
        )}
        <ReviewMenu />
      </div>
      <Note key={`note ${photo.id}`} photo={photo} />
    </div>
  );
}

/** The method's ranking, then classes of the list that it does not rank; each once. */
function namesOf(ranked: readonly string[], classes: readonly { readonly name: string }[]): Iterable<string> {
  return new Set([...ranked, ...classes.map(({ name }) => name)]);
}

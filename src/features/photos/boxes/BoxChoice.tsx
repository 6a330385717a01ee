import { useId } from 'react';
import type { Photo } from '../../../engine';
import { percent } from '../../common/text/formats';
import { useFresh } from '../../results/useFresh';
import { wordsOf } from '../filter/label-words';
import { type BoxAnswer, boxAnswers } from './box-answers';
import { choosePartShown, useChosenPart } from './chosen-box';

/** Which box's answer is looked at and labelled; nothing for a photo with a single answer. */
export function BoxChoice({ photo }: { readonly photo: Photo }) {
  const name = useId();
  const chosen = useChosenPart(photo);
  const { value } = useFresh((engine) => boxAnswers(engine, photo), photo);
  if (photo.further.length === 0 || value === null) return null;
  return (
    <fieldset className="box-choice small">
      <legend className="muted">Boxes</legend>
      {value.map((its, i) => (
        <label key={its.part.id} title="O: the next box">
          <input
            type="radio"
            name={name}
            checked={its.part.id === chosen.id}
            onChange={() => choosePartShown(its.part)}
          />
          <span className="number">{i + 1}</span> {wordsOfBox(its)}
        </label>
      ))}
    </fieldset>
  );
}

/** “fox, animal 90 %”; a person's word stands before the answer. */
function wordsOfBox({ part, box, summary }: BoxAnswer): string {
  const said = part.label === null ? (summary?.answer ?? waiting(part)) : `you say ${wordsOf(part.label)}`;
  return `${said}, ${box.category} ${percent(box.conf)}`;
}

const waiting = ({ status, error }: Photo): string =>
  status === 'failed'
    ? (error?.message ?? 'failed')
    : status === 'cancelled'
      ? 'not classified'
      : 'no answer yet';

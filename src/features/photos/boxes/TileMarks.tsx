import { Crop, SquareStack } from 'lucide-react';
import type { Photo } from '../../../engine';
import { useFresh } from '../../results/useFresh';
import { wordsOf } from '../filter/label-words';
import { boxAnswers } from './box-answers';

/** What the boxes of a photo beside its surest show: each class once. */
export function FurtherAnswers({ photo }: { readonly photo: Photo }) {
  const { value } = useFresh((engine) => boxAnswers(engine, photo), photo);
  const further = (value ?? []).filter(({ part }) => part.id !== photo.id);
  const names = further.flatMap(({ part, summary }) =>
    part.label === null ? (summary?.answer ?? []) : wordsOf(part.label),
  );
  if (names.length === 0) return null;
  const words = [...new Set(names)].join(', ');
  return (
    <span className="tile-mark" title={`In further boxes: ${names.join(', ')}`}>
      <SquareStack size={13} aria-hidden />
      <span className="visually-hidden">In further boxes: </span>
      <span className="tile-mark-words">{words}</span>
    </span>
  );
}

/** That an animal in the photo cannot be classified for itself. */
export function NoCrop() {
  return (
    <span
      className="tile-mark"
      data-warning="no-crop"
      title="Its file is not kept, so that its animals cannot be cropped any more: add the file again to have them classified."
    >
      <Crop size={13} aria-hidden />
      <span className="tile-mark-words">cannot be cropped</span>
    </span>
  );
}

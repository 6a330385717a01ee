import { Pin } from 'lucide-react';
import type { CSSProperties } from 'react';
import type { CaptionEvidence } from '../../../engine';
import { cosine, percent } from '../../common/text/formats';
import { CaptionMenu } from '../choices/CaptionMenu';
import type { ChoicePlace } from '../choices/choose';
import { useOneTabStop } from './one-tab-stop';
import { foundAlike, foundByWords } from './words/found-by';
import type { NameMarker } from './words/mark-names';

interface CaptionListProps {
  readonly evidence: readonly CaptionEvidence[];
  readonly marker: NameMarker;
  /** The class whose name is marked strongest. */
  readonly best: number | null;
  /** What the weights say. */
  readonly title: string;
  readonly empty: string;
  /** The class or photo that they are of: what can be chosen of them is for it. Null where nothing can. */
  readonly of: ChoicePlace;
  /** The photo's answer, which its captions can be pinned to. */
  readonly answer: string | null;
}

/** Captions, best first: a bar behind each as long as its weight, its similarity beside it, class names marked. */
export function CaptionList({ evidence, marker, best, title, empty, of, answer }: CaptionListProps) {
  const { list, stop, ...handlers } = useOneTabStop<HTMLOListElement>(evidence.length, '.menu-button');
  if (evidence.length === 0) return <p className="muted">{empty}</p>;
  // Against the heaviest, since ten captions of equal weight have a tenth each.
  const isMixed = foundAlike(evidence) === null;
  const isOfSeveral = new Set(evidence.map(({ origin }) => origin?.address)).size > 1;
  const isOfFiles = evidence.some(({ origin }) => origin?.file !== undefined);
  const heaviest = Math.max(...evidence.map((caption) => caption.weight)) || 1;
  return (
    // The list is one Tab stop; its buttons take the keys.
    <ol ref={list} className="captions" aria-label={title} {...handlers}>
      {evidence.map((caption, place) => (
        <li
          key={caption.id}
          className="caption"
          data-unused={caption.weight === 0 || undefined}
          title={
            caption.weight === 0
              ? 'Does not count: nearly the same as a better caption'
              : `Weight ${percent(caption.weight)}, similarity ${cosine(caption.similarity)}${originWords(caption)}`
          }
          style={{ '--weight': caption.weight / heaviest } as CSSProperties}
        >
          <span className="caption-text">
            {marker(caption.text).map((piece, at) =>
              piece.classIndex === null ? (
                piece.text
              ) : (
                // biome-ignore lint/suspicious/noArrayIndexKey: pieces of one text have no other identity and no state.
                <mark key={at} data-best={piece.classIndex === best || undefined}>
                  {piece.text}
                </mark>
              ),
            )}
            {(isOfSeveral || isOfFiles) && caption.origin !== null && (
              <span className="caption-found small muted"> {placeWords(caption.origin, isOfSeveral)}</span>
            )}
            {caption.pinned && (
              <span className="caption-found small muted">
                {' '}
                <Pin size={11} aria-hidden /> pinned
              </span>
            )}
            {isMixed && <span className="caption-found small muted"> {foundByWords(caption)}</span>}
          </span>
          <span className="caption-figures number">
            <span>
              <span className="visually-hidden">similarity </span>
              {cosine(caption.similarity)}
            </span>
            <span>
              <span className="visually-hidden">weight </span>
              {percent(caption.weight)}
            </span>
          </span>
          {of !== null && (
            <CaptionMenu text={caption.text} of={of} answer={answer} isTabStop={place === stop} />
          )}
        </li>
      ))}
    </ol>
  );
}

type Origin = NonNullable<CaptionEvidence['origin']>;

/** The index, where there are several, and the file, where it tells. */
const placeWords = ({ file, title }: Origin, isOfSeveral: boolean) =>
  [...(isOfSeveral || file === undefined ? [title] : []), ...(file === undefined ? [] : [file])].join(', ');

/** Index, file, source and licence of a caption. */
const originWords = ({ origin }: CaptionEvidence) =>
  origin === null ? '' : `; from ${placeWords(origin, true)}, ${origin.source}, licence ${origin.licence}`;

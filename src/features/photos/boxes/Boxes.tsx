import type { CSSProperties } from 'react';
import { boxesFrom, classifiedBoxes, type DetectedBox } from '../../../../core';
import type { Photo } from '../../../engine';
import { counted, percent } from '../../common/text/formats';
import { useEngineState } from '../../engine-context';
import { useFresh } from '../../results/useFresh';
import { type BoxAnswer, boxAnswers, partsOf } from './box-answers';
import { useChosenPart } from './chosen-box';
import './boxes.css';

interface BoxesProps {
  readonly photo: Photo;
  /** Where a large photo lies. */
  readonly style?: CSSProperties;
}

/** Height of the answers' letters, as a part of the picture's longer side: of a small picture and of a large one. */
const LETTERS = { small: 0.045, large: 0.02 };

/**
 * What a detector found in a photo, drawn over its picture, which fills the element around it as `object-fit: contain` does;
 * on each box that is classified, what it shows.
 */
export function Boxes({ photo, style }: BoxesProps) {
  const shown = useShown(photo);
  const chosen = useChosenPart(photo);
  const { value: answers } = useFresh((engine) => boxAnswers(engine, photo), photo);
  const answerOf = (box: DetectedBox) => answers?.find((its) => its.box === box);
  if (shown.length === 0) return null;
  const isSeveral = photo.further.length > 0;
  const { width, height } = photo;
  const size = LETTERS[style === undefined ? 'small' : 'large'] * Math.max(width, height);
  return (
    <svg
      {...frameOf(photo, style)}
      role="img"
      aria-label={shown.map((box) => spoken(box, answerOf(box))).join(', ')}
    >
      {shown.map((box) => (
        <Frame key={keyOf(box)} photo={photo} box={box} isChosen={isSeveral && box === chosen.classified} />
      ))}
      {(answers ?? []).map(({ box, summary }) => {
        const [left, top, wide] = box.bbox;
        // Towards the middle of the photo: beyond its edge nothing is drawn.
        const isRight = left + wide / 2 > 0.5;
        // Above its box, inside where there is no room.
        const y = top * height < size ? top * height + size : top * height - size * 0.25;
        return (
          summary !== null && (
            <text
              key={keyOf(box)}
              x={(isRight ? left + wide : left) * width}
              y={y}
              textAnchor={isRight ? 'end' : 'start'}
              fontSize={size}
              strokeWidth={size / 6}
            >
              {summary.answer}
            </text>
          )
        );
      })}
    </svg>
  );
}

/** The same on a small picture, where it is told beside it. */
export function SmallBoxes({ photo }: BoxesProps) {
  const shown = useShown(photo);
  if (shown.length === 0) return null;
  return (
    <svg {...frameOf(photo)} aria-hidden>
      {shown.map((box) => (
        <Frame key={keyOf(box)} photo={photo} box={box} isChosen={false} />
      ))}
    </svg>
  );
}

function useShown({ boxes, width, height }: Photo): readonly DetectedBox[] {
  const least = useEngineState((state) => state.request.detections.from);
  return width === 0 || height === 0 ? [] : boxesFrom(boxes ?? [], least);
}

const frameOf = ({ width, height }: Photo, style?: CSSProperties) => ({
  className: 'boxes',
  viewBox: `0 0 ${width} ${height}`,
  preserveAspectRatio: 'xMidYMid meet',
  ...(style === undefined ? {} : { style }),
});

const keyOf = ({ bbox, category }: DetectedBox) => `${bbox.join(' ')} ${category}`;

/** “animal 90 %: fox”. */
const spoken = ({ category, conf }: DetectedBox, answer: BoxAnswer | undefined) =>
  `${category} ${percent(conf)}${answer?.summary == null ? '' : `: ${answer.summary.answer}`}`;

interface FrameProps {
  readonly photo: Photo;
  readonly box: DetectedBox;
  readonly isChosen: boolean;
}

function Frame({ photo, box, isChosen }: FrameProps) {
  const { width, height } = photo;
  const [left, top, wide, high] = box.bbox;
  return (
    <rect
      data-category={box.category}
      data-classified={partsOf(photo).some(({ classified }) => classified === box) || undefined}
      data-chosen={isChosen || undefined}
      x={left * width}
      y={top * height}
      width={wide * width}
      height={high * height}
      vectorEffect="non-scaling-stroke"
    />
  );
}

/** How many of a photo's boxes count, and what its answer is of; nothing for a photo without boxes. */
export function BoxesOf({ photo }: { readonly photo: Photo }) {
  const choice = useEngineState((state) => state.request.detections);
  const { boxes } = photo;
  if (boxes === null || boxes.length === 0) return null;
  return (
    <p className="boxes-of small muted number">
      {boxesFrom(boxes, choice.from).length} of {counted(boxes.length, 'box', 'boxes')}, from{' '}
      {percent(choice.from)}
      {partWords(photo, choice)}
    </p>
  );
}

/** What is classified of a photo, where that is not what anyone would expect. */
function partWords(photo: Photo, choice: Parameters<typeof classifiedBoxes>[1]): string {
  const { boxes, classified, further } = photo;
  const wanted = classifiedBoxes(boxes, choice);
  const done = partsOf(photo).flatMap((part) => part.classified ?? []);
  const lacking = wanted.length - done.length;
  if (choice.classify === 'photo')
    return classified === null ? '' : ` · its file is gone: the answer stays that of ${nameOf(classified)}`;
  if (wanted.length === 0) return ' · none is of an animal: classified whole';
  if (classified === null) return ' · its file is gone, so that it cannot be cropped: classified whole';
  const words = further.length === 0 ? `${nameOf(classified)} is` : `${done.length} animals are each`;
  return ` · ${words} classified${lacking > 0 ? `; ${lacking} cannot be cropped, as the file is gone` : ''}`;
}

const nameOf = ({ category, conf }: DetectedBox) => `${category} ${percent(conf)}`;

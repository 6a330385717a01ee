import type { CSSProperties } from 'react';
import { boxesFrom } from '../../../../core';
import type { Photo } from '../../../engine';
import { counted, percent } from '../../common/text/formats';
import { useEngineState } from '../../engine-context';
import './boxes.css';

interface BoxesProps {
  readonly photo: Photo;
  /** Whether they are told elsewhere too, so that screen readers pass over them here. */
  readonly isDecoration?: boolean;
  readonly style?: CSSProperties;
}

/** What a detector found in a photo, drawn over its picture, which fills the element around it as `object-fit: contain` does. */
export function Boxes({ photo, isDecoration = false, style }: BoxesProps) {
  const { boxes, classified, width, height } = photo;
  const least = useEngineState((state) => state.request.detections.from);
  const shown = boxesFrom(boxes ?? [], least);
  if (shown.length === 0 || width === 0 || height === 0) return null;
  const drawn = shown.map((box) => {
    const [left, top, wide, high] = box.bbox;
    return (
      <rect
        key={`${box.bbox.join(' ')} ${box.category}`}
        data-category={box.category}
        data-classified={box === classified || undefined}
        x={left * width}
        y={top * height}
        width={wide * width}
        height={high * height}
        vectorEffect="non-scaling-stroke"
      />
    );
  });
  const frame = {
    className: 'boxes',
    viewBox: `0 0 ${width} ${height}`,
    preserveAspectRatio: 'xMidYMid meet',
    style,
  };
  if (isDecoration)
    return (
      <svg {...frame} aria-hidden>
        {drawn}
      </svg>
    );
  return (
    <svg
      {...frame}
      role="img"
      aria-label={shown.map(({ category, conf }) => `${category} ${percent(conf)}`).join(', ')}
    >
      {drawn}
    </svg>
  );
}

/** How many of a photo's boxes count, and what its answer is of; nothing for a photo without boxes. */
export function BoxesOf({ photo: { boxes, classified } }: { readonly photo: Photo }) {
  const { classify, from } = useEngineState((state) => state.request.detections);
  if (boxes === null || boxes.length === 0) return null;
  const shown = boxesFrom(boxes, from).length;
  return (
    <p className="boxes-of small muted number">
      {shown} of {counted(boxes.length, 'box', 'boxes')}, from {percent(from)}
      {classify === 'animal' &&
        (classified === null
          ? ' · none is of an animal: classified whole'
          : ` · ${classified.category} ${percent(classified.conf)} is classified`)}
    </p>
  );
}

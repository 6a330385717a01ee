import { boxesFrom } from '../../../../core';
import type { Photo } from '../../../engine';
import { counted, percent } from '../../common/text/formats';
import { usePage } from '../../page-state';
import './boxes.css';

/** What a detector found in a photo, drawn over its picture, which fills the element around it as `object-fit: contain` does. */
export function Boxes({ photo: { boxes, width, height } }: { readonly photo: Photo }) {
  const least = usePage((page) => page.boxesFrom);
  const shown = boxesFrom(boxes ?? [], least);
  if (shown.length === 0 || width === 0 || height === 0) return null;
  return (
    <svg
      className="boxes"
      viewBox={`0 0 ${width} ${height}`}
      preserveAspectRatio="xMidYMid meet"
      role="img"
      aria-label={shown.map(({ category, conf }) => `${category} ${percent(conf)}`).join(', ')}
    >
      {shown.map(({ category, bbox: [left, top, wide, high] }) => (
        <rect
          key={`${left} ${top} ${wide} ${high} ${category}`}
          data-category={category}
          x={left * width}
          y={top * height}
          width={wide * width}
          height={high * height}
          vectorEffect="non-scaling-stroke"
        />
      ))}
    </svg>
  );
}

/** How sure the detector has to be; nothing for a photo without boxes. */
export function BoxesFrom({ photo: { boxes } }: { readonly photo: Photo }) {
  const least = usePage((page) => page.boxesFrom);
  if (boxes === null || boxes.length === 0) return null;
  const shown = boxesFrom(boxes, least).length;
  return (
    <label className="boxes-from small muted">
      <span className="number">
        {shown} of {counted(boxes.length, 'box', 'boxes')}, from {percent(least)}
      </span>
      <input
        type="range"
        min={0}
        max={1}
        step={0.01}
        value={least}
        aria-label="Boxes from"
        aria-valuetext={`${percent(least)}: ${shown} of ${counted(boxes.length, 'box', 'boxes')}`}
        onChange={({ target }) => usePage.setState({ boxesFrom: Number(target.value) })}
      />
    </label>
  );
}

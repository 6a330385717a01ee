import { useId, useRef } from 'react';
import type { DetectionChoice } from '../../../../core';
import { count, counted, percent } from '../../common/text/formats';
import { useEngine, useEngineState } from '../../engine-context';
import { choosePart, rememberThreshold } from './choose-part';

const PARTS: readonly { readonly value: DetectionChoice['classify']; readonly label: string }[] = [
  { value: 'photo', label: 'Whole photo' },
  { value: 'animal', label: 'Detected animals' },
];

/** How many boxes there are beside the photos' surest, and how many of these wait. */
function furtherWords(further: number, waiting: number): string {
  if (further === 0) return '';
  const left = waiting === 0 ? '' : `, ${count(waiting)} of them waiting`;
  return ` · ${counted(further, 'further box', 'further boxes')} each for itself${left}`;
}

/** What of photos is classified, and how sure a detector has to be; nothing while no photo has boxes. */
export function DetectionRow() {
  const hasBoxes = useEngineState((state) => state.photoCounts.boxed > 0);
  return hasBoxes && <Detections />;
}

function Detections() {
  const engine = useEngine();
  const { boxed, cropped, further, furtherWaiting, lacksCrops } = useEngineState(
    (state) => state.photoCounts,
  );
  const { classify, from } = useEngineState((state) => state.request.detections);
  const name = useId();
  /** Where the slider stood before it was taken in hand; null while nobody moves it. */
  const before = useRef<number | null>(null);
  const settle = () => {
    if (before.current !== null) rememberThreshold(engine, before.current);
    before.current = null;
  };
  return (
    <div className="group-row detection-row small muted">
      <fieldset>
        <legend>Classify</legend>
        {PARTS.map(({ value, label }) => (
          <label key={value}>
            <input
              type="radio"
              name={name}
              checked={classify === value}
              onChange={() => choosePart(engine, value)}
            />
            {label}
          </label>
        ))}
      </fieldset>
      <label>
        Boxes from
        <input
          type="range"
          min={0}
          max={1}
          step={0.01}
          value={from}
          aria-label="Boxes from"
          aria-valuetext={percent(from)}
          onChange={({ target }) => {
            before.current ??= from;
            engine.setDetections({ from: Number(target.value) });
          }}
          onPointerUp={settle}
          onKeyUp={settle}
          onBlur={settle}
        />
        <span className="number">{percent(from)}</span>
      </label>
      <span className="number" role="status" aria-label="Photos with boxes">
        {classify === 'animal'
          ? `${count(cropped)} of ${counted(boxed, 'photo')} with boxes by the animal, the others whole${furtherWords(further, furtherWaiting)}`
          : `${counted(boxed, 'photo')} with boxes`}
      </span>
      {lacksCrops > 0 && (
        <span className="number" title="Those tiles are marked “cannot be cropped”.">
          {`${counted(lacksCrops, 'photo')} cannot be cropped any more: only small pictures are kept. Answers stay those of whole photos; add the files again to have them cropped.`}
        </span>
      )}
    </div>
  );
}

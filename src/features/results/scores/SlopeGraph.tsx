import { memo } from 'react';
import type { ClassNames } from '../../../../core';
import type { Answer } from '../../../engine';
import { type Slope, slopes } from './slope';

/** Classes drawn on either side. */
export const ROWS = 5;
const ROW = 26;
const WIDTH = 56;
/** Room under the last row for the ends of lines that leave. */
const FOOT = 8;

interface SlopeGraphProps {
  readonly answer: Answer;
  readonly classes: readonly ClassNames[];
  /** What the right side is called. */
  readonly after: string;
}

/** The five best classes by looks alone, the five best by the method, and lines between; the table below says the same. */
export const SlopeGraph = memo(function SlopeGraph({ answer, classes, after }: SlopeGraphProps) {
  const rows = Math.min(ROWS, classes.length);
  const lines = slopes(answer.zeroShot, answer.enriched, rows);
  const winner = answer.enriched[0]?.index;
  // The winner last, so that its line lies over the others.
  const drawn = [...lines].sort((a, b) => Number(a.index === winner) - Number(b.index === winner));
  const side = (entries: Answer['enriched']) =>
    entries.slice(0, rows).map(({ index }) => (
      <span key={index} className="slope-entry" data-winner={index === winner || undefined}>
        <span className="slope-name" title={classes[index]?.name}>
          {classes[index]?.name}
        </span>
      </span>
    ));
  return (
    <div className="slope" aria-hidden="true">
      <div className="slope-side slope-before">
        <span className="slope-title">zero-shot</span>
        {side(answer.zeroShot)}
      </div>
      <svg
        className="slope-lines"
        width={WIDTH}
        height={rows * ROW + 20 + FOOT}
        viewBox={`0 -20 ${WIDTH} ${rows * ROW + 20 + FOOT}`}
        role="presentation"
      >
        {drawn.map((slope) => (
          <Line key={slope.index} slope={slope} winner={slope.index === winner} />
        ))}
      </svg>
      <div className="slope-side">
        <span className="slope-title">{after}</span>
        {side(answer.enriched)}
      </div>
    </div>
  );
});

function Line({ slope, winner }: { readonly slope: Slope; readonly winner: boolean }) {
  const y = (place: number) => place * ROW + ROW / 2;
  return (
    <g className="slope-line" data-winner={winner || undefined}>
      <path
        data-leaves={slope.before === null || slope.after === null || undefined}
        d={
          slope.before === null
            ? rise(y(slope.after ?? 0))
            : slope.after === null
              ? fall(y(slope.before))
              : join(y(slope.before), y(slope.after))
        }
      />
      {slope.before !== null && <circle cx={EDGE} cy={y(slope.before)} r={winner ? 3.5 : 2.5} />}
      {slope.after !== null && <circle cx={WIDTH - EDGE} cy={y(slope.after)} r={winner ? 3.5 : 2.5} />}
    </g>
  );
}

const EDGE = 5;

const join = (from: number, to: number) =>
  `M${EDGE} ${from}C${WIDTH / 2} ${from} ${WIDTH / 2} ${to} ${WIDTH - EDGE} ${to}`;

/** A short end for a class that falls out of the drawn places, or comes in from below them. */
const fall = (from: number) => `M${EDGE} ${from}q13 1 17 15`;
const rise = (to: number) => `M${WIDTH - EDGE} ${to}q-13 1 -17 15`;

import type { ClassNames } from '../../core';
import type { Answer } from '../../engine/types';
import { percent } from '../common/formats';
import { type Slope, slopes } from './slope';

/** Classes drawn on either side. */
export const ROWS = 5;
const ROW = 26;
const WIDTH = 64;

interface SlopeGraphProps {
  readonly answer: Answer;
  readonly classes: readonly ClassNames[];
}

/** The five best classes before enrichment, the five best after it, and lines between; the table below says the same. */
export function SlopeGraph({ answer, classes }: SlopeGraphProps) {
  const rows = Math.min(ROWS, classes.length);
  const lines = slopes(answer.zeroShot, answer.enriched, rows);
  const winner = answer.enriched[0]?.index;
  // The winner last, so that its line lies over the others.
  const drawn = [...lines].sort((a, b) => Number(a.index === winner) - Number(b.index === winner));
  const side = (entries: Answer['enriched'], shares: readonly number[]) =>
    entries.slice(0, rows).map(({ index }, place) => (
      <span key={index} className="slope-entry" data-winner={index === winner || undefined}>
        <span className="slope-name" title={classes[index]?.name}>
          {classes[index]?.name}
        </span>
        <span className="slope-share number">{percent(shares[place] ?? 0)}</span>
      </span>
    ));
  return (
    <div className="slope" aria-hidden="true">
      <div className="slope-side slope-before">
        <span className="slope-title">zero-shot</span>
        {side(answer.zeroShot, answer.zeroShotShares)}
      </div>
      <svg
        className="slope-lines"
        width={WIDTH}
        height={rows * ROW + 20}
        viewBox={`0 -20 ${WIDTH} ${rows * ROW + 20}`}
        role="presentation"
      >
        {drawn.map((slope) => (
          <Line key={slope.index} slope={slope} rows={rows} winner={slope.index === winner} />
        ))}
      </svg>
      <div className="slope-side">
        <span className="slope-title">{answer.isEnriched ? 'enriched' : 'no captions yet'}</span>
        {side(answer.enriched, answer.shares)}
      </div>
    </div>
  );
}

function Line({
  slope,
  rows,
  winner,
}: {
  readonly slope: Slope;
  readonly rows: number;
  readonly winner: boolean;
}) {
  // A place below the drawn ones is where the line leaves the graph.
  const y = (place: number | null) => (place === null ? rows * ROW : place * ROW + ROW / 2);
  const leaves = slope.before === null || slope.after === null;
  const [from, to] = [y(slope.before), y(slope.after)];
  const middle = WIDTH / 2;
  return (
    <g className="slope-line" data-winner={winner || undefined} data-leaves={leaves || undefined}>
      <path d={`M5 ${from}C${middle} ${from} ${middle} ${to} ${WIDTH - 5} ${to}`} />
      {slope.before !== null && <circle cx={5} cy={from} r={winner ? 3.5 : 2.5} />}
      {slope.after !== null && <circle cx={WIDTH - 5} cy={to} r={winner ? 3.5 : 2.5} />}
    </g>
  );
}

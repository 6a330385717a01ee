import type { ClassNames } from '../../core';
import type { Answer } from '../../engine/types';
import { cosine, percent } from '../common/formats';
import { ROWS } from './SlopeGraph';
import { scoreRows } from './slope';

interface ScoreTableProps {
  readonly answer: Answer;
  readonly classes: readonly ClassNames[];
}

/** The slope graph in numbers: rank, cosine and share of each class on either side. */
export function ScoreTable({ answer, classes }: ScoreTableProps) {
  const rows = scoreRows(
    { ranked: answer.zeroShot, shares: answer.zeroShotShares },
    { ranked: answer.enriched, shares: answer.shares },
    Math.min(ROWS, classes.length),
  );
  const best = answer.enriched[0]?.index;
  return (
    <table className="scores number">
      <caption className="visually-hidden">Best classes before and after enrichment, with scores</caption>
      <thead>
        <tr>
          <th scope="col">Class</th>
          <th scope="col">
            zero-shot
            <br />
            cosine
          </th>
          <th scope="col">
            enriched
            <br />
            cosine
          </th>
          <th scope="col">
            share
            <br />
            now
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ index, before, after }) => (
          <tr key={index} data-best={index === best || undefined}>
            <th scope="row">
              <span title={classes[index]?.name}>{classes[index]?.name}</span>
            </th>
            <td>
              {cosine(before.score)} <Rank value={before.rank} />
            </td>
            <td>
              {cosine(after.score)} <Rank value={after.rank} />
            </td>
            <td>
              <span className="visually-hidden">before {percent(before.share)}, now </span>
              {percent(after.share)}
            </td>
          </tr>
        ))}
      </tbody>
      <tfoot>
        <tr>
          <td colSpan={4}>
            Shares are relative to your classes: no probability that the photo shows any of them.
          </td>
        </tr>
      </tfoot>
    </table>
  );
}

function Rank({ value }: { readonly value: number }) {
  return (
    <span className="scores-rank">
      <span className="visually-hidden">rank </span>
      {value}
    </span>
  );
}

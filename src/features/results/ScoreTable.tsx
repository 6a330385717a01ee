import type { ClassNames } from '../../core';
import type { Answer } from '../../engine/types';
import { cosine, percent } from '../common/formats';
import { ROWS } from './SlopeGraph';
import { type ScoreRow, scoreRows } from './slope';

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
          <td />
          <th scope="colgroup" colSpan={2}>
            zero-shot
          </th>
          <th scope="colgroup" colSpan={2}>
            enriched
          </th>
        </tr>
        <tr>
          <th scope="col">Class</th>
          <th scope="col">cosine</th>
          <th scope="col">share</th>
          <th scope="col">cosine</th>
          <th scope="col">share</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ index, before, after }) => (
          <tr key={index} data-best={index === best || undefined}>
            <th scope="row">
              <span title={classes[index]?.name}>{classes[index]?.name}</span>
            </th>
            <Scores {...before} />
            <Scores {...after} />
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

/** Rank is what the slope graph shows; here it is for those who cannot see that. */
function Scores({ rank, score, share }: ScoreRow['before']) {
  return (
    <>
      <td>
        <span className="visually-hidden">rank {rank}, </span>
        {cosine(score)}
      </td>
      <td>{percent(share)}</td>
    </>
  );
}

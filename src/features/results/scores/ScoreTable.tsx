import { memo } from 'react';
import type { ClassNames, Method } from '../../../../core';
import type { Answer } from '../../../engine';
import { cosine, logit, percent, setting } from '../../common/text/formats';
import { ROWS } from './SlopeGraph';
import { type ScoreRow, scoreRows } from './slope';

interface ScoreTableProps {
  readonly answer: Answer;
  readonly classes: readonly ClassNames[];
  readonly method: Pick<Method, 'title' | 'output'>;
}

/** What stands over the column of each kind of score. */
const OUTPUTS: Readonly<Record<Method['output'], string>> = {
  cosine: 'cosine',
  logit: 'logit',
  probability: 'prob.',
  mass: 'mass',
};

/** The slope graph in numbers: rank, score and share of each class on either side. */
export const ScoreTable = memo(function ScoreTable({ answer, classes, method }: ScoreTableProps) {
  const rows = scoreRows(
    { ranked: answer.zeroShot, shares: answer.zeroShotShares },
    { ranked: answer.enriched, shares: answer.shares },
    Math.min(ROWS, classes.length),
  );
  const best = answer.enriched[0]?.index;
  return (
    <table className="scores number">
      <caption className="visually-hidden">
        Best classes by looks alone and by the method, with scores
      </caption>
      <thead>
        <tr>
          <td />
          <th scope="colgroup" colSpan={2}>
            zero-shot
          </th>
          <th scope="colgroup" colSpan={2}>
            {method.title}
          </th>
        </tr>
        <tr>
          <th scope="col">Class</th>
          <th scope="col">cosine</th>
          <th scope="col">share</th>
          <th scope="col">{OUTPUTS[method.output]}</th>
          <th scope="col">share</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ index, before, after }) => (
          <tr key={index} data-best={index === best || undefined}>
            <th scope="row">
              <span title={classes[index]?.name}>{classes[index]?.name}</span>
            </th>
            <Scores {...before} output="cosine" />
            <Scores {...after} output={method.output} />
          </tr>
        ))}
      </tbody>
      <tfoot>
        <tr>
          <td colSpan={4}>
            Shares are relative to your classes: no probability that the photo shows any of them.{' '}
            {scaleWords(answer)}
          </td>
        </tr>
      </tfoot>
    </table>
  );
});

/** Where the scales of the shares come from. */
function scaleWords({ zeroShotScale, scale }: Answer): string {
  const words = `Scale ${setting(zeroShotScale.value)} and ${setting(scale.value)}`;
  return scale.fitted
    ? `${words}, fitted on labelled photos by the index’s maker.`
    : `${words}, the model’s own: nobody fitted it to labelled photos, and shares may be too sure.`;
}

/** Rank is what the slope graph shows; here it is for those who cannot see that. */
function Scores({ rank, score, share, output }: ScoreRow['before'] & Pick<Method, 'output'>) {
  return (
    <>
      <td>
        <span className="visually-hidden">rank {rank}, </span>
        {output === 'logit' ? logit(score) : cosine(score)}
      </td>
      <td>{percent(share)}</td>
    </>
  );
}

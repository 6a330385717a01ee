import { type Answers, expectedCalibrationError, methodById, reliabilityBins } from '../../../../core';
import { counted, percent } from '../../common/text/formats';
import { SavePlot } from '../report/SavePlot';
import { TunedNote } from '../tuning/TunedNote';
import { points } from './numbers';

/** Pixels of the plot's side, and around it. */
const SIDE = 160;
const EDGE = 28;

interface ReliabilityProps {
  readonly answers: Answers;
  readonly method: string;
}

/** How often answers are right at each share that the method gives them: on the diagonal shares say what they are. */
export function Reliability({ answers, method }: ReliabilityProps) {
  const right = Array.from(answers.places, (place) => place === 0);
  const bins = reliabilityBins(answers.shares, right);
  const filled = bins.filter(({ count }) => count > 0);
  const most = Math.max(...bins.map(({ count }) => count));
  const title = methodById(method)?.title ?? method;
  const x = (value: number) => EDGE + value * SIDE;
  const y = (value: number) => 8 + (1 - value) * SIDE;
  return (
    <figure className="evaluation-part reliability">
      <figcaption>
        <div className="row">
          <h3>Reliability</h3> <SavePlot name="reliability" />
        </div>
        <p className="small muted">
          {title}: expected calibration error {points(expectedCalibrationError(bins))}. Bars are as wide as
          their photos are many.
        </p>
        <TunedNote methods={[method]} />
      </figcaption>
      <svg
        viewBox={`0 0 ${SIDE + EDGE + 8} ${SIDE + EDGE + 8}`}
        width={SIDE + EDGE + 8}
        height={SIDE + EDGE + 8}
        role="img"
        aria-label={`Reliability plot of ${title}`}
      >
        <desc>
          {filled
            .map(
              ({ share, accuracy, count }) =>
                `${counted(count, 'photo')} with a share of ${percent(share)}: ${percent(accuracy)} right`,
            )
            .join('; ')}
        </desc>
        <rect className="plot-ground" x={x(0)} y={y(1)} width={SIDE} height={SIDE} />
        <line className="plot-diagonal" x1={x(0)} y1={y(0)} x2={x(1)} y2={y(1)} />
        {filled.map(({ low, high, share, accuracy, count }) => {
          const width = Math.max(2, (high - low) * SIDE * Math.sqrt(count / most));
          return (
            <g key={low}>
              <line className="plot-gap" x1={x(share)} x2={x(share)} y1={y(share)} y2={y(accuracy)} />
              <rect
                className="plot-bar"
                x={x(share) - width / 2}
                y={y(accuracy) - 2}
                width={width}
                height={4}
                rx={2}
              >
                <title>{`Share ${percent(share)}, right ${percent(accuracy)}, ${counted(count, 'photo')}`}</title>
              </rect>
            </g>
          );
        })}
        {[0, 0.5, 1].map((value) => (
          <g key={value} className="plot-tick">
            <text x={x(value)} y={y(0) + 14} textAnchor={value === 1 ? 'end' : 'middle'}>
              {percent(value)}
            </text>
            {value > 0 && (
              <text x={x(0) - 4} y={y(value) + 4} textAnchor="end">
                {Math.round(100 * value)}
              </text>
            )}
          </g>
        ))}
        <text className="plot-axis" x={x(0.5)} y={y(0) + 26} textAnchor="middle">
          share of the answer
        </text>
      </svg>
    </figure>
  );
}

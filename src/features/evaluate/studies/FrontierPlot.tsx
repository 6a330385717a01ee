import type { FrontierPoint } from '../../../../core';
import { setting } from '../../common/text/formats';
import { useEngine } from '../../engine-context';
import { points } from '../figures/numbers';

const SIDE = 150;
const LEFT = 34;
const TOP = 10;

/** Acc@1 against Acc@5 of every α and β; those that nothing beats in both are joined, and can be put in force. */
export function FrontierPlot({ frontier }: { readonly frontier: readonly FrontierPoint[] }) {
  const engine = useEngine();
  const best = frontier.filter((point) => point.best).toSorted((a, b) => a.acc1 - b.acc1);
  const joined = best.filter(
    ({ acc1, acc5 }, i) => best.findIndex((other) => other.acc1 === acc1 && other.acc5 === acc5) === i,
  );
  const [fromX, toX] = endsOf(frontier.map(({ acc1 }) => acc1));
  const [fromY, toY] = endsOf(frontier.map(({ acc5 }) => acc5));
  const x = (acc1: number) => LEFT + ((acc1 - fromX) / (toX - fromX)) * SIDE;
  const y = (acc5: number) => TOP + (1 - (acc5 - fromY) / (toY - fromY)) * SIDE;
  const wordsOf = ({ alpha, beta, acc1, acc5 }: FrontierPoint) =>
    `α ${setting(alpha)}, β ${setting(beta)}: Acc@1 ${points(acc1)}, Acc@5 ${points(acc5)}`;
  return (
    <div className="studies-frontier">
      <svg
        className="plot"
        data-plot="frontier"
        viewBox={`0 0 ${LEFT + SIDE + 10} ${TOP + SIDE + 32}`}
        width={LEFT + SIDE + 10}
        height={TOP + SIDE + 32}
        role="img"
        aria-label="Acc@1 against Acc@5 by α and β"
      >
        <desc>{`Best of ${frontier.length}: ${joined.map(wordsOf).join('; ')}`}</desc>
        <rect className="plot-ground" x={LEFT} y={TOP} width={SIDE} height={SIDE} />
        {frontier.map((point) => (
          <circle
            key={`${point.alpha} ${point.beta}`}
            className={point.best ? 'plot-dot' : 'plot-faint'}
            cx={x(point.acc1)}
            cy={y(point.acc5)}
            r={point.best ? 3.5 : 2}
          >
            <title>{wordsOf(point)}</title>
          </circle>
        ))}
        <polyline
          className="plot-line"
          points={joined.map(({ acc1, acc5 }) => `${x(acc1)},${y(acc5)}`).join(' ')}
        />
        <g className="plot-tick">
          {[fromX, toX].map((value) => (
            <text key={value} x={x(value)} y={TOP + SIDE + 14} textAnchor={value === toX ? 'end' : 'middle'}>
              {Math.round(100 * value)}
            </text>
          ))}
          {[fromY, toY].map((value) => (
            <text key={value} x={LEFT - 5} y={y(value) + 4} textAnchor="end">
              {Math.round(100 * value)}
            </text>
          ))}
          <text x={LEFT + SIDE / 2} y={TOP + SIDE + 27} textAnchor="middle">
            Acc@1
          </text>
          <text x={LEFT - 8} y={TOP + SIDE / 2} textAnchor="end">
            @5
          </text>
        </g>
      </svg>
      <ul className="small number" aria-label="Best α and β">
        {joined.toReversed().map((point) => (
          <li key={`${point.alpha} ${point.beta}`}>
            <button
              type="button"
              className="link"
              title="Put this α and β in force"
              onClick={() => engine.setParameters({ alpha: point.alpha, beta: point.beta }, 'core')}
            >
              {wordsOf(point)}
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** The least and the most, on whole twentieths, apart from each other. */
function endsOf(values: readonly number[]): readonly [number, number] {
  const low = Math.floor(20 * Math.min(...values)) / 20;
  return [low, Math.max(low + 0.05, Math.ceil(20 * Math.max(...values)) / 20)];
}

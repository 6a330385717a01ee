import { type CSSProperties, useId } from 'react';
import { type Distribution, rank } from '../../../../core';
import { percent } from '../../common/text/formats';

/** Classes shown of each distribution. */
const SHOWN = 3;

interface DistributionsProps {
  readonly distributions: readonly Distribution[];
  /** What the probabilities belong to. */
  readonly names: readonly string[];
}

/** The best classes of each step on the way to the final score. */
export function Distributions({ distributions, names }: DistributionsProps) {
  const id = useId();
  return (
    <div className="why-block distributions">
      {distributions.map(({ title, probabilities }) => (
        <section key={title} aria-labelledby={`${id} ${title}`}>
          <h3 id={`${id} ${title}`}>{title}</h3>
          <ol className="bars">
            {rank(probabilities)
              .slice(0, SHOWN)
              .map(({ index, score }) => (
                <li key={index} className="caption" style={{ '--weight': score } as CSSProperties}>
                  <span className="caption-text">{names[index]}</span>
                  <span className="caption-figures number">{percent(score)}</span>
                </li>
              ))}
          </ol>
        </section>
      ))}
    </div>
  );
}

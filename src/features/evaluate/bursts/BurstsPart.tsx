import { useId } from 'react';
import type { BurstAnswer } from '../../../engine';
import { Problem } from '../../common/components/Problem';
import { count, counted } from '../../common/text/formats';
import { useEngine } from '../../engine-context';
import { usePage } from '../../page-state';
import { NO_FILTER } from '../../photos/list/filter';
import { points } from '../figures/numbers';
import { knownLabels } from '../known-labels';
import { chooseSeconds, SECONDS, useBursts } from './bursts-state';

/** Has photos that were taken one after the other share their evidence, and says which answers that changes. */
export function BurstsPart() {
  const id = useId();
  const { seconds, answers, problem } = useBursts();
  return (
    <div className="evaluation-part bursts">
      <h3>Bursts</h3>
      <div className="row">
        <label htmlFor={id} className="small">
          Photos of one camera share their evidence
        </label>
        <select
          id={id}
          className="select"
          value={seconds}
          onChange={(event) => chooseSeconds(Number(event.target.value))}
        >
          {SECONDS.map((value) => (
            <option key={value} value={value}>
              {value === 0 ? 'not at all' : `within ${value < 60 ? `${value} s` : `${value / 60} min`}`}
            </option>
          ))}
        </select>
      </div>
      {problem !== null && <Problem tone="error">{problem}</Problem>}
      {answers !== null && <Found answers={answers} />}
    </div>
  );
}

function Found({ answers }: { readonly answers: ReadonlyMap<string, BurstAnswer> }) {
  const engine = useEngine();
  const bursts = new Set([...answers.values()].map(({ burst }) => burst)).size;
  const changed = [...answers.values()].filter((answer) => answer.changed);
  const labels = knownLabels(engine).listed.filter(({ photo }) => answers.has(photo));
  const right = labels.filter(({ photo, label }) => answers.get(photo)!.best === label).length;
  const alone = labels.filter(
    ({ photo, label }) => engine.answer(photo)?.enriched[0]?.index === label,
  ).length;
  if (answers.size === 0)
    return (
      <p className="small muted" role="status">
        No two photos of one camera with a time of their own lie so near each other.
      </p>
    );
  const words = `${counted(changed.length, 'photo')} that ${changed.length === 1 ? 'its' : 'their'} burst answers otherwise`;
  return (
    <p className="small" role="status">
      {count(answers.size)} photos in {counted(bursts, 'burst')};{' '}
      {changed.length === 0 ? (
        'no answer is another one.'
      ) : (
        <button
          type="button"
          className="link"
          onClick={() =>
            usePage.setState({
              filter: { ...NO_FILTER, picked: { words, ids: new Set(changed.map(({ photo }) => photo)) } },
              alone: null,
              search: '',
            })
          }
        >
          {counted(changed.length, 'answer is another one', 'answers are others')}
        </button>
      )}
      {labels.length > 0 &&
        ` Of the ${counted(labels.length, 'labelled photo')} among them ${points(right / labels.length)} % are right together, ${points(alone / labels.length)} % alone.`}
    </p>
  );
}

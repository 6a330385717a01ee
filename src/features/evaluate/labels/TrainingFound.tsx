import type { FoundLabels } from '../../../../workers/protocol';
import { counted } from '../../common/text/formats';
import { useEngine } from '../../engine-context';
import { chooseTraining } from './labels-state';

interface TrainingFoundProps {
  readonly found: FoundLabels;
  readonly withTraining: boolean;
}

/** How many training photos classes have by what was opened, and whether those that are here are labelled too. */
export function TrainingFound({ found: { training, trainingPhotos }, withTraining }: TrainingFoundProps) {
  const engine = useEngine();
  if (training === null) return null;
  const all = training.classes.reduce((sum, { count }) => sum + count, 0);
  return (
    <>
      <p>
        <strong>{counted(all, 'training photo')}</strong> of{' '}
        {counted(training.classes.length, 'class', 'classes')} by {training.of}: head and tail can be told
        apart by them.
      </p>
      {trainingPhotos > 0 && (
        <label className="labels-check">
          <input
            type="checkbox"
            checked={withTraining}
            onChange={(event) => void chooseTraining(engine, event.target.checked)}
          />{' '}
          Label the {counted(trainingPhotos, 'training photo')} that {trainingPhotos === 1 ? 'is' : 'are'}{' '}
          here too: figures then hold for photos that somebody trained on
        </label>
      )}
    </>
  );
}

import { BY_FILE, type Label } from '../../../../workers/protocol';
import { counted } from '../../common/text/formats';
import { useEngine, useEngineState } from '../../engine-context';
import { useSampleLabels } from '../../photos/samples/useSamples';
import { remember } from '../../undo/undo';
import { openFolderLabels } from '../labels/labels-state';
import { OpenLabels } from '../labels/OpenLabels';

/** How photos come by labels, while none has one of the list. */
export function NoLabels() {
  const engine = useEngine();
  const photoIds = useEngineState((state) => state.photoIds);
  const truths = useSampleLabels((state) => state.labels);
  const samples = photoIds.filter((id) => truths[id] !== undefined);
  const hasFolders = photoIds.some((id) => engine.photo(id)?.file.includes('/'));
  const takeSamples = () => {
    const at = new Date().toISOString();
    const labels = samples.map((id): readonly [string, Label] => [
      id,
      { state: 'class', className: truths[id]!, by: BY_FILE, at },
    ]);
    const before = samples.map((id) => [id, engine.photo(id)?.label ?? null] as const);
    engine.setLabels(labels);
    remember({
      words: `${counted(samples.length, 'photo')} labelled`,
      bytes: 200 * samples.length,
      undo: () => engine.setLabels(before),
      redo: () => engine.setLabels(labels),
    });
  };
  return (
    <div className="evaluation-none">
      <p>
        Figures need photos whose class is known: label some in review, open a file of labels, or take the
        names of their folders.
      </p>
      <p className="row">
        <OpenLabels />
        {hasFolders && (
          <button type="button" className="button" onClick={() => void openFolderLabels(engine)}>
            Use folder names as labels
          </button>
        )}
        {samples.length > 0 && (
          <button type="button" className="button" onClick={takeSamples}>
            Use the samples’ own labels
          </button>
        )}
      </p>
    </div>
  );
}

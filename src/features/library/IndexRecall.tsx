import { INDEX_RECALL } from '../../engine';
import { count, percent } from '../common/text/formats';
import { useEngine, useEngineState } from '../engine-context';
import { SettingField } from './SettingField';

/** How much of what is nearest a search is to find, and how much of the index the last one looked at. */
export function IndexRecall() {
  const engine = useEngine();
  const wanted = useEngineState((state) => state.request.indexRecall);
  const seen = useEngineState((state) => state.index.seen);
  return (
    <SettingField
      label="Nearest captions to find, in %"
      value={wanted}
      bounds={INDEX_RECALL}
      step={1}
      apply={(share) => engine.setIndexRecall(share)}
    >
      {seen !== null &&
        (seen.compared >= seen.searched
          ? `Photos were compared with all ${count(seen.searched)} captions. `
          : `Photos were compared with ${count(seen.compared)} of ${count(seen.searched)} captions each; ${percent(seen.recall)} of the nearest are expected to be found. `)}
      Among more than 50,000 captions, a larger share takes longer to find.
    </SettingField>
  );
}

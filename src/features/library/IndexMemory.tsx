import { INDEX_MEMORY } from '../../engine';
import { bytes } from '../common/text/formats';
import { useEngine, useEngineState } from '../engine-context';
import { SettingField } from './SettingField';

/** How much memory the indexes' captions may take, and how much they do. */
export function IndexMemory() {
  const engine = useEngine();
  const limit = useEngineState((state) => state.request.indexMemory);
  const used = useEngineState(({ index, furtherIndexes }) =>
    [index, ...Object.values(furtherIndexes)].reduce((sum, { info }) => sum + (info?.memoryBytes ?? 0), 0),
  );
  return (
    <SettingField
      label="Memory for captions, in MB"
      value={limit}
      bounds={INDEX_MEMORY}
      step={16}
      apply={(megabytes) => engine.setIndexMemory(megabytes)}
    >
      {bytes(used)} in use. Captions beyond the limit are read from this device again when a search needs
      them.
    </SettingField>
  );
}

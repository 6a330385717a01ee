import { useEffect, useId, useState } from 'react';
import { INDEX_MEMORY } from '../../engine';
import { bytes } from '../common/formats';
import { useEngine, useEngineState } from '../engine-context';

/** How much memory the index's captions may take, and how much they do. */
export function IndexMemory() {
  const engine = useEngine();
  const id = useId();
  const limit = useEngineState((state) => state.request.indexMemory);
  const used = useEngineState((state) => state.index.info?.memoryBytes ?? 0);
  const [draft, setDraft] = useState(String(limit));
  useEffect(() => setDraft(String(limit)), [limit]);
  const apply = () => {
    if (draft.trim() === '') setDraft(String(limit));
    else engine.setIndexMemory(Number(draft));
  };
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        apply();
      }}
    >
      <label className="label" htmlFor={id}>
        Memory for captions, in MB
      </label>
      <input
        id={id}
        className="field number"
        type="number"
        min={INDEX_MEMORY.least}
        max={INDEX_MEMORY.most}
        step={16}
        value={draft}
        aria-describedby={`${id}-hint`}
        onChange={(event) => setDraft(event.target.value)}
        onBlur={apply}
      />
      <p className="small muted library-hint" id={`${id}-hint`}>
        {bytes(used)} in use. Captions beyond the limit are read from this device again when a search needs
        them.
      </p>
    </form>
  );
}

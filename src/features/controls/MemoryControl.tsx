import { useMemo } from 'react';
import { counted } from '../common/formats';
import { useEngine, usePhotos } from '../engine-context';
import { usePage } from '../page-state';
import { arrange } from '../photos/arrange';
import { useSummaries } from '../photos/useSummary';

/** What the method remembers of the photos so far, in which order, and how to have it start again. */
export function MemoryControl({ memory }: { readonly memory: string }) {
  const engine = useEngine();
  const photos = usePhotos();
  const summaries = useSummaries();
  const sort = usePage((page) => page.sort);
  const shown = useMemo(() => arrange(photos, summaries, sort, ''), [photos, summaries, sort]);
  const seen = [...summaries.values()].filter(({ place }) => place !== null).length;
  return (
    <div className="memory">
      <p className="small muted">
        {memory} <span className="number">{counted(seen, 'photo')}</span> so far; the number on each is its
        place. Reset forgets them and begins again in the order in which they lie on the light table.
      </p>
      <button
        type="button"
        className="button"
        disabled={seen === 0}
        onClick={() => engine.restartMemory(shown.map(({ id }) => id))}
      >
        Reset memory
      </button>
    </div>
  );
}

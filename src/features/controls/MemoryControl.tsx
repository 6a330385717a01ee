import { counted } from '../common/text/formats';
import { useEngine } from '../engine-context';
import { usePage } from '../page-state';
import { useSummaryCounts } from '../photos/list/hooks';
import { arrangedPhotos } from '../photos/list/page-photos';
import { restartMemory } from './change-settings';

/** What the method remembers of the photos so far, in which order, and how to have it start again. */
export function MemoryControl({ memory }: { readonly memory: string }) {
  const engine = useEngine();
  const { remembered } = useSummaryCounts();
  const reset = () => restartMemory(engine, arrangedPhotos(engine).all(usePage.getState().sort));
  return (
    <div className="memory">
      <p className="small muted">
        {memory} <span className="number">{counted(remembered, 'photo')}</span> so far; the number on each is
        its place. Reset forgets them and begins again in the order in which they lie on the light table.
      </p>
      <button type="button" className="button" disabled={remembered === 0} onClick={reset}>
        Reset memory
      </button>
    </div>
  );
}

import { useMediaQuery } from '../../../common/useMediaQuery';
import { useEngineState } from '../../../engine-context';
import { usePage } from '../../../page-state';
import { useProjects } from '../project-state';

/** The name of the open project and whether it is saved, or that nothing is kept; null while neither is so. */
function useProjectWords(): { readonly name: string; readonly state: string | null } | null {
  const current = useProjects((state) => state.current);
  const state = useProjects(({ saving }) =>
    saving.problem !== null ? 'not saved' : saving.pending ? 'saving…' : 'saved',
  );
  const noTrace = usePage((page) => page.keeps === 'nothing');
  const hasPhotos = useEngineState((state) => state.photoIds.length > 0);
  if (current !== null) return { name: current.name, state };
  return noTrace && hasPhotos ? { name: 'Leaves no trace', state: null } : null;
}

/** From this width on the header has room for the project's name; below, it stands in the line over the photos. */
const WIDE = '(min-width: 1500px)';

/**
 * The open project in words, in one of two places. Both have their width from the start, as has the state: what appears or
 * changes there moves nothing else.
 */
export function ProjectName({ place }: { readonly place: 'header' | 'summary' }) {
  const words = useProjectWords();
  const isWide = useMediaQuery(WIDE);
  if (isWide !== (place === 'header')) return null;
  return (
    <span className={`project-name small project-name-${place}`} title={words?.name}>
      {words?.name}
      {words?.state && <span className="project-state muted"> · {words.state}</span>}
    </span>
  );
}

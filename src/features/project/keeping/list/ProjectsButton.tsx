import { FolderOpen } from 'lucide-react';
import { useEngineState } from '../../../engine-context';
import { usePage } from '../../../page-state';
import { lookAgain, useProjects } from '../project-state';
import './projects.css';

/** Opens the list of projects, and names the one that is open. */
export function ProjectsButton() {
  const current = useProjects((state) => state.current);
  const { pending, problem } = useProjects((state) => state.saving);
  const noTrace = usePage((page) => page.keeps === 'nothing');
  const hasPhotos = useEngineState((state) => state.photoIds.length > 0);
  return (
    <div className="project-button">
      {current === null && noTrace && hasPhotos && (
        <span className="project-name small muted" title="Nothing is kept of what is on the page">
          Leaves no trace
        </span>
      )}
      {current !== null && (
        <span className="project-name small" title={current.name}>
          {current.name}
          <span className="muted"> · {problem !== null ? 'not saved' : pending ? 'saving…' : 'saved'}</span>
        </span>
      )}
      <button
        type="button"
        className="button"
        data-kind="quiet"
        data-size="icon"
        aria-label="Projects"
        title="Projects"
        onClick={() => {
          useProjects.setState({ dialogOpen: true });
          void lookAgain();
        }}
      >
        <FolderOpen size={18} aria-hidden />
      </button>
    </div>
  );
}

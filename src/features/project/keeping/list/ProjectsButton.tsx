import { FolderOpen } from 'lucide-react';
import { lookAgain, useProjects } from '../project-state';
import { ProjectName } from './ProjectName';
import './projects.css';

/** Opens the list of projects, and names the one that is open. */
export function ProjectsButton() {
  return (
    <div className="project-button">
      <ProjectName place="header" />
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

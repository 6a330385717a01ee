import { FolderOpen } from 'lucide-react';
import { IconButton } from '../../../common/components/IconButton';
import { lookAgain, useProjects } from '../project-state';
import { ProjectName } from './ProjectName';
import './projects.css';

/** Opens the list of projects, and names the one that is open. */
export function ProjectsButton() {
  return (
    <div className="project-button">
      <ProjectName place="header" />
      <IconButton
        icon={FolderOpen}
        size={18}
        quiet
        label="Projects"
        title="Projects"
        onClick={() => {
          useProjects.setState({ dialogOpen: true });
          void lookAgain();
        }}
      />
    </div>
  );
}

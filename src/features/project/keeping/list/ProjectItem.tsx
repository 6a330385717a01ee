import { useState } from 'react';
import type { ProjectFacts } from '../../../../../workers/protocol';
import { bytes, counted } from '../../../common/text/formats';
import { useEngine } from '../../../engine-context';
import { deleteProject, duplicateProject, renameProject } from '../manage';
import { openProject } from '../open-project';
import { useProjects } from '../project-state';
import { NameField } from './NameField';

const day = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short' });

interface ItemProps {
  readonly project: ProjectFacts;
  readonly isOpen: boolean;
  onExport(): void;
}

/** A project of the list, and what can be done with it. */
export function ProjectItem({ project, isOpen, onExport }: ItemProps) {
  const engine = useEngine();
  const [renaming, setRenaming] = useState(false);
  const { id, name } = project;
  return (
    <li className="projects-item" aria-current={isOpen || undefined}>
      <div className="projects-what">
        {renaming ? (
          <NameField
            name={name}
            label="Project name"
            isChosen
            onDone={(next) => {
              setRenaming(false);
              if (next !== null && next !== name) void renameProject(id, next);
            }}
          />
        ) : (
          <p className="projects-title">
            {name}
            {isOpen && <span className="muted small"> · open</span>}
          </p>
        )}
        <p className="muted small number">
          {counted(project.photos, 'photo')} · {counted(project.labels, 'label')} · {bytes(project.bytes)} ·{' '}
          {day.format(project.changedAt)}
        </p>
      </div>
      <div className="projects-actions">
        {!isOpen && (
          <button
            type="button"
            className="button"
            aria-label={`Open ${name}`}
            onClick={() => void openProject(engine, id)}
          >
            Open
          </button>
        )}
        <button
          type="button"
          className="button"
          aria-label={`Rename ${name}`}
          onClick={() => setRenaming(true)}
        >
          Rename
        </button>
        <button
          type="button"
          className="button"
          aria-label={`Duplicate ${name}`}
          onClick={() => void duplicateProject(id)}
        >
          Duplicate
        </button>
        <button type="button" className="button" aria-label={`Export ${name}`} onClick={onExport}>
          Export
        </button>
        <button
          type="button"
          className="button"
          aria-label={`Delete ${name}`}
          onClick={() => {
            // The notice that takes it back lies under the dialog.
            useProjects.setState({ dialogOpen: false });
            void deleteProject(engine, id);
          }}
        >
          Delete
        </button>
      </div>
    </li>
  );
}

import { useEffect, useMemo, useRef, useState } from 'react';
import type { PicturesKept, ProjectFacts } from '../../../../workers/protocol';
import { Dialog } from '../../common/components/Dialog';
import { Problem } from '../../common/components/Problem';
import { bytes, counted } from '../../common/text/formats';
import { useEngine, useEngineState } from '../../engine-context';
import {
  deleteProject,
  duplicateProject,
  exportProject,
  importProject,
  keepPictures,
  newProject,
  openProject,
  renameProject,
  useProjects,
} from './open-project';
import { PicturesChoice } from './PicturesChoice';

const day = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short' });

/** The projects of this browser: open one, begin one, name, copy, export and delete them, or import one. */
export function ProjectsDialog() {
  const open = useProjects((state) => state.dialogOpen);
  return (
    <Dialog
      open={open}
      title="Projects"
      closeLabel="Close projects"
      className="projects"
      onClose={() => useProjects.setState({ dialogOpen: false })}
    >
      <ProjectsContent />
    </Dialog>
  );
}

function ProjectsContent() {
  const engine = useEngine();
  const list = useProjects((state) => state.list);
  const problem = useProjects((state) => state.problem);
  const current = useProjects((state) => state.current);
  const photoIds = useEngineState((state) => state.photoIds);
  const [chosen, setChosen] = useState<PicturesKept>('copies');
  const [withPictures, setWithPictures] = useState(true);
  const pictures = current?.pictures ?? chosen;
  const size = useMemo(
    () => photoIds.reduce((sum, id) => sum + (engine.photo(id)?.bytes ?? 0), 0),
    [engine, photoIds],
  );
  return (
    <>
      <p className="muted small">{hintOf(current !== null, photoIds.length)}</p>
      <PicturesChoice
        value={pictures}
        size={size}
        onChange={(next) => (current === null ? setChosen(next) : void keepPictures(next))}
      />
      <div className="projects-do">
        <button
          type="button"
          className="button"
          data-kind="primary"
          onClick={() => void newProject(engine, pictures)}
        >
          New project
        </button>
        <ImportButton />
        <button
          type="button"
          className="button"
          disabled={current === null}
          title={current === null ? 'No project is open' : `“${current.name}” as one file`}
          onClick={() => current !== null && void exportProject(current.id, withPictures)}
        >
          Export project
        </button>
        <label className="row small">
          <input
            type="checkbox"
            checked={withPictures}
            onChange={({ target }) => setWithPictures(target.checked)}
          />
          Exports hold the photos too
        </label>
      </div>
      {list?.length === 0 && <p className="muted">This browser keeps no project yet.</p>}
      <ul className="projects-list" aria-label="Projects">
        {list?.map((project) => (
          <Item
            key={project.id}
            project={project}
            isOpen={project.id === current?.id}
            onExport={() => void exportProject(project.id, withPictures)}
          />
        ))}
      </ul>
      {problem !== null && <Problem tone="error">{problem}</Problem>}
    </>
  );
}

/** What “New project” does now. */
function hintOf(isOpen: boolean, photos: number): string {
  if (isOpen)
    return 'What you do is saved as you go. A new project begins empty, with the classes and settings of this one.';
  return photos === 0
    ? 'A project keeps photos, classes, labels and answers in this browser: it opens again as you left it.'
    : `The ${counted(photos, 'photo')} on the page are in no project. Nothing of them stays once the page is closed. A new project keeps them in this browser.`;
}

/** Opens the picker of files, and keeps the project that was chosen. */
function ImportButton() {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <button type="button" className="button" onClick={() => input.current?.click()}>
        Import project
      </button>
      <input
        ref={input}
        className="visually-hidden"
        type="file"
        accept=".zip,application/zip"
        aria-label="Project file"
        tabIndex={-1}
        onChange={({ target }) => {
          const [file] = target.files ?? [];
          // Emptied, so that the same file can be chosen again.
          if (file !== undefined) void importProject(file);
          target.value = '';
        }}
      />
    </>
  );
}

interface ItemProps {
  readonly project: ProjectFacts;
  readonly isOpen: boolean;
  onExport(): void;
}

function Item({ project, isOpen, onExport }: ItemProps) {
  const engine = useEngine();
  const [renaming, setRenaming] = useState(false);
  const { id, name } = project;
  return (
    <li className="projects-item" aria-current={isOpen || undefined}>
      <div className="projects-what">
        {renaming ? (
          <NameField
            name={name}
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

function NameField({
  name,
  onDone,
}: {
  readonly name: string;
  readonly onDone: (name: string | null) => void;
}) {
  const [typed, setTyped] = useState(name);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.select(), []);
  return (
    <input
      ref={field}
      className="field"
      aria-label="Project name"
      value={typed}
      onChange={(event) => setTyped(event.target.value)}
      onKeyDown={(event) => {
        if (event.key === 'Escape') {
          // The dialog stays.
          event.preventDefault();
          onDone(null);
        }
        if (event.key === 'Enter') onDone(typed.trim() || null);
      }}
      onBlur={() => onDone(typed.trim() || null)}
    />
  );
}

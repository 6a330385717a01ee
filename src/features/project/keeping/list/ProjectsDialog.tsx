import { useMemo, useRef, useState } from 'react';
import { Dialog } from '../../../common/components/Dialog';
import { Problem } from '../../../common/components/Problem';
import { counted } from '../../../common/text/formats';
import { useEngine, useEngineState } from '../../../engine-context';
import { usePage } from '../../../page-state';
import { exportProject, importProject, renameProject } from '../manage';
import { keepFiles, newProject } from '../open-project';
import { type CurrentProject, useProjects } from '../project-state';
import { NameField } from './NameField';
import { PicturesChoice } from './PicturesChoice';
import { ProjectItem } from './ProjectItem';

/** The projects of this browser: open one, begin one, name, copy, export and delete them, or import one. */
export function ProjectsDialog() {
  const open = useProjects((state) => state.dialogOpen);
  return (
    <Dialog
      open={open}
      title="Projects"
      closeLabel="Close projects"
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
  const keeps = usePage((page) => page.keeps);
  const [withPictures, setWithPictures] = useState(true);
  const chosen = current?.pictures ?? keeps;
  const size = useMemo(
    () => photoIds.reduce((sum, id) => sum + (engine.photo(id)?.bytes ?? 0), 0),
    [engine, photoIds],
  );
  return (
    <>
      <p className="muted small">{hintOf(current !== null, photoIds.length, chosen === 'nothing')}</p>
      {current !== null && <CurrentName key={current.id} current={current} />}
      <PicturesChoice value={chosen} size={size} onChange={(next) => void keepFiles(engine, next)} />
      <div className="projects-do">
        <button
          type="button"
          className="button"
          data-kind="primary"
          onClick={() => void newProject(engine, chosen === 'nothing' ? 'references' : chosen)}
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
          <ProjectItem
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

/** What is kept now. */
function hintOf(isOpen: boolean, photos: number, noTrace: boolean): string {
  if (isOpen)
    return 'What you do is saved as you go. A new project begins empty, with the classes and settings of this one.';
  if (noTrace)
    return photos === 0
      ? 'Nothing is kept in this browser of photos, labels and classes that come now.'
      : `Nothing is kept of the ${counted(photos, 'photo')} on the page: they are gone once it is closed. A new project keeps them in this browser.`;
  return 'A project keeps photos, classes, labels and answers in this browser: it opens again as you left it. One begins by itself with the first photo.';
}

/** The name of the project that is open, to be changed. */
function CurrentName({ current: { id, name } }: { readonly current: CurrentProject }) {
  return (
    <div className="projects-name">
      <span className="small" aria-hidden>
        Name
      </span>
      <NameField
        name={name}
        label="Name of this project"
        onDone={(next) => {
          if (next !== null && next !== name) void renameProject(id, next);
        }}
      />
    </div>
  );
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

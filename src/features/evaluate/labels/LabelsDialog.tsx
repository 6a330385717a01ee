import { useEffect, useId, useMemo, useState } from 'react';
import { Dialog } from '../../common/components/Dialog';
import { Problem } from '../../common/components/Problem';
import { counted } from '../../common/text/formats';
import { useEngine, useEngineState } from '../../engine-context';
import { FolderDepth } from './FolderDepth';
import { dismissFolders } from './folder-offer';
import { LabelColumnsForm } from './LabelColumnsForm';
import { closeLabels, findPhotos, sheetFor, useLabels } from './labels-state';
import { OpenedSheet } from './OpenedSheet';
import { TrainingFound } from './TrainingFound';
import { contradicted, type ListChange, takeLabels } from './take-labels';
import { Unmatched } from './Unmatched';
import './labels.css';

/** Labels that were opened: what their columns hold, what they fit and what not, before they are taken. */
export function LabelsDialog() {
  const isOpen = useLabels(({ opened, problem }) => opened !== null || problem !== null);
  return (
    <Dialog
      open={isOpen}
      title="Labels of your photos"
      closeLabel="Close labels"
      className="labels"
      onClose={closeLabels}
    >
      <LabelsForm />
    </Dialog>
  );
}

function LabelsForm() {
  const engine = useEngine();
  const id = useId();
  const opened = useLabels((state) => state.opened);
  const problem = useLabels((state) => state.problem);
  const photoIds = useEngineState((state) => state.photoIds);
  const classes = useEngineState((state) => state.classes);
  const [overPeople, setOverPeople] = useState(false);
  const [wanted, setList] = useState<ListChange | null>(null);

  // Photos and classes may come while the dialog is open.
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is found follows from both.
  useEffect(() => {
    void findPhotos(engine).catch(() => {});
  }, [engine, photoIds, classes]);

  const found = opened?.found ?? null;
  const sheet = opened === null ? null : sheetFor(opened, 'labels');
  const others = useMemo(
    () => (opened === null || found === null ? 0 : contradicted(engine, opened.ids, found)),
    [engine, opened, found],
  );
  const listed = found === null ? 0 : found.matched.length - sum(found.unlisted);
  // A list of which no label speaks is another set's.
  const list = wanted ?? (listed === 0 ? 'replace' : 'keep');
  return (
    <form
      className="labels-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (opened !== null && found !== null) {
          takeLabels(engine, opened.ids, found, { overPeople, list });
          if (opened.source.kind === 'folders') dismissFolders();
        }
        closeLabels();
      }}
    >
      {problem !== null && <Problem tone="error">{problem}</Problem>}
      {opened?.sheets.map((one) => (
        <OpenedSheet key={one.name} sheet={one} />
      ))}
      {sheet?.kind === 'table' && opened?.source.kind === 'file' && (
        <LabelColumnsForm sheet={sheet} source={opened.source} />
      )}
      {opened?.source.kind === 'folders' && found?.folders && <FolderDepth {...found.folders} />}
      {found !== null && (
        <>
          <TrainingFound found={found} withTraining={opened?.withTraining ?? false} />
          <p role="status" hidden={opened?.source.kind === 'none'}>
            <strong>{counted(found.matched.length, 'photo')}</strong> of {photoIds.length} found, in{' '}
            {counted(new Set(found.matched.map(({ className }) => className)).size, 'class', 'classes')}.
          </p>
          <Unmatched found={found} ids={opened!.ids} />
          {found.unlisted.length > 0 && (
            <p className="labels-choice">
              <label htmlFor={`${id}-list`} className="label">
                {counted(found.unlisted.length, 'class is', 'classes are')} not in your list
              </label>
              <select
                id={`${id}-list`}
                className="select"
                value={list}
                onChange={(event) => setList(event.target.value as ListChange)}
              >
                <option value="keep">Leave my list as it is</option>
                <option value="add">Add them to my list</option>
                <option value="replace">Take the labels’ classes as the list</option>
              </select>
            </p>
          )}
          {others > 0 && (
            <label className="labels-check">
              <input
                type="checkbox"
                checked={overPeople}
                onChange={(event) => setOverPeople(event.target.checked)}
              />{' '}
              Replace what was said of {counted(others, 'photo')} in review
            </label>
          )}
        </>
      )}
      <div className="row labels-actions">
        <span className="grow" />
        <button type="button" className="button" onClick={closeLabels}>
          {found === null ? 'Close' : 'Cancel'}
        </button>
        {opened !== null && (
          <button
            type="submit"
            className="button"
            data-kind="primary"
            disabled={found === null || (found.matched.length === 0 && found.training === null)}
          >
            {found?.matched.length === 0 && found.training !== null
              ? 'Use the counts'
              : `Use ${counted(found?.matched.length ?? 0, 'label')}`}
          </button>
        )}
      </div>
    </form>
  );
}

const sum = (classes: readonly { readonly count: number }[]) =>
  classes.reduce((all, { count }) => all + count, 0);

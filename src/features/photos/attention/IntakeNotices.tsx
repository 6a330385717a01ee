import type { ReactNode } from 'react';
import { DismissButton } from '../../common/components/DismissButton';
import { Problem } from '../../common/components/Problem';
import { counted } from '../../common/text/formats';
import { useEngine } from '../../engine-context';
import { dismissFolders, useFolderOffer } from '../../evaluate/labels/folder-offer';
import { openFolderLabels } from '../../evaluate/labels/labels-state';
import { usePage } from '../../page-state';
import { openProjectFile } from '../../project/keeping/manage';
import { addFiles } from '../intake/adding';
import { pathOf } from '../intake/files';
import { forgetPresent, type LeftOut, putAway, useLeftOut } from './left-out';
import { takeBoxesOf, takeClassList, takeLabelsOf } from './offers';
import { dismissProject, useProjectOffer } from './project-offer';

/** What the user should know of files they gave: photos that are there already, lists among them, what was refused. */
export function IntakeNotices() {
  const engine = useEngine();
  const leftOut = useLeftOut((state) => state.leftOut);
  const read = useLeftOut((state) => state.read);
  const unread = leftOut.filter(({ path }) => !read.has(path));
  const of = (kind: LeftOut['kind']) => unread.filter((file) => file.kind === kind);
  const list = of('class list').find(({ file }) => file !== null);
  return (
    <div className="intake-notices" aria-live="polite">
      <Project />
      <Present />
      {list !== undefined && <ClassList leftOut={list} />}
      <Folders />
      <SaysOfPhotos
        file={of('labels')[0]}
        act="Use as labels"
        onAct={(file) => takeLabelsOf(engine, file)}
        otherwise="unpack it and open it with Open labels"
      />
      <SaysOfPhotos
        file={of('recognition')[0]}
        act="Show its boxes"
        onAct={(file) => void takeBoxesOf(engine, file)}
        otherwise="unpack it and add it with the photos"
      />
      <Refused files={of('refused')} />
    </div>
  );
}

/** Names that a notice tells before it counts. */
const TOLD = 3;

const namesOf = (paths: readonly string[]) =>
  paths.length <= TOLD
    ? paths.join(', ')
    : `${paths.slice(0, TOLD).join(', ')} and ${counted(paths.length - TOLD, 'other')}`;

function Project() {
  const engine = useEngine();
  const offer = useProjectOffer((state) => state.offer);
  if (offer === null) return null;
  const take = (act: () => void) => () => {
    dismissProject();
    act();
  };
  return (
    <Problem
      tone="note"
      actions={
        <>
          <button
            type="button"
            className="button"
            onClick={take(() => void openProjectFile(engine, offer.file))}
          >
            Open as project
          </button>
          <button type="button" className="button" onClick={take(offer.takePhotos)}>
            Add its photos
          </button>
          <DismissButton onClick={dismissProject} />
        </>
      }
    >
      “{offer.file.name}” holds a project: photos, labels and answers as they were left.
    </Problem>
  );
}

function Present() {
  const engine = useEngine();
  const present = useLeftOut((state) => state.present);
  if (present.length === 0) return null;
  const again = () => {
    forgetPresent();
    const files = present.map((file) => ({ file, from: 'archive' as const }));
    void addFiles(engine, 'Adding photos', files, files.length, { again: true });
  };
  return (
    <Notice act="Add again" onAct={again} onDismiss={forgetPresent}>
      <span title={present.slice(0, 50).map(pathOf).join('\n')}>
        {counted(present.length, 'photo')} {present.length === 1 ? 'is' : 'are'} here already:{' '}
        {namesOf(present.map(({ name }) => name))}.
      </span>
    </Notice>
  );
}

function ClassList({ leftOut }: { readonly leftOut: LeftOut }) {
  const engine = useEngine();
  return (
    <Notice
      act="Use as class list"
      onAct={() => takeClassList(engine, leftOut)}
      onDismiss={() => putAway([leftOut])}
    >
      “{leftOut.path}” looks like a class list.
    </Notice>
  );
}

function Folders() {
  const engine = useEngine();
  const offer = useFolderOffer((state) => state.offer);
  if (offer === null) return null;
  const use = () => {
    dismissFolders();
    void openFolderLabels(engine);
  };
  return (
    <Notice act="Use folder names as labels" onAct={use} onDismiss={dismissFolders}>
      {counted(offer.photos, 'photo')} lie in {counted(offer.folders, 'folder')} that are named like classes.
    </Notice>
  );
}

/** A file that says something of photos; one that lies in an archive and was not read says what to do. */
function SaysOfPhotos({
  file,
  act,
  onAct,
  otherwise,
}: {
  readonly file: LeftOut | undefined;
  readonly act: string;
  onAct(file: LeftOut): void;
  readonly otherwise: string;
}) {
  if (file === undefined) return null;
  return (
    <Notice act={file.file === null ? null : act} onAct={() => onAct(file)} onDismiss={() => putAway([file])}>
      “{file.path}” holds {file.words}
      {file.file === null && `: ${otherwise}`}.
    </Notice>
  );
}

/** What can be done about files that were given, and a way to have it put away. */
function Notice({
  act,
  onAct,
  onDismiss,
  children,
}: {
  /** Null where nothing can be done. */
  readonly act: string | null;
  onAct(): void;
  onDismiss(): void;
  readonly children: ReactNode;
}) {
  return (
    <Problem
      tone="note"
      actions={
        <>
          {act !== null && (
            <button type="button" className="button" onClick={onAct}>
              {act}
            </button>
          )}
          <DismissButton onClick={onDismiss} />
        </>
      }
    >
      {children}
    </Problem>
  );
}

function Refused({ files }: { readonly files: readonly LeftOut[] }) {
  const [first] = files;
  if (first === undefined) return null;
  const show = () => {
    putAway(files);
    usePage.setState({ alone: 'left out' });
  };
  return (
    <Problem
      tone="error"
      announced={false}
      actions={
        <>
          {files.length > 1 && (
            <button type="button" className="button" onClick={show}>
              Show them
            </button>
          )}
          <DismissButton onClick={() => putAway(files)} />
        </>
      }
    >
      {files.length === 1
        ? `${first.path} could not be taken. ${first.words}`
        : `${counted(files.length, 'file')} could not be taken: ${namesOf(files.map(({ path }) => path))}.`}
    </Problem>
  );
}

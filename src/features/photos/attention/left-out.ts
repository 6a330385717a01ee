import { create } from 'zustand';
import type { SideFileKind } from '../../../../workers/protocol';
import { counted } from '../../common/text/formats';
import { remember } from '../../undo/undo';

/** A file that lay among photos and did not become one. */
export interface LeftOut {
  /** With its folder or archive. */
  readonly path: string;
  readonly kind: SideFileKind | 'refused';
  /** What it is, or for a refused one why it could not be taken. */
  readonly words: string;
  /** Null where it can only be had by unpacking an archive. */
  readonly file: File | null;
}

interface IntakeState {
  readonly leftOut: readonly LeftOut[];
  /** Photos that are in the light table already, and were not added again. */
  readonly present: readonly File[];
  /** Paths of left-out files whose notice was read. */
  readonly read: ReadonlySet<string>;
}

const NOTHING: IntakeState = { leftOut: [], present: [], read: new Set() };

/** What did not go into the light table. */
export const useLeftOut = create<IntakeState>()(() => NOTHING);

/** Notes files that are left out; one of the same path takes the place of the one before. */
export function leaveOut(files: readonly LeftOut[]): void {
  if (files.length === 0) return;
  const paths = new Set(files.map(({ path }) => path));
  useLeftOut.setState(({ leftOut, read }) => ({
    leftOut: [...leftOut.filter(({ path }) => !paths.has(path)), ...files],
    read: new Set([...read].filter((path) => !paths.has(path))),
  }));
}

/** Notes photos that are there already. */
export function notePresent(files: readonly File[]): void {
  if (files.length > 0) useLeftOut.setState(({ present }) => ({ present: [...present, ...files] }));
}

/** Forgets the photos that were there already. */
export const forgetPresent = (): void => useLeftOut.setState({ present: [] });

/** Forgets all that was left out; what it returns puts it back. */
export function forgetLeftOut(): () => void {
  const before = useLeftOut.getState();
  useLeftOut.setState(NOTHING);
  return () => {
    leaveOut(before.leftOut);
    notePresent(before.present);
    useLeftOut.setState(({ read }) => ({ read: new Set([...read, ...before.read]) }));
  };
}

/** Takes files off the list of what was left out; that can be undone. */
export function removeLeftOut(files: readonly LeftOut[]): void {
  if (files.length === 0) return;
  forget(files);
  remember({
    words: `${counted(files.length, 'file')} taken off the list`,
    bytes: 0,
    undo: () => leaveOut(files),
    redo: () => forget(files),
  });
}

/** Forgets single files that were left out. */
export function forget(files: readonly LeftOut[]): void {
  const gone = new Set(files);
  useLeftOut.setState(({ leftOut }) => ({ leftOut: leftOut.filter((file) => !gone.has(file)) }));
}

/** Puts the notice about some of the files away; they stay in the list. */
export const putAway = (files: readonly LeftOut[]): void =>
  useLeftOut.setState(({ read }) => ({ read: new Set([...read, ...files.map(({ path }) => path)]) }));

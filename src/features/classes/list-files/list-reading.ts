import { create } from 'zustand';
import { keptQuotes } from '../../../../core';
import type { Engine } from '../../../engine';
import { begin } from '../../page-state';
import { during } from '../../page-tasks';
import { changeList } from '../change-list';
import type { ListBox, ListEdit } from '../field/list-box';
import { tellFailure, useListFetch } from '../presets/useFirstList';
import { decodeTextFile } from '../reading/decode';
import { linesAtOnce, type Stretch } from '../reading/edits';
import type { ListReading } from '../reading/read-list';

/** A list that came as something else than a name a line, and what was made of it. */
interface Shown {
  readonly reading: ListReading;
  /** The choice that is shown or taken. */
  readonly choice: number;
  readonly isTaken: boolean;
  /** What stands in the box around it. */
  readonly head: string;
  readonly tail: string;
  /** The box's text that this is about: with another one it holds no more. */
  readonly box: string;
  /** Of a file, by its name; null for what was pasted. */
  readonly file: string | null;
  /** What else is to be said of it: the encoding that was found. */
  readonly note: string | null;
}

/** What the line under the box is about; null for nothing. */
export const useListReading = create<{ readonly shown: Shown | null }>()(() => ({ shown: null }));

/** The parser of tables comes with the first list that may need it. */
const loadReader = () => import('../reading/read-list');

/**
 * Reads what an edit of the box brought in at once. What is surely something else than a name a line is put in as names;
 * what may be is offered. The user's own typing is never touched.
 * @param after the box's text after the edit
 */
export async function readEdit(
  engine: Engine,
  after: string,
  { before, inputType, selected, box }: ListEdit,
): Promise<void> {
  if (isPuttingIn) return;
  const stretch = linesAtOnce(before, after, inputType, selected);
  if (stretch === null) return;
  const { readList, textOf } = await loadReader();
  if (engine.getState().request.classesText !== after) return;
  const piece = after.slice(stretch.start, stretch.end);
  const reading = readList(piece);
  const head = after.slice(0, stretch.start);
  const tail = after.slice(stretch.end);
  const [first] = reading.choices;
  if (reading.certainty === 'plain' || first === undefined) {
    // The first line of a saved list, which says that all others are plain, is none of them.
    if (reading.plain !== piece) putIn(engine, box, before, stretch, reading.plain);
    return;
  }
  const isAlone = (head + tail).trim() === '';
  const isOneLine = !reading.plain.trim().includes('\n');
  const shown = { reading, choice: 0, head, tail, file: null, note: null };
  if (reading.certainty === 'perhaps' || (isOneLine && !isAlone)) {
    useListReading.setState({ shown: { ...shown, isTaken: false, box: after } });
    return;
  }
  const text = textOf(first);
  putIn(engine, box, before, stretch, text);
  useListReading.setState({ shown: { ...shown, isTaken: true, box: head + text + tail } });
}

let isPuttingIn = false;

/**
 * Puts a text in the place of a stretch of the box's, so that the browser's own undo knows of it; where it cannot, ours does.
 * @param before the box's text before the edit that brought the stretch in
 */
function putIn(engine: Engine, box: ListBox, before: string, stretch: Stretch, text: string): void {
  const now = engine.getState().request.classesText;
  const wanted = now.slice(0, stretch.start) + text + now.slice(stretch.end);
  isPuttingIn = true;
  box.putIn(stretch, text);
  isPuttingIn = false;
  if (engine.getState().request.classesText === wanted) return;
  changeList(engine, 'The names took the place of the lines', () => engine.setClassesText(wanted), {
    before,
  });
}

/**
 * Reads a file as the class list. A plain list takes the old one's place; a table is shown before it does. What went wrong
 * stands at the list.
 */
export async function openListFile(engine: Engine, file: File): Promise<void> {
  useListFetch.setState({ failure: null });
  begin();
  try {
    const [{ readList, textOf }, { text, encoding }] = await during('Reading the class list', () =>
      Promise.all([loadReader(), decodeTextFile(file)]),
    );
    const reading = readList(text, file.name);
    const note = encoding === null ? null : `read as ${encoding}`;
    const box = engine.getState().request.classesText;
    const shown = { reading, choice: 0, head: '', tail: '', file: file.name, note };
    const [first] = reading.choices;
    if (first === undefined) {
      if (reading.plain.trim() === '')
        throw new Error(`“${file.name}” holds no names. Choose a list of names.`);
      replaceList(engine, file.name, reading.plain.trimEnd());
      useListReading.setState({
        shown: note === null ? null : { ...shown, isTaken: true, box: reading.plain.trimEnd() },
      });
    } else if (reading.isTable || reading.certainty === 'perhaps')
      useListReading.setState({ shown: { ...shown, isTaken: false, box } });
    else {
      replaceList(engine, file.name, textOf(first));
      useListReading.setState({ shown: { ...shown, isTaken: true, box: textOf(first) } });
    }
  } catch (thrown) {
    tellFailure(thrown);
  }
}

function replaceList(engine: Engine, file: string, text: string): void {
  const isFirst = engine.getState().request.classesText.trim() === '';
  changeList(engine, `“${file}” ${isFirst ? 'is the class list' : 'took the place of your list'}`, () =>
    engine.setClassesText(text),
  );
}

/** Shows another of the ways to take the list that is offered; of one that is taken, takes it. */
export async function chooseReading(engine: Engine, choice: number): Promise<void> {
  const { shown } = useListReading.getState();
  if (shown === null) return;
  if (shown.isTaken) await takeReading(engine, choice);
  else useListReading.setState({ shown: { ...shown, choice } });
}

/** Puts the list that is shown into the box. */
export async function takeReading(engine: Engine, at?: number): Promise<void> {
  const { textOf } = await loadReader();
  const { shown } = useListReading.getState();
  const choice = at ?? shown?.choice ?? 0;
  const chosen = shown?.reading.choices[choice];
  if (shown === null || chosen === undefined) return;
  setBox(engine, shown, textOf(chosen), 'The names took the place of the lines');
  useListReading.setState({
    shown: { ...shown, choice, isTaken: true, box: engine.getState().request.classesText },
  });
}

/** Puts the lines in as they came, quotes and all. */
export function takeAsIs(engine: Engine): void {
  const { shown } = useListReading.getState();
  if (shown === null) return;
  setBox(engine, shown, keptQuotes(shown.reading.plain).trimEnd(), 'The lines are as they came');
  dropped = engine.getState().request.classesText;
  useListReading.setState({ shown: null });
}

function setBox(engine: Engine, { head, tail, file, isTaken }: Shown, lines: string, words: string): void {
  const text = head + lines + tail;
  if (file !== null && !isTaken) replaceList(engine, file, text);
  else changeList(engine, words, () => engine.setClassesText(text));
}

/** The box's text that the user wants as it is. */
let dropped: string | null = null;

/** Leaves the box as it is. */
export function dropReading(): void {
  dropped = useListReading.getState().shown?.box ?? null;
  useListReading.setState({ shown: null });
}

/** Offers the names of a single line that holds several; one class alone has nothing to be compared with. */
export async function offerOneLine(box: string): Promise<void> {
  const { shown } = useListReading.getState();
  if (shown?.box === box || dropped === box) return;
  const { readList } = await loadReader();
  const reading = readList(box);
  if (reading.choices.length === 0) return;
  useListReading.setState({
    shown: { reading, choice: 0, isTaken: false, head: '', tail: '', box, file: null, note: null },
  });
}

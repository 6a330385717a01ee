import type { Engine } from '../../../engine';
import { openListFile } from '../../classes/list-files/list-reading';
import { openLabelFiles } from '../../evaluate/labels/labels-state';
import { openSheet } from '../../page-state';
import { takeBoxes } from '../boxes/take-boxes';
import { type LeftOut, leaveOut, putAway } from './left-out';

/** Has a file that was left out read as the class list: the reader shows what it takes, and that can be undone. */
export function takeClassList(engine: Engine, leftOut: LeftOut): void {
  if (leftOut.file === null) return;
  putAway([leftOut]);
  // In a narrow window the list lies in a sheet, which shows what became of it.
  if (document.querySelector('.classes-text') === null) openSheet('ask');
  void openListFile(engine, leftOut.file);
}

/** Has a file that was left out read as what a detector found in the photos. */
export async function takeBoxesOf(engine: Engine, leftOut: LeftOut): Promise<void> {
  if (leftOut.file === null) return;
  putAway([leftOut]);
  const { file, path } = leftOut;
  await takeBoxes(engine, file).catch((thrown: Error) =>
    leaveOut([{ path, kind: 'refused', words: thrown.message, file }]),
  );
}

/** Has a file that was left out read as labels of the photos: the dialog shows what they fit before they are taken. */
export function takeLabelsOf(engine: Engine, leftOut: LeftOut): void {
  if (leftOut.file === null) return;
  putAway([leftOut]);
  void openLabelFiles(engine, [leftOut.file]);
}

import { plainLine } from '../../csv';
import { decided } from '../../photo/decided';
import { folderOf } from '../../photo/place-and-time';
import type { Format, MakeFormat, Piece } from '../format';
import { LeftOut } from '../left-out';
import { FreePaths, fileName } from './names';
import { powershellScript, shellScript } from './scripts';

/** Folders of photos without a class. */
const NO_CLASS = '_no class';

/** Photos by class: as copies with the table that Hugging Face calls ImageFolder, or as scripts that move them. */
export const folders: MakeFormat = (request) =>
  request.options.sorting === 'scripts' ? moves(request) : copies(request);

/** Files at the archive's top. */
const CARD = 'README.md';
const TABLE = 'metadata.csv';

const copies: MakeFormat = ({ options }) => {
  const leftOut = new LeftOut();
  const paths = new FreePaths([CARD, TABLE, 'left-out.csv']);
  const row = (cells: readonly (string | null)[]): Piece => ({ path: TABLE, text: plainLine(cells) });
  return {
    archive: true,
    begin: () => [
      { path: CARD, text: DATASET_CARD },
      row(['file_name', 'label', 'labelled_by', 'original_file']),
    ],
    photo(photo) {
      if (photo.content === undefined) return leftOut.note(photo, 'The file is not at hand to be copied.');
      const its = decided(photo, options);
      // A reader of the data set would stop at it.
      if (its.name === null && photo.error !== undefined) return leftOut.note(photo, photo.error.message);
      const to = paths.file(paths.folder(its.name, NO_CLASS), nameIn(photo.file));
      return [
        row([to, its.name, its.name === null ? null : its.by, photo.file]),
        { path: to, content: photo.content },
      ];
    },
    end: () => leftOut.pieces(),
    get leftOut() {
      return leftOut.count;
    },
  };
};

/** What is where is known only once all photos are: nothing may be moved to where another still lies. */
const moves: MakeFormat = ({ options }): Format => {
  const photos: { readonly from: string; readonly name: string | null }[] = [];
  return {
    archive: true,
    begin: () => [],
    photo(photo) {
      photos.push({ from: photo.file, name: decided(photo, options).name });
      return [];
    },
    end() {
      const paths = new FreePaths(photos.map(({ from }) => from));
      const moves = photos.flatMap(({ from, name }) => {
        const folder = paths.folder(name, NO_CLASS);
        // It lies there already.
        return folderOf(from) === folder ? [] : [{ from, to: paths.file(folder, nameIn(from)) }];
      });
      return [
        { path: 'sort.sh', text: shellScript(moves) },
        { path: 'sort.ps1', text: powershellScript(moves) },
      ];
    },
    leftOut: 0,
  };
};

const nameIn = (file: string) => fileName(file.slice(file.lastIndexOf('/') + 1));

/**
 * Says which files the data set is made of. Without it Hugging Face's library takes a class or a photo whose name has a word
 * like “test” or “dev” in it for a split, and leaves out the rest.
 */
const DATASET_CARD = `---
configs:
- config_name: default
  data_files:
  - split: train
    path:
    - ${TABLE}
    - "*/*"
---
Photos in a folder for each class. ${TABLE} has the label of each as it was given, who gave it, and where the photo lay before.

\`datasets.load_dataset("path/to/this/folder")\` reads it.
`;

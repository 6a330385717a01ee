import { LabelCollector, type ReadLabels } from './label';

/** Folders that data sets are parted by. */
const SPLITS = new Set(
  'train training train_mini test testing val valid validation dev eval holdout query gallery public private'.split(
    ' ',
  ),
);

/** What the folders of pictures are called at one depth. */
export interface FolderLevel {
  /** From the outermost folder, 0 on. */
  readonly depth: number;
  /** Each name once, in order of appearance. */
  readonly names: readonly string[];
}

/** Labels that lie in folders' names. */
export interface FolderLabels extends ReadLabels {
  /** The depth at which the folders are classes. */
  readonly depth: number;
  /** All depths that there are. */
  readonly levels: readonly FolderLevel[];
}

const foldersOf = (path: string) => path.split('/').slice(0, -1).filter(Boolean);

/**
 * Labels of pictures that lie in a folder for each class (torchvision's `ImageFolder`): `class/file`, `split/class/file`,
 * with any folders around them. Pictures that lie deeper have the class all the same; those that lie outside have none.
 * @param paths with `/`
 * @param depth at which the folders are classes; the first one that differs, past folders of splits, where left out
 * @returns null where no picture lies in a folder
 */
export function labelsOfFolders(paths: readonly string[], depth?: number): FolderLabels | null {
  const folders = paths.map(foldersOf);
  const levels = levelsOf(folders);
  if (levels.length === 0) return null;
  const chosen = Math.min(depth ?? guessDepth(levels), levels.length - 1);
  const labels = new LabelCollector();
  paths.forEach((file, i) => {
    const own = folders[i]!;
    const className = own[chosen];
    if (className === undefined) {
      labels.complain('no class', `${file}: in no class’s folder`);
      return;
    }
    const above = own[chosen - 1];
    const part = above !== undefined && isSplit(above) ? above : null;
    labels.add(file, { file, className, part, group: null });
  });
  return { labels: labels.labels, problems: labels.problems, depth: chosen, levels };
}

const isSplit = (name: string) => SPLITS.has(name.toLowerCase());

function levelsOf(folders: readonly (readonly string[])[]): FolderLevel[] {
  const names: Set<string>[] = [];
  for (const own of folders)
    own.forEach((name, depth) => {
      names[depth] ??= new Set();
      names[depth].add(name);
    });
  return names.map((set, depth) => ({ depth, names: [...set] }));
}

function guessDepth(levels: readonly FolderLevel[]): number {
  const isClass = ({ names }: FolderLevel) => names.length > 1 && !names.every(isSplit);
  const found = levels.find(isClass);
  if (found !== undefined) return found.depth;
  // One class alone: the innermost folder.
  return Math.max(
    0,
    levels.findLastIndex(({ names }) => !names.every(isSplit)),
  );
}

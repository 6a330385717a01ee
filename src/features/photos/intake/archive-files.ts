import type { ArchiveEntry, IntakeApi } from '../../../../workers/protocol';
import type { Linked } from '../../../engine';
import { sorted } from '../../common/sorted';
import { compareNames } from '../../common/text/compare-names';
import type { LeftOut } from '../attention/left-out';
import { liesInClutter } from './clutter';
import { type Found, withPath } from './files';
import { isNamedPicture } from './named';

type Unpacker = Pick<Linked<IntakeApi>, 'lookInArchive' | 'unpack'>;

/** The largest class list that is unpacked to be offered, in bytes. */
const LARGEST_LIST = 2_000_000;

/** An entry and where it stands in the archive. */
export interface PlacedEntry extends ArchiveEntry {
  readonly at: number;
}

/**
 * The entries of an archive without clutter, in the order people read, under the paths that they would have once unpacked:
 * in a folder named as the archive, unless all lie in one folder of their own.
 * @param name the archive's
 */
export async function entriesOf(name: string, entries: readonly ArchiveEntry[]): Promise<PlacedEntry[]> {
  const kept = entries.flatMap((entry, at) => (liesInClutter(`/${entry.path}`) ? [] : [{ ...entry, at }]));
  const tops = new Set(
    kept.map(({ path }) => (path.includes('/') ? path.slice(0, path.indexOf('/')) : null)),
  );
  const folder = tops.size === 1 && !tops.has(null) && !tops.has('') ? '' : `${name.replace(/\.zip$/i, '')}/`;
  return sorted(
    kept.map((entry) => ({ ...entry, path: folder + entry.path })),
    (a, b) => compareNames(a.path, b.path),
  );
}

/** Whether an archive holds what a project is exported as. Whether it can be read as one is seen when it is opened. */
export function isProject(entries: readonly Pick<ArchiveEntry, 'path'>[]): boolean {
  const paths = new Set(entries.map(({ path }) => path));
  return paths.has('project.json') && paths.has('photos.ndjson');
}

/** Unpacks the pictures of the opened archive one after another; what is none, or cannot be unpacked, is left out. */
export async function* filesOfArchive(
  entries: readonly PlacedEntry[],
  worker: Unpacker,
): AsyncGenerator<Found | LeftOut> {
  for (const entry of entries) yield await fileOf(entry, worker);
}

async function fileOf({ path, at, bytes, problem }: PlacedEntry, worker: Unpacker): Promise<Found | LeftOut> {
  if (problem !== null) return { path, kind: 'refused', words: problem, file: null };
  const unpack = async () => {
    const { name, content, lastModified } = await worker.unpack(at);
    return withPath(new File([content], name, { lastModified }), path);
  };
  try {
    if (isNamedPicture({ name: path })) return { file: await unpack(), from: 'archive' };
    const { kind, words } = await worker.lookInArchive(at);
    if (kind === 'picture') return { file: await unpack(), from: 'archive' };
    const file = kind === 'class list' && bytes <= LARGEST_LIST ? await unpack() : null;
    return { path, kind, words, file };
  } catch (thrown) {
    if (thrown instanceof DOMException && thrown.name === 'AbortError') throw thrown;
    return {
      path,
      kind: 'refused',
      words: thrown instanceof Error ? thrown.message : String(thrown),
      file: null,
    };
  }
}

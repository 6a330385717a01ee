import { BlobReader, BlobWriter, type Entry, TextWriter, ZipReader } from '@zip.js/zip.js';
import { FernglassError, type History, latestOf, migrated, unwrap } from '../../../core';
import type { ProjectChange, ProjectHead, ProjectsApi } from '../../protocol';
import { readHead, readPhoto } from '../database/rows';
import { ARCHIVES, damaged, FILES, FORMAT, readCaption, readWork, unreadable } from './form';

/** Where a project is written. */
export type UnpackedInto = Pick<ProjectsApi, 'write' | 'keepPicture'>;

/** Rows, and small pictures, written at once. */
const ROWS = 200;
const PICTURES = 50;
/** Characters of one line at most: a photo's line with all it can hold is far below. */
const LINE = 16 << 20;
/** How many times its size an archive may hold; what holds more was made to fill the disk. */
const MOST_PACKED = 200;

type FileEntry = Extract<Entry, { directory: false }>;

/**
 * Writes a project's ZIP as the project `id`; its head, without which it does not exist, is left to the caller.
 * @returns that head
 * @throws FernglassError `project-unreadable` where the file is none, is damaged, or a later version wrote it
 */
export async function unpackProject(
  projects: UnpackedInto,
  file: Blob,
  id: string,
  history: History<Record<string, unknown>> = ARCHIVES,
): Promise<ProjectHead> {
  const entries = await entriesOf(file);
  const head = await headIn(entries, id, history);
  const write = async (change: ProjectChange) => unwrap(await projects.write(id, change));

  const types = new Map<number, string>();
  for await (const lines of rowsIn(entries.get(FILES.photos))) {
    const photos = lines.map((line) => readPhoto(line) ?? fail());
    for (const { added, type } of photos) types.set(added, type);
    await write({ photos });
  }
  for await (const lines of rowsIn(entries.get(FILES.work))) await write({ work: lines.map(readWork) });
  for await (const lines of rowsIn(entries.get(FILES.captions)))
    await write({ captions: lines.map(readCaption) });

  let thumbnails: { added: number; picture: Blob }[] = [];
  for (const [path, entry] of entries) {
    const [, kind, digits] = /^(thumbnails|pictures)\/(\d+)/.exec(path) ?? [];
    const added = Number(digits);
    if (kind === undefined || !types.has(added)) continue;
    if (kind === 'pictures') {
      unwrap(await projects.keepPicture(id, added, await blobOf(entry, types.get(added)!)));
      continue;
    }
    thumbnails.push({ added, picture: await blobOf(entry, typeOf(path)) });
    if (thumbnails.length < PICTURES) continue;
    await write({ thumbnails });
    thumbnails = [];
  }
  await write({ thumbnails });
  return head;
}

async function entriesOf(file: Blob): Promise<ReadonlyMap<string, FileEntry>> {
  const zip = new ZipReader(new BlobReader(file), { useWebWorkers: false, checkSignature: true });
  let entries: Entry[];
  try {
    entries = await zip.getEntries();
  } catch (thrown) {
    throw unreadable('is no ZIP archive, or is damaged', thrown);
  }
  const size = entries.reduce((sum, { uncompressedSize }) => sum + uncompressedSize, 0);
  if (size > 1e6 + file.size * MOST_PACKED) throw unreadable('holds far more than a project of its size can');
  return new Map(entries.flatMap((entry) => (entry.directory ? [] : [[entry.filename, entry] as const])));
}

async function headIn(
  entries: ReadonlyMap<string, FileEntry>,
  id: string,
  history: History<Record<string, unknown>>,
): Promise<ProjectHead> {
  const entry = entries.get(FILES.head);
  const text = entry === undefined ? '' : await entry.getData(new TextWriter()).catch(fail);
  let said: unknown = null;
  try {
    said = JSON.parse(text);
  } catch {
    // Whatever it is, it is no project.
  }
  if (!isObject(said) || said.format !== FORMAT)
    throw unreadable('is no project of Fernglass: choose one that “Export project” wrote');
  if (typeof said.version === 'number' && said.version > latestOf(history))
    throw unreadable('was written by a newer version of Fernglass: reload the page to get that version');
  const { head } = migrated(said, history) ?? {};
  return readHead(isObject(head) ? { ...head, id, deletedAt: null, isNamed: true } : null) ?? fail();
}

/** Lines of JSON, a few at a time. */
async function* rowsIn(entry: FileEntry | undefined): AsyncGenerator<readonly unknown[]> {
  if (entry === undefined) throw damaged();
  const whole = await blobOf(entry, '');
  let rest = '';
  let rows: unknown[] = [];
  const reader = whole.stream().pipeThrough(new TextDecoderStream()).getReader();
  for (;;) {
    const { done, value } = await reader.read();
    const lines = (rest + (value ?? '')).split('\n');
    rest = lines.pop()!;
    if (rest.length > LINE || (done && rest !== '')) throw damaged();
    for (const line of lines) {
      rows.push(parsed(line));
      if (rows.length < ROWS) continue;
      yield rows;
      rows = [];
    }
    if (done) break;
  }
  if (rows.length > 0) yield rows;
}

function parsed(line: string): unknown {
  try {
    const row: unknown = JSON.parse(line);
    return isObject(row) ? row : fail();
  } catch (thrown) {
    return fail(thrown);
  }
}

const blobOf = (entry: FileEntry, type: string): Promise<Blob> =>
  entry.getData(new BlobWriter(type), { useWebWorkers: false, checkSignature: true }).catch(fail);

const typeOf = (path: string): string =>
  path.endsWith('.png') ? 'image/png' : path.endsWith('.webp') ? 'image/webp' : 'image/jpeg';

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function fail(thrown?: unknown): never {
  throw thrown instanceof FernglassError ? thrown : damaged(thrown);
}

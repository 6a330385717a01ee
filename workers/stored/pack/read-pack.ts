import { BlobReader, type Entry, TextWriter, Uint8ArrayWriter, ZipReader } from '@zip.js/zip.js';
import { FernglassError, type History, latestOf, migrated } from '../../../core';
import { allFiles, parseManifest } from '../../../index-shards/format';
import { wholeFile } from '../../encoder/checkpoint/files/pieces';
import { isOwnIndex, type UnpackedField } from '../../protocol';
import {
  digestOf,
  FORMAT,
  HEAD,
  PACKS,
  type PackedFile,
  type PackHead,
  type PackStores,
  unreadable,
} from './form';

type FileEntry = Extract<Entry, { directory: false }>;

/**
 * Puts the files of a field pack into the stores: each is held against its digest before any is kept; then files, and
 * last what names them.
 * @param onProgress bytes that were read, of all: each file is read twice
 * @throws FernglassError `pack-unreadable`, `storage-full`
 */
export async function unpackField(
  pack: Blob,
  stores: PackStores,
  onProgress: (progress: { readonly loaded: number; readonly total: number }) => void = () => {},
  history: History<Record<string, unknown>> = PACKS,
): Promise<UnpackedField> {
  const entries = await entriesOf(pack);
  const head = await headIn(entries, history);
  checkManifests(head);
  const bytes = head.files.reduce((sum, file) => sum + file.bytes, 0);
  let loaded = 0;
  const read = async (file: PackedFile) => {
    const content = await contentOf(entries, file);
    loaded += file.bytes;
    onProgress({ loaded, total: 2 * bytes });
    return content;
  };
  for (const file of head.files) await read(file);
  await keep(head, stores, read);
  const { at, files, prepared, request, shell } = head;
  return { at, prepared, request, shell, files: files.length, bytes };
}

async function keep(
  { files, manifests }: PackHead,
  stores: PackStores,
  read: (file: PackedFile) => Promise<Uint8Array<ArrayBuffer>>,
): Promise<void> {
  const present = { models: await stores.models.names(), shards: await stores.shards.names() };
  const written: string[] = [];
  try {
    // A list of pieces says that they are there.
    for (const file of files.toSorted((a, b) => Number(isList(a)) - Number(isList(b)))) {
      const content = await read(file);
      // What has its digest in its name is the same; another tab may be reading it.
      if (file.store === 'shards' && present.shards.has(file.name)) continue;
      await stores[file.store].write(file.name, content);
      if (file.store === 'models' && !present.models.has(file.name)) written.push(file.name);
    }
  } catch (thrown) {
    await stores.models.drop(written).catch(() => {});
    if (thrown instanceof DOMException && thrown.name === 'QuotaExceededError')
      throw new FernglassError(
        'storage-full',
        'This browser has no room for the field pack. Free some disk space, or remove models or indexes, and import it again.',
        { cause: thrown },
      );
    throw thrown;
  }
  for (const { address, text } of manifests) await stores.shards.writeManifest(address, text);
}

const isList = ({ name, store }: PackedFile) => store === 'models' && wholeFile(name) !== null;

async function entriesOf(pack: Blob): Promise<ReadonlyMap<string, FileEntry>> {
  try {
    const zip = new ZipReader(new BlobReader(pack), { useWebWorkers: false, checkSignature: true });
    const entries = await zip.getEntries();
    return new Map(entries.flatMap((entry) => (entry.directory ? [] : [[entry.filename, entry] as const])));
  } catch (thrown) {
    throw unreadable('is no field pack, or was cut short', thrown);
  }
}

/** Characters of `pack.json` at most: manifests of large indexes are in it. */
const MOST_HEAD = 256e6;

async function headIn(
  entries: ReadonlyMap<string, FileEntry>,
  history: History<Record<string, unknown>>,
): Promise<PackHead> {
  const entry = entries.get(HEAD);
  let said: unknown = null;
  try {
    if (entry !== undefined && entry.uncompressedSize <= MOST_HEAD)
      said = JSON.parse(await entry.getData(new TextWriter()));
  } catch (thrown) {
    throw unreadable('is damaged', thrown);
  }
  if (!isObject(said) || said.format !== FORMAT)
    throw unreadable('is no field pack: choose one that “Export field pack” wrote');
  if (typeof said.version === 'number' && said.version > latestOf(history))
    throw unreadable(
      `is a field pack of version ${said.version}, and this page reads up to ${latestOf(history)}: reload it to get the newer Fernglass`,
    );
  const head = migrated(said, history);
  if (!isHead(head)) throw unreadable('is damaged: what it says of itself cannot be read');
  return head;
}

/** Every file of an index is one that its manifest names, under its own digest. */
function checkManifests({ files, manifests }: PackHead): void {
  const named = new Map<string, string>();
  for (const { address, text } of manifests) {
    if (!isOwnIndex(address) && !/^https?:/.test(address)) throw unreadable(`names an index at “${address}”`);
    try {
      for (const { name, sha256 } of allFiles(parseManifest(JSON.parse(text)))) named.set(name, sha256);
    } catch (thrown) {
      const why = thrown instanceof FernglassError ? ` (${thrown.message})` : '';
      throw unreadable(`holds an index that cannot be read${why}`, thrown);
    }
  }
  const stranger = files.find(({ name, sha256, store }) =>
    store === 'shards' ? named.get(name) !== sha256 : !/^https?:/.test(name) || !URL.canParse(name),
  );
  if (stranger !== undefined) throw unreadable(`holds ${stranger.path}, which belongs to nothing in it`);
}

async function contentOf(
  entries: ReadonlyMap<string, FileEntry>,
  { bytes, path, sha256 }: PackedFile,
): Promise<Uint8Array<ArrayBuffer>> {
  const entry = entries.get(path);
  if (entry === undefined || entry.uncompressedSize !== bytes) throw damaged(path);
  const content = await entry.getData(new Uint8ArrayWriter()).catch((thrown) => {
    throw damaged(path, thrown);
  });
  if (digestOf(content) !== sha256) throw damaged(path);
  return content as Uint8Array<ArrayBuffer>;
}

const damaged = (path: string, cause?: unknown) =>
  unreadable(`is damaged: ${path} in it is not as it was written. Copy it again`, cause);

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function isHead(head: unknown): head is PackHead {
  if (!isObject(head)) return false;
  const { at, files, manifests, shell } = head;
  const isFile = (file: unknown) =>
    isObject(file) &&
    ['path', 'name', 'sha256'].every((key) => typeof file[key] === 'string') &&
    (file.store === 'models' || file.store === 'shards') &&
    typeof file.bytes === 'number';
  const isManifest = (one: unknown) =>
    isObject(one) && typeof one.address === 'string' && typeof one.text === 'string';
  return (
    typeof at === 'number' &&
    typeof shell === 'string' &&
    Array.isArray(files) &&
    files.every(isFile) &&
    Array.isArray(manifests) &&
    manifests.every(isManifest)
  );
}

/** What was dropped, as far as it may be a model: one folder or one ZIP archive. Taken from the event before it returns. */
export function droppedAlone(transfer: DataTransfer): FileSystemDirectoryEntry | File | null {
  let item: DataTransferItem | null = null;
  // Of thousands the second one says that none is alone.
  for (const one of transfer.items) {
    if (one.kind !== 'file') continue;
    if (item !== null) return null;
    item = one;
  }
  if (item === null) return null;
  const entry = item.webkitGetAsEntry();
  if (entry?.isDirectory) return entry as FileSystemDirectoryEntry;
  const file = item.getAsFile();
  return file !== null && /\.zip$/i.test(file.name) ? file : null;
}

/** Whether a dropped folder is a model's: settings beside a folder `onnx`, in it or in the one folder that it holds. */
export async function isModelFolder(folder: FileSystemDirectoryEntry, deeper = 1): Promise<boolean> {
  const children = await firstChildren(folder);
  const names = new Set(children.map(({ name }) => name));
  const hasSettings = names.has('config.json') || names.has('open_clip_config.json');
  if (hasSettings && (names.has('onnx') || [...names].some(isWeights))) return true;
  const folders = children.filter((child): child is FileSystemDirectoryEntry => child.isDirectory);
  return deeper > 0 && folders.length === 1 && isModelFolder(folders[0]!, deeper - 1);
}

const isWeights = (name: string) => /\.(onnx|safetensors)$|^pytorch_model\.bin$/i.test(name);

/** The first children, a hundred at most: a model's folder has few, and one of photos is not to be read twice. */
function firstChildren(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  return new Promise<FileSystemEntry[]>((resolve, reject) =>
    folder.createReader().readEntries(resolve, reject),
  ).catch(() => []);
}

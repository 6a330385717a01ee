/** What a file of text is called, and what people take for one: the reader says what to do with those. */
const LIST_NAME = /\.(?:txt|csv|tsv|tab|json|list|names|md|ya?ml|xlsx?|ods|numbers|docx?|odt|rtf|pdf)$/i;

/** Whether a file may be meant as a class list. */
function mayBeList({ name, type }: Pick<File, 'name' | 'type'>): boolean {
  return LIST_NAME.test(name) || type.startsWith('text/') || type === 'application/json';
}

/**
 * The file that was dropped on the class list to be read as one; null where pictures or folders were, which go to the
 * photos from anywhere on the page.
 */
export function droppedList(transfer: DataTransfer): File | null {
  const files = [...transfer.files];
  const isFolder = (item: DataTransferItem) => item.webkitGetAsEntry()?.isDirectory === true;
  if (files.length === 0 || !files.every(mayBeList)) return null;
  if ([...transfer.items].some((item) => item.kind === 'file' && isFolder(item))) return null;
  return files[0]!;
}

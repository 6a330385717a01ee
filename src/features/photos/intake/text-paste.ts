import { isWrittenIn } from '../../undo/keys';

/**
 * Whether a paste is one of text into a field. Spreadsheets and word processors put text on the clipboard together with a
 * picture of it; in a field the text is what is meant.
 */
export function isTextPaste(event: Pick<ClipboardEvent, 'clipboardData' | 'target'>): boolean {
  return isWrittenIn(event.target) && (event.clipboardData?.getData('text/plain') ?? '') !== '';
}

import { innermost, isWrittenIn } from '../../undo/keys';

/**
 * Whether a paste is one of text into a field. Spreadsheets and word processors put text on the clipboard together with a
 * picture of it; in a field the text is what is meant.
 */
export function isTextPaste(
  event: Pick<ClipboardEvent, 'clipboardData' | 'composedPath' | 'target'>,
): boolean {
  return isWrittenIn(innermost(event)) && (event.clipboardData?.getData('text/plain') ?? '') !== '';
}

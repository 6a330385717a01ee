/** Fields of text: what is pasted into others, such as sliders, goes nowhere. */
const TEXT_FIELDS =
  'textarea, input:not([type]), input:is([type=text], [type=search], [type=url], [type=email], [type=tel], [type=password], [type=number])';

/** Whether what has the keyboard takes text. */
export function takesText(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable) return true;
  return target.matches(TEXT_FIELDS) && !target.matches(':disabled, :read-only');
}

/**
 * Whether a paste is one of text into a field. Spreadsheets and word processors put text on the clipboard together with a
 * picture of it; in a field the text is what is meant.
 */
export function isTextPaste(event: Pick<ClipboardEvent, 'clipboardData' | 'target'>): boolean {
  return takesText(event.target) && (event.clipboardData?.getData('text/plain') ?? '') !== '';
}

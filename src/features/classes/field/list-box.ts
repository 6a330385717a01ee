import type { Stretch } from '../reading/edits';

/** The field that holds the class list, whichever it is. */
export interface ListBox {
  readonly value: string;
  /**
   * Puts a text in the place of a stretch, so that the field's own undo knows of it.
   * @returns false where it cannot, and did nothing
   */
  putIn(stretch: Stretch, text: string): boolean;
}

/** An edit by the user's own hand. */
export interface ListEdit {
  readonly before: string;
  /** Of the input event (`insertText`, `insertFromPaste`, …); empty where the browser says none. */
  readonly inputType: string;
  /** What of the text before was selected; null where nobody knows. */
  readonly selected: Stretch | null;
  readonly box: ListBox;
}

/** Lines up to which a text goes in as if it were typed: browsers are slow with more. */
const TYPED_LINES = 500;

/** A text area as the list's field. */
export const plainBox = (area: HTMLTextAreaElement): ListBox => ({
  get value() {
    return area.value;
  },
  putIn({ start, end }, text) {
    if (document.activeElement !== area || text.split('\n').length > TYPED_LINES) return false;
    area.setSelectionRange(start, end);
    return document.execCommand('insertText', false, text);
  },
});

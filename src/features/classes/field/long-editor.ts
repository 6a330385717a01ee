import { history, historyKeymap, insertNewline, isolateHistory, standardKeymap } from '@codemirror/commands';
import { Annotation, EditorState, Transaction } from '@codemirror/state';
import { EditorView, keymap } from '@codemirror/view';
import { broughtIn, type Stretch } from '../reading/edits';
import type { ListBox, ListEdit } from './list-box';

/** A paste into the plain field that made the list long: it is done here instead, so that it can be taken back here. */
export interface LongPaste {
  readonly before: string;
  /** What the text takes the place of. */
  readonly selected: Stretch;
  readonly text: string;
  readonly inputType: string;
}

/** Words of assistive technology for the field. */
export interface FieldWords {
  readonly name: string;
  /** Elements that describe it. */
  readonly describedBy: readonly Element[];
}

/** A change that does not come from the user's hand. */
const told = Annotation.define<boolean>();

/** What CodeMirror says of a change, as input events say it. */
const INPUT_TYPES = [
  ['input.paste', 'insertFromPaste'],
  ['input.drop', 'insertFromDrop'],
  ['move.drop', 'insertFromDrop'],
  ['input', 'insertText'],
  ['delete', 'deleteContent'],
  ['undo', 'historyUndo'],
  ['redo', 'historyRedo'],
] as const;

/** As the plain field looks; the colours are the page's. */
const LOOK = EditorView.theme({
  '&': { height: '100%', color: 'inherit', fontSize: '0.8125rem' },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': { fontFamily: 'inherit', lineHeight: '1.55', overflow: 'auto' },
  '.cm-content': { padding: '0', caretColor: 'var(--text)' },
  '.cm-line': { padding: '0' },
});

/**
 * A field for lists of thousands of lines, of which it lays out those in view. It stands in a shadow tree, into which its
 * styles may be put without leave for styles written into the page.
 */
export class LongEditor implements ListBox {
  readonly #view: EditorView;
  #isInvalid = false;

  /**
   * @param host its place on the page; gets the shadow tree once
   * @param doc what it holds
   * @param onEdit called after each edit by the user's hand
   * @param selected what of it is selected
   */
  constructor(
    host: HTMLElement,
    doc: string,
    words: FieldWords,
    private readonly onEdit: (edit: ListEdit) => void,
    selected: Stretch = { start: 0, end: 0 },
  ) {
    const root = host.shadowRoot ?? host.attachShadow({ mode: 'open', delegatesFocus: true });
    listenForFiles(root, host);
    this.#view = new EditorView({
      parent: root,
      state: EditorState.create({
        doc,
        selection: { anchor: selected.start, head: selected.end },
        extensions: [
          history(),
          // Tab leaves the field and Enter brings a plain line, as in any field.
          keymap.of([{ key: 'Enter', run: insertNewline }, ...historyKeymap, ...standardKeymap]),
          EditorView.lineWrapping,
          LOOK,
          EditorView.contentAttributes.of(() => ({
            'aria-label': words.name,
            // It has the keyboard anyway; said so that tools that look for it see that the scroller can be scrolled.
            tabindex: '0',
            'aria-invalid': String(this.#isInvalid),
          })),
        ],
      }),
      dispatchTransactions: (transactions, view) => {
        view.update(transactions);
        for (const transaction of transactions) this.#edited(transaction);
      },
    });
    if ('ariaDescribedByElements' in Element.prototype)
      this.#view.contentDOM.ariaDescribedByElements = words.describedBy;
  }

  get value(): string {
    return this.#view.state.doc.toString();
  }

  putIn({ start, end }: Stretch, text: string): boolean {
    this.#view.dispatch({
      changes: { from: start, to: end, insert: text },
      selection: { anchor: start + this.#view.state.toText(text).length },
      annotations: [isolateHistory.of('full'), Transaction.userEvent.of('input.paste')],
      scrollIntoView: true,
    });
    return true;
  }

  /** Takes a text that came otherwise than by the user's hand; the field's own undo knows nothing of it. */
  setText(text: string): void {
    const before = this.value;
    if (before === text) return;
    const after = this.#view.state.toText(text).toString();
    if (before === after) return;
    const { start, end } = broughtIn(before, after);
    this.#view.dispatch({
      changes: { from: start, to: before.length - (after.length - end), insert: after.slice(start, end) },
      annotations: [told.of(true), Transaction.addToHistory.of(false)],
    });
  }

  /** Says whether something is wrong with the list. */
  setInvalid(isInvalid: boolean): void {
    if (isInvalid === this.#isInvalid) return;
    this.#isInvalid = isInvalid;
    this.#view.dispatch({});
  }

  focus(): void {
    this.#view.focus();
  }

  close(): void {
    this.#view.destroy();
  }

  /** Does the paste by which the list became long; the field's own undo takes it back. */
  paste({ selected, text }: LongPaste): void {
    this.#view.dispatch({
      changes: { from: selected.start, to: selected.end, insert: text },
      selection: { anchor: selected.start + text.length },
      annotations: [told.of(true), isolateHistory.of('full'), Transaction.userEvent.of('input.paste')],
      scrollIntoView: true,
    });
  }

  #edited(transaction: Transaction): void {
    if (!transaction.docChanged || transaction.annotation(told) === true) return;
    const [, inputType = ''] = INPUT_TYPES.find(([event]) => transaction.isUserEvent(event)) ?? [];
    const { from, to } = transaction.startState.selection.main;
    this.onEdit({
      before: transaction.startState.doc.toString(),
      inputType,
      selected: { start: from, end: to },
      box: this,
    });
  }
}

const listening = new WeakSet<ShadowRoot>();

/** Has files that are dropped or pasted here go to the page, as from any field: the editor would take their text. */
function listenForFiles(root: ShadowRoot, host: HTMLElement): void {
  if (listening.has(root)) return;
  listening.add(root);
  const passOn = (event: Event, again: Event) => {
    event.stopImmediatePropagation();
    host.dispatchEvent(again);
    if (again.defaultPrevented) event.preventDefault();
  };
  const options = { bubbles: true, cancelable: true, composed: true };
  root.addEventListener(
    'drop',
    (event) => {
      const { dataTransfer } = event as DragEvent;
      if (dataTransfer !== null && dataTransfer.files.length > 0)
        passOn(event, new DragEvent('drop', { ...options, dataTransfer }));
    },
    { capture: true },
  );
  root.addEventListener(
    'paste',
    (event) => {
      const { clipboardData } = event as ClipboardEvent;
      if (clipboardData === null || clipboardData.files.length === 0) return;
      if (clipboardData.getData('text/plain') === '')
        passOn(event, new ClipboardEvent('paste', { ...options, clipboardData }));
    },
    { capture: true },
  );
}

import { type DragEvent, type RefObject, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { yieldToPage } from '../../common/yield-to-page';
import { firstLines, hasLines, LONG_LINES, SHORT_LINES } from './lines';
import { type ListEdit, plainBox } from './list-box';
import type { FieldWords, LongEditor, LongPaste } from './long-editor';
import { useSelectionBefore } from './useSelectionBefore';

interface ListFieldProps {
  readonly id: string;
  readonly name: string;
  readonly text: string;
  readonly placeholder: string;
  /** Ids of the elements that describe it. */
  readonly describedBy: readonly string[];
  readonly isInvalid: boolean;
  /** Called with the text after each edit by the user's hand. */
  readonly onEdit: (text: string, edit: ListEdit) => void;
  readonly onDrop: (event: DragEvent) => void;
}

/** Lines that are shown of a long list while its field is loaded. */
const SHOWN_MEANWHILE = 100;

/** The editor of long lists comes with the first of them; null where it cannot be had, so that the plain field has to do. */
let editor: Promise<typeof LongEditor | null> | null = null;
const loadEditor = () => {
  editor ??= import('./long-editor').then(
    (module) => module.LongEditor,
    () => null,
  );
  return editor;
};

/** The list as text: a text area, and for thousands of lines an editor that lays out those in view. */
export function ListField(props: ListFieldProps) {
  const { text } = props;
  const [wasLong, setWasLong] = useState(false);
  const [Editor, setEditor] = useState<typeof LongEditor | null>(null);
  const [isMissing, setMissing] = useState(false);
  const hasFocus = useRef(false);
  const [, setLeft] = useState(0);
  const pasted = useRef<LongPaste | null>(null);

  // A field that has the keyboard stays, with what it can take back, though its list became short.
  const isLong =
    hasLines(text, wasLong ? SHORT_LINES : LONG_LINES) || (wasLong && hasFocus.current && Editor !== null);
  if (isLong !== wasLong) setWasLong(isLong);
  useEffect(() => {
    if (!isLong) return;
    let isWanted = true;
    void loadEditor().then((loaded) => {
      if (!isWanted) return;
      setEditor(() => loaded);
      setMissing(loaded === null);
    });
    return () => {
      isWanted = false;
    };
  }, [isLong]);

  // Once it is left, a list that became short has its plain field again.
  const onLeft = () => setLeft((times) => times + 1);
  const parts = { ...props, hasFocus, pasted, onLeft };
  if (isLong && Editor !== null) return <LongField {...parts} Editor={Editor} />;
  return <PlainField {...parts} isWaiting={isLong && !isMissing} />;
}

interface PartProps extends ListFieldProps {
  readonly hasFocus: RefObject<boolean>;
  /** The paste that made the list long, until the field for long lists takes it. */
  readonly pasted: RefObject<LongPaste | null>;
  /** Called when the keyboard goes elsewhere. */
  readonly onLeft: () => void;
}

function PlainField(props: PartProps & { readonly isWaiting: boolean }) {
  const { id, text, describedBy, isInvalid, placeholder, isWaiting, hasFocus, pasted } = props;
  const area = useRef<HTMLTextAreaElement>(null);
  const selected = useSelectionBefore(area);
  const latest = useRef(props);
  latest.current = props;

  // React's own event comes too late to be stopped, and browsers take long to put thousands of lines in.
  useEffect(() => {
    const box = area.current;
    if (box === null) return;
    const onBeforeInput = (event: InputEvent) => {
      const data = event.data ?? event.dataTransfer?.getData('text/plain') ?? '';
      const put = data.replace(/\r\n?/g, '\n');
      if (latest.current.isWaiting || !hasLines(put, SHORT_LINES)) return;
      const stretch = { start: box.selectionStart, end: box.selectionEnd };
      const before = box.value;
      const after = before.slice(0, stretch.start) + put + before.slice(stretch.end);
      if (!hasLines(after, LONG_LINES)) return;
      event.preventDefault();
      const { inputType } = event;
      pasted.current = { before, selected: stretch, text: put, inputType };
      latest.current.onEdit(after, {
        before,
        inputType,
        selected: stretch,
        box: { value: after, putIn: () => false },
      });
    };
    box.addEventListener('beforeinput', onBeforeInput);
    return () => box.removeEventListener('beforeinput', onBeforeInput);
  }, [pasted]);

  return (
    <textarea
      ref={area}
      id={id}
      className="field classes-text"
      rows={9}
      spellCheck={false}
      placeholder={placeholder}
      aria-busy={isWaiting}
      readOnly={isWaiting}
      value={isWaiting ? firstLines(text, SHOWN_MEANWHILE) : text}
      aria-describedby={describedBy.join(' ')}
      aria-invalid={isInvalid}
      onFocus={() => {
        hasFocus.current = true;
      }}
      onBlur={() => {
        hasFocus.current = false;
      }}
      onChange={(event) => {
        const { inputType = '' } = event.nativeEvent as InputEvent;
        props.onEdit(event.target.value, {
          before: text,
          inputType,
          selected: selected.current,
          box: plainBox(event.target),
        });
      }}
      onDrop={props.onDrop}
    />
  );
}

function LongField(props: PartProps & { readonly Editor: typeof LongEditor }) {
  const { id, text, isInvalid, onDrop, onLeft, hasFocus, pasted, Editor } = props;
  const host = useRef<HTMLDivElement>(null);
  const [field, setField] = useState<LongEditor | null>(null);
  const latest = useRef(props);
  latest.current = props;

  useEffect(() => {
    let made: LongEditor | null = null;
    let isWanted = true;
    // A label leads to elements of forms alone.
    const label = document.querySelector(`label[for="${CSS.escape(id)}"]`);
    const focus = () => made?.focus();
    // Each step has a task of its own: together they would hold up the page.
    const make = async () => {
      await yieldToPage();
      if (!isWanted) return;
      const paste = pasted.current;
      const { name, describedBy, text: now } = latest.current;
      const words: FieldWords = {
        name,
        describedBy: describedBy.flatMap((describing) => document.getElementById(describing) ?? []),
      };
      const onEdit = (edit: ListEdit) => latest.current.onEdit(edit.box.value, edit);
      made = new Editor(host.current!, paste?.before ?? now, words, onEdit, paste?.selected);
      // The keyboard is there before anything is shown that one would go on with.
      await yieldToPage();
      if (!isWanted) return;
      if (hasFocus.current) made.focus();
      await yieldToPage();
      if (!isWanted) return;
      pasted.current = null;
      if (paste !== null) made.paste(paste);
      made.setText(latest.current.text);
      setField(made);
    };
    void make();
    label?.addEventListener('click', focus);
    return () => {
      isWanted = false;
      label?.removeEventListener('click', focus);
      made?.close();
    };
  }, [Editor, id, hasFocus, pasted]);
  useLayoutEffect(() => field?.setText(text), [field, text]);
  useLayoutEffect(() => field?.setInvalid(isInvalid), [field, isInvalid]);

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the text box is in its shadow tree; what happens there passes here.
    <div
      ref={host}
      id={id}
      className="field classes-text classes-long"
      onFocus={() => {
        hasFocus.current = true;
      }}
      onBlur={() => {
        hasFocus.current = false;
        onLeft();
      }}
      onDrop={onDrop}
    />
  );
}

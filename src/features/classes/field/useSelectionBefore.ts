import { type RefObject, useEffect, useRef } from 'react';

interface Selection {
  readonly start: number;
  readonly end: number;
}

/** What was selected in a field before its last edit: the edit took its place. React knows no such event. */
export function useSelectionBefore(
  field: RefObject<HTMLTextAreaElement | null>,
): RefObject<Selection | null> {
  const selected = useRef<Selection | null>(null);
  useEffect(() => {
    const element = field.current;
    if (element === null) return;
    const note = () => {
      selected.current = { start: element.selectionStart, end: element.selectionEnd };
    };
    element.addEventListener('beforeinput', note);
    return () => element.removeEventListener('beforeinput', note);
  }, [field]);
  return selected;
}

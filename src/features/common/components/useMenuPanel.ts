import { type RefObject, useId, useLayoutEffect, useRef, useState } from 'react';

/** Pixels of height that a panel gets at least, where it needs them and the window has them. */
const ROOM = 320;
/** Pixels between a panel and the window's edge, and between it and its button. */
const EDGE = 8;
const GAP = 6;

interface MenuPanel {
  readonly open: boolean;
  readonly panel: RefObject<HTMLDivElement | null>;
  /** Of the button that opens it. */
  readonly buttonProps: {
    readonly ref: RefObject<HTMLButtonElement | null>;
    readonly type: 'button';
    readonly className: string;
    readonly popoverTarget: string;
    readonly 'aria-expanded': boolean;
  };
  /** Of the panel itself; what it holds is to be drawn only while it is open. */
  readonly panelProps: {
    readonly ref: RefObject<HTMLDivElement | null>;
    readonly id: string;
    readonly popover: 'auto';
    onToggle(event: { readonly newState: string }): void;
  };
  close(): void;
}

/** A button and the panel under it; the browser's popover gives light dismiss, Escape and the top layer. */
export function useMenuPanel(): MenuPanel {
  const id = useId();
  const button = useRef<HTMLButtonElement>(null);
  const panel = useRef<HTMLDivElement>(null);
  const [open, setOpen] = useState(false);

  // Once what it holds is there: its height says how far up it must begin; and anew where the window changes under it.
  useLayoutEffect(() => {
    if (!open) return;
    const lay = () => button.current && panel.current && layUnder(button.current, panel.current);
    lay();
    addEventListener('resize', lay);
    return () => removeEventListener('resize', lay);
  }, [open]);

  return {
    open,
    panel,
    buttonProps: {
      ref: button,
      type: 'button',
      className: 'menu-button',
      popoverTarget: id,
      'aria-expanded': open,
    },
    panelProps: {
      ref: panel,
      id,
      popover: 'auto',
      onToggle: ({ newState }) => setOpen(newState === 'open'),
    },
    close: () => panel.current?.hidePopover(),
  };
}

/** Lays a panel under a button; in a low window as far up as it takes to be seen, over the button too. */
function layUnder(button: HTMLElement, panel: HTMLElement): void {
  const from = button.getBoundingClientRect();
  const left = Math.max(EDGE, Math.min(from.left, innerWidth - panel.offsetWidth - EDGE));
  const needs = Math.min(panel.scrollHeight + 2, ROOM);
  const top = Math.max(EDGE, Math.min(from.bottom + GAP, innerHeight - EDGE - needs));
  panel.style.left = `${left}px`;
  panel.style.top = `${top}px`;
  panel.style.maxHeight = `${innerHeight - top - EDGE}px`;
}

import { ChevronDown } from 'lucide-react';
import { type ReactNode, useId, useLayoutEffect, useRef, useState } from 'react';
import './menu.css';

interface MenuProps {
  /** What the menu is for, read before its value: “Model”. */
  readonly label: string;
  /** The present choice, shown on the button. */
  readonly value: ReactNode;
  /** A mark that something needs attention. */
  readonly alert?: boolean;
  /** What stays on the button where the window is very narrow. */
  readonly compact?: 'label' | 'value';
  /** Shows no more than the value, without a frame: for what is seldom changed. The label is still read. */
  readonly quiet?: boolean;
  readonly children: (close: () => void) => ReactNode;
}

/** Pixels of height that a panel gets at least, where it needs them and the window has them. */
const ROOM = 320;

/** A button with a panel under it; the browser's popover gives light dismiss, Escape and the top layer. */
export function Menu({ label, value, alert = false, compact = 'label', quiet = false, children }: MenuProps) {
  const id = useId();
  const button = useRef<HTMLButtonElement>(null);
  const panel = useRef<HTMLDivElement>(null);
  const [open, setOpen] = useState(false);

  // Once what it holds is there: its height says how far up it must begin.
  useLayoutEffect(() => {
    if (!open) return;
    const from = button.current?.getBoundingClientRect();
    const box = panel.current;
    if (!from || !box) return;
    const left = Math.max(8, Math.min(from.left, innerWidth - box.offsetWidth - 8));
    // Under the button; in a low window as far up as it takes to be seen, over the button too.
    const top = Math.max(
      8,
      Math.min(from.bottom + 6, innerHeight - 8 - Math.min(box.scrollHeight + 2, ROOM)),
    );
    box.style.left = `${left}px`;
    box.style.top = `${top}px`;
    box.style.maxHeight = `${innerHeight - top - 8}px`;
  }, [open]);

  return (
    <>
      <button
        ref={button}
        type="button"
        className="menu-button"
        popoverTarget={id}
        aria-haspopup="dialog"
        aria-expanded={open}
        data-alert={alert || undefined}
        data-compact={compact}
        data-quiet={quiet || undefined}
        title={quiet ? label : undefined}
      >
        <span className={quiet ? 'visually-hidden' : 'menu-label'}>{label}</span>
        <span className="menu-value">{value}</span>
        <ChevronDown size={14} aria-hidden />
      </button>
      <div
        ref={panel}
        id={id}
        popover="auto"
        role="dialog"
        aria-label={label}
        className="menu-panel"
        onToggle={(event) => {
          const opened = event.newState === 'open';
          setOpen(opened);
        }}
      >
        {open && children(() => panel.current?.hidePopover())}
      </div>
    </>
  );
}

import { ChevronDown } from 'lucide-react';
import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react';
import './menu.css';

interface ActionMenuProps {
  /** What the button and the menu are called. */
  readonly label: string;
  /** What the button shows; its name stays the label. */
  readonly children: ReactNode;
  readonly disabled: boolean;
  readonly items: readonly { readonly id: string; readonly words: string }[];
  /** Of a button in a list that is one Tab stop: whether Tab reaches it. Arrows then go through the list, and open no menu. */
  readonly tabStop?: boolean;
  onChoose(id: string): void;
}

/** A button with a menu of actions, by the keys that menus have (WAI-ARIA: arrows, Home, End, first letters, Escape). */
export function ActionMenu({ label, children, disabled, items, tabStop, onChoose }: ActionMenuProps) {
  const id = useId();
  const button = useRef<HTMLButtonElement>(null);
  const menu = useRef<HTMLDivElement>(null);
  const [open, setOpen] = useState(false);

  useEffect(() => {
    if (!open) return;
    const from = button.current?.getBoundingClientRect();
    const box = menu.current;
    if (!from || !box) return;
    box.style.left = `${Math.max(8, Math.min(from.left, innerWidth - box.offsetWidth - 8))}px`;
    box.style.top = `${Math.max(8, Math.min(from.bottom + 6, innerHeight - box.offsetHeight - 8))}px`;
    entries(box)[0]?.focus();
  }, [open]);

  return (
    <>
      <button
        ref={button}
        type="button"
        className="menu-button"
        aria-label={label}
        aria-haspopup="menu"
        aria-expanded={open}
        disabled={disabled}
        tabIndex={tabStop === false ? -1 : 0}
        popoverTarget={id}
        onKeyDown={(event) => {
          if (event.key !== 'ArrowDown' || open || tabStop !== undefined) return;
          event.preventDefault();
          menu.current?.showPopover();
        }}
      >
        {children}
        <ChevronDown size={14} aria-hidden />
      </button>
      <div
        ref={menu}
        id={id}
        popover="auto"
        role="menu"
        aria-label={label}
        className="menu-panel action-menu"
        onToggle={(event) => setOpen(event.newState === 'open')}
        onKeyDown={(event) => moveFocus(event, menu.current)}
      >
        {open &&
          items.map((item) => (
            <button
              key={item.id}
              type="button"
              role="menuitem"
              tabIndex={-1}
              className="action-menu-item"
              onClick={() => {
                menu.current?.hidePopover();
                onChoose(item.id);
              }}
            >
              {item.words}
            </button>
          ))}
      </div>
    </>
  );
}

const entries = (menu: HTMLElement) => [...menu.querySelectorAll<HTMLElement>('[role=menuitem]')];

/** Moves the focus among a menu's items by the key that was pressed. */
function moveFocus(event: KeyboardEvent, menu: HTMLElement | null): void {
  if (menu === null || event.ctrlKey || event.metaKey || event.altKey) return;
  const all = entries(menu);
  const at = all.indexOf(document.activeElement as HTMLElement);
  const to = { ArrowDown: at + 1, ArrowUp: at - 1 + all.length, Home: 0, End: all.length - 1 }[event.key];
  if (event.key === 'Tab') menu.hidePopover();
  else if (to !== undefined) all[to % all.length]?.focus();
  else if (event.key.length === 1 && event.key !== ' ') {
    const letter = event.key.toLowerCase();
    const behind = [...all.slice(at + 1), ...all.slice(0, at + 1)];
    behind.find((item) => item.textContent?.trim().toLowerCase().startsWith(letter))?.focus();
  } else return;
  // The page's own shortcuts are letters and arrows too.
  event.stopPropagation();
  if (event.key !== 'Tab') event.preventDefault();
}

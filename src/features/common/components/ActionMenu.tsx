import { ChevronDown } from 'lucide-react';
import { type KeyboardEvent, type ReactNode, useEffect } from 'react';
import { useMenuPanel } from './useMenuPanel';
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
  const { open, panel, buttonProps, panelProps, close } = useMenuPanel();

  useEffect(() => {
    if (open && panel.current) entries(panel.current)[0]?.focus();
  }, [open, panel]);

  return (
    <>
      <button
        {...buttonProps}
        aria-label={label}
        aria-haspopup="menu"
        disabled={disabled}
        tabIndex={tabStop === false ? -1 : 0}
        onKeyDown={(event) => {
          if (event.key !== 'ArrowDown' || open || tabStop !== undefined) return;
          event.preventDefault();
          panel.current?.showPopover();
        }}
      >
        {children}
        <ChevronDown size={14} aria-hidden />
      </button>
      <div
        {...panelProps}
        role="menu"
        aria-label={label}
        className="menu-panel action-menu"
        onKeyDown={(event) => moveFocus(event, panel.current)}
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
                close();
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

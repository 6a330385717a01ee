import { ChevronDown } from 'lucide-react';
import type { ReactNode } from 'react';
import { useMenuPanel } from './useMenuPanel';
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

/** A button with a panel under it. */
export function Menu({ label, value, alert = false, compact = 'label', quiet = false, children }: MenuProps) {
  const { open, buttonProps, panelProps, close } = useMenuPanel();
  return (
    <>
      <button
        {...buttonProps}
        aria-haspopup="dialog"
        data-alert={alert || undefined}
        data-compact={compact}
        data-quiet={quiet || undefined}
        title={quiet ? label : undefined}
      >
        <span className={quiet ? 'visually-hidden' : 'menu-label'}>{label}</span>
        <span className="menu-value">{value}</span>
        <ChevronDown size={14} aria-hidden />
      </button>
      <div {...panelProps} role="dialog" aria-label={label} className="menu-panel">
        {open && children(close)}
      </div>
    </>
  );
}

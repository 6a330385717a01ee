import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';

interface IconButtonProps {
  readonly icon: LucideIcon;
  /** The button's accessible name: nothing else of it is in words. */
  readonly label: string;
  /** What is said on hover. */
  readonly title?: string;
  /** Of the picture, in CSS pixels. */
  readonly size?: number;
  /** Without a frame until it is pointed at. */
  readonly quiet?: boolean;
  readonly className?: string;
  readonly disabled?: boolean;
  readonly onClick: () => void;
  readonly children?: ReactNode;
}

/** A button with a picture instead of words. */
export function IconButton({
  icon: Icon,
  label,
  title,
  size = 16,
  quiet = false,
  className,
  disabled,
  onClick,
  children,
}: IconButtonProps) {
  return (
    <button
      type="button"
      className={className === undefined ? 'button' : `button ${className}`}
      data-kind={quiet ? 'quiet' : undefined}
      data-size="icon"
      aria-label={label}
      title={title}
      disabled={disabled}
      onClick={onClick}
    >
      <Icon size={size} aria-hidden />
      {children}
    </button>
  );
}

import { X } from 'lucide-react';

interface DismissButtonProps {
  /** What is said on hover, where it is more than the button's name. */
  readonly title?: string;
  readonly onClick: () => void;
}

/** Takes a notice away. */
export function DismissButton({ title = 'Dismiss', onClick }: DismissButtonProps) {
  return (
    <button
      type="button"
      className="button"
      data-kind="quiet"
      data-size="icon"
      aria-label="Dismiss"
      title={title}
      onClick={onClick}
    >
      <X size={16} aria-hidden />
    </button>
  );
}

import { X } from 'lucide-react';
import { IconButton } from './IconButton';

interface DismissButtonProps {
  /** What is said on hover, where it is more than the button's name. */
  readonly title?: string;
  readonly onClick: () => void;
}

/** Takes a notice away. */
export function DismissButton({ title = 'Dismiss', onClick }: DismissButtonProps) {
  return <IconButton icon={X} quiet label="Dismiss" title={title} onClick={onClick} />;
}

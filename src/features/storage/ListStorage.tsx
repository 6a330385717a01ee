import { usePage } from '../page-state';

interface ListStorageProps {
  /** Called first, to close the menu that the button stands in: the focus goes back there afterwards. */
  readonly before?: () => void;
  readonly children?: string;
}

/** Opens the list of what this browser keeps. */
export function ListStorage({ before, children = 'What this browser keeps…' }: ListStorageProps) {
  return (
    <button
      type="button"
      className="button"
      aria-haspopup="dialog"
      onClick={() => {
        before?.();
        usePage.setState({ storageOpen: true });
      }}
    >
      {children}
    </button>
  );
}

import { X } from 'lucide-react';
import { usePage } from '../../page-state';
import { isOpen, NO_FILTER } from '../list/filter';

/** Says that only photos that another part of the page picked out are shown, and leads back to all of them. */
export function PickedRow() {
  const picked = usePage((page) => page.filter.picked);
  if (picked === null) return null;
  return (
    <p className="picked-row small" role="status">
      <span>Shown alone: {picked.words}.</span>
      <button type="button" className="button" data-kind="quiet" onClick={showAll}>
        <X size={14} aria-hidden /> Show all photos
      </button>
    </p>
  );
}

/** Shows what other choices of the filter let through again. */
function showAll(): void {
  const next = { ...usePage.getState().filter, picked: null };
  usePage.setState({ filter: isOpen(next) ? NO_FILTER : next });
}

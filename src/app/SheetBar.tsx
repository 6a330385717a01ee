import { Microscope, SlidersHorizontal } from 'lucide-react';
import { openSheet, usePage } from '../features/page-state';

/** Opens the sheets, within reach of a thumb. */
export function SheetBar({ ask }: { readonly ask: boolean }) {
  const sheet = usePage((page) => page.sheet);
  return (
    <nav className="sheet-bar" aria-label="Panels">
      {ask && (
        <button
          type="button"
          className="button"
          aria-expanded={sheet === 'ask'}
          onClick={() => openSheet(sheet === 'ask' ? null : 'ask')}
        >
          <SlidersHorizontal size={16} aria-hidden /> Ask
        </button>
      )}
      <button
        type="button"
        className="button"
        aria-expanded={sheet === 'why'}
        onClick={() => openSheet(sheet === 'why' ? null : 'why')}
      >
        <Microscope size={16} aria-hidden /> Why
      </button>
    </nav>
  );
}

import { lazy, Suspense } from 'react';
import { useCoverage } from './coverage-state';

const Dialog = lazy(() =>
  import('./CoverageDialog').then(({ CoverageDialog }) => ({ default: CoverageDialog })),
);

/**
 * The dialog of coverage, where it is open. It stands beside the page's other dialogs: the class list, which has its button,
 * goes into a sheet of its own where the window becomes narrow, and would take the dialog with it.
 */
export function CoverageSlot() {
  const open = useCoverage((state) => state.open);
  return (
    open && (
      <Suspense fallback={null}>
        <Dialog />
      </Suspense>
    )
  );
}

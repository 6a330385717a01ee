import { useEngineState } from '../engine-context';
import { usePage } from '../page-state';
import { EmptyTable } from './EmptyTable';
import { useShownIds } from './list/hooks';
import { SummaryRow } from './SummaryRow';
import { TileGrid } from './TileGrid';
import { Toolbar } from './Toolbar';
import './light-table.css';

/** The photos, in the order and selection the user wants. */
export function LightTable({ sheets }: { readonly sheets: boolean }) {
  const total = useEngineState((state) => state.photoCounts.total);
  const search = usePage((page) => page.search);
  const shown = useShownIds();
  return (
    <main className="light-table" aria-label="Light table">
      <Toolbar />
      <SummaryRow shown={shown.length} />
      <div className="light-table-scroll">
        <TileGrid ids={shown} sheets={sheets} />
        {total === 0 && <EmptyTable />}
        {total > 0 && shown.length === 0 && search.trim() !== '' && (
          <p className="light-table-none muted">
            No photo’s file or class holds “{search.trim()}”.{' '}
            <button type="button" className="link" onClick={() => usePage.setState({ search: '' })}>
              Show all
            </button>
          </p>
        )}
      </div>
    </main>
  );
}

import { useEngineState } from '../engine-context';
import { usePage } from '../page-state';
import { AttentionRow } from './attention/AttentionRow';
import { IntakeNotices } from './attention/IntakeNotices';
import { LeftOutList } from './attention/LeftOutList';
import { EmptyTable } from './EmptyTable';
import { useShownIds } from './list/hooks';
import { SummaryRow } from './SummaryRow';
import { TileGrid } from './TileGrid';
import { Toolbar } from './Toolbar';
import './light-table.css';

/** What stands in place of photos that are shown alone once there are none of them. */
const NONE = {
  failed: 'No photo has failed.',
  cancelled: 'No photo waits to be classified after a cancel.',
  incomplete: 'No photo is incomplete.',
} as const;

/** The photos, in the order and selection the user wants. */
export function LightTable({ sheets }: { readonly sheets: boolean }) {
  const total = useEngineState((state) => state.photoCounts.total);
  const search = usePage((page) => page.search);
  const alone = usePage((page) => page.alone);
  const shown = useShownIds();
  return (
    <main className="light-table" aria-label="Light table">
      <Toolbar />
      <IntakeNotices />
      <SummaryRow shown={shown.length} />
      <AttentionRow />
      <div className="light-table-scroll">
        {alone === 'left out' ? <LeftOutList /> : <TileGrid ids={shown} sheets={sheets} />}
        {total === 0 && alone === null && <EmptyTable />}
        {alone !== null && alone !== 'left out' && shown.length === 0 && search.trim() === '' && (
          <p className="light-table-none muted">{NONE[alone]}</p>
        )}
        {total > 0 && shown.length === 0 && alone !== 'left out' && search.trim() !== '' && (
          <p className="light-table-none muted">
            No photo’s file or class holds “{search.trim()}”.{' '}
            <button
              type="button"
              className="link"
              onClick={() => usePage.setState({ search: '', alone: null })}
            >
              Show all
            </button>
          </p>
        )}
      </div>
    </main>
  );
}

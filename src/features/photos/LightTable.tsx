import { useEngine, useEngineState } from '../engine-context';
import { EvaluationSlot } from '../evaluate/EvaluationSlot';
import { usePage } from '../page-state';
import { Begun, KeepingNotices } from '../project/keeping/KeepingNotices';
import { SelectionBar } from '../review/selection/SelectionBar';
import { AttentionRow } from './attention/AttentionRow';
import { IntakeNotices } from './attention/IntakeNotices';
import { LeftOutList } from './attention/LeftOutList';
import { DetectionRow } from './boxes/DetectionRow';
import { EmptyTable } from './EmptyTable';
import { wordsOf } from './filter/FilterMenu';
import { GroupRow } from './groups/GroupRow';
import { NO_FILTER } from './list/filter';
import { useShownIds } from './list/hooks';
import { PickedRow } from './picking/PickedRow';
import { SummaryRow } from './SummaryRow';
import { NearestRow } from './search/NearestRow';
import { seekTyped } from './search/seek';
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
  return (
    <main className="light-table" aria-label="Light table">
      <Toolbar />
      <EvaluationSlot />
      <IntakeNotices />
      <KeepingNotices />
      <SummaryRow />
      <NearestRow />
      <GroupRow />
      <DetectionRow />
      <SelectionBar />
      <AttentionRow />
      <PickedRow />
      <div className="light-table-scroll">
        <ShownPhotos sheets={sheets} />
      </div>
      <Begun />
    </main>
  );
}

/** The tiles, or why there are none. */
function ShownPhotos({ sheets }: { readonly sheets: boolean }) {
  const total = useEngineState((state) => state.photoCounts.total);
  const search = usePage((page) => page.search);
  const alone = usePage((page) => page.alone);
  const filter = usePage((page) => page.filter);
  const engine = useEngine();
  const shown = useShownIds();
  return (
    <>
      {alone === 'left out' ? <LeftOutList /> : <TileGrid ids={shown} sheets={sheets} />}
      {total === 0 && alone === null && <EmptyTable />}
      {alone !== null &&
        alone !== 'left out' &&
        shown.length === 0 &&
        search.trim() === '' &&
        filter === NO_FILTER && <p className="light-table-none muted">{NONE[alone]}</p>}
      {total > 0 &&
        shown.length === 0 &&
        alone !== 'left out' &&
        (search.trim() !== '' || filter !== NO_FILTER) && (
          <p className="light-table-none muted">
            {filter === NO_FILTER
              ? `No photo’s file or class holds “${search.trim()}”.`
              : `No photo is left of what is shown: ${wordsOf(filter)}.`}{' '}
            <button
              type="button"
              className="link"
              onClick={() => usePage.setState({ search: '', alone: null, filter: NO_FILTER })}
            >
              Show all
            </button>
            {search.trim() !== '' && (
              <>
                {' · '}
                <button type="button" className="link" onClick={() => seekTyped(engine)}>
                  Search by what photos show
                </button>
              </>
            )}
          </p>
        )}
    </>
  );
}

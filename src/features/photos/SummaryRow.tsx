import { Progress } from '../common/components/Progress';
import { count, counted } from '../common/text/formats';
import { useEngineState } from '../engine-context';
import { useMethod } from '../methods/useMethod';
import { ProjectName } from '../project/keeping/list/ProjectName';
import { Finder } from './filter/Finder';
import { useAdding } from './intake/adding';
import { useFacetCounts, useShownIds, useSummariesBehind, useSummaryCounts } from './list/hooks';

/** One line over the tiles: how many photos, what became of them, how far the queue is. It grows only where its words need another line. */
export function SummaryRow() {
  return (
    <div className="summary-row">
      <p className="number muted">
        <Counts />
        <ProjectName place="summary" />
      </p>
      <Finder />
      <div className="summary-progress">
        <SummaryProgress />
      </div>
    </div>
  );
}

function Counts() {
  const method = useMethod();
  const counts = useEngineState((state) => state.photoCounts);
  const shown = useShownIds().length;
  const { changed } = useSummaryCounts();
  const labelled = useFacetCounts().get('something') ?? 0;
  const behind = useSummariesBehind();
  const adding = sumOf(useAdding((state) => state.lots));
  const { total, done, failed } = counts;
  const waiting = counts.queued + counts.working;

  const words = [
    total === shown ? counted(total, 'photo') : `${count(shown)} of ${counted(total, 'photo')}`,
    adding !== null &&
      (adding.total === null ? 'adding more' : `adding ${count(adding.added)} of ${count(adding.total)}`),
    changed > 0 && `${count(changed)} changed by ${method.title}`,
    labelled > 0 && `${count(labelled)} labelled`,
    waiting > 0 && done + failed > 0 && `${count(waiting)} to go`,
  ].filter((word) => typeof word === 'string');

  return <span data-behind={behind || undefined}>{total > 0 && words.join(' · ')}</span>;
}

function SummaryProgress() {
  const queue = useEngineState((state) => state.queue);
  const adding = sumOf(useAdding((state) => state.lots));
  if (adding?.total != null) return <Progress label="Photos added" value={adding.added} max={adding.total} />;
  return queue.running && <Progress label="Photos classified" value={queue.done} max={queue.total} />;
}

/** Files added of all lots under way; the total is null while that of one lot is not known. Null when there is none. */
function sumOf(lots: ReturnType<typeof useAdding.getState>['lots']) {
  if (lots.length === 0) return null;
  const total = lots.reduce<number | null>(
    (sum, lot) => (sum === null || lot.total === null ? null : sum + lot.total),
    0,
  );
  return { total, added: lots.reduce((sum, lot) => sum + lot.added, 0) };
}

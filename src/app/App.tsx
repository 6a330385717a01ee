import { X } from 'lucide-react';
import { useEffect } from 'react';
import { ClassesEditor } from '../features/classes/ClassesEditor';
import { PromptFields } from '../features/classes/PromptFields';
import { useFirstList } from '../features/classes/presets/useFirstList';
import { IconButton } from '../features/common/components/IconButton';
import { LOW_WINDOW } from '../features/common/low-window';
import { useMediaQuery } from '../features/common/useMediaQuery';
import { MethodControls } from '../features/controls/MethodControls';
import { ThresholdControls } from '../features/controls/thresholds/ThresholdControls';
import { useEngine } from '../features/engine-context';
import { CoverageSlot } from '../features/evaluate/coverage/CoverageSlot';
import { LabelsDialog } from '../features/evaluate/labels/LabelsDialog';
import { ModelsDialog } from '../features/library/models/ModelsDialog';
import { AddCaptions } from '../features/library/own/AddCaptions';
import { openSheet, usePage } from '../features/page-state';
import { DropTarget } from '../features/photos/intake/DropTarget';
import { LightTable } from '../features/photos/LightTable';
import { ExportDialog } from '../features/project/exporting/ExportDialog';
import { ProjectsDialog } from '../features/project/keeping/list/ProjectsDialog';
import { WhyPanel } from '../features/results/WhyPanel';
import { LargePhoto } from '../features/review/large/LargePhoto';
import { StatusStrip } from '../features/status/StatusStrip';
import { StorageDialog } from '../features/storage/StorageDialog';
import { UndoNotice } from '../features/undo/UndoNotice';
import { ErrorBoundary } from './ErrorBoundary';
import { Header } from './Header';
import { HelpDialog } from './HelpDialog';
import { askBeforeLeaving } from './leaving';
import { Notices } from './Notices';
import { Sheet } from './Sheet';
import { SheetBar } from './SheetBar';
import { listenForShortcuts } from './shortcuts';

/** Three columns where there is room; narrower, the evidence becomes a sheet, then the questions too. */
export function App() {
  const engine = useEngine();
  const whyIsColumn = useMediaQuery('(min-width: 1100px)');
  const askIsColumn = useMediaQuery('(min-width: 720px)');
  // At the end of a page that scrolls as a whole the panels would be behind all photos.
  const sheetsFirst = useMediaQuery(LOW_WINDOW);
  const sheet = usePage((page) => page.sheet);

  // Only the newest layer of the page can be used and is read aloud.
  const hasModalSheet = !askIsColumn && sheet !== null;

  useFirstList();
  useEffect(() => listenForShortcuts(engine), [engine]);
  useEffect(() => askBeforeLeaving(engine), [engine]);

  const why = (
    <ErrorBoundary part="The evidence">
      <WhyPanel inSheet={!whyIsColumn} />
    </ErrorBoundary>
  );
  const sheetBar = whyIsColumn ? null : <SheetBar ask={!askIsColumn} />;
  return (
    <div className="app">
      <Header />
      <Notices />
      {sheetsFirst && sheetBar}
      <div className="columns">
        {askIsColumn && (
          <aside className="column column-ask" aria-label="Ask">
            <Ask />
          </aside>
        )}
        <ErrorBoundary part="The light table">
          <LightTable sheets={!whyIsColumn} />
        </ErrorBoundary>
        {whyIsColumn && <aside className="column column-why">{why}</aside>}
      </div>
      {!hasModalSheet && <UndoNotice />}
      {!sheetsFirst && sheetBar}
      <StatusStrip />
      {!askIsColumn && (
        <Sheet label="Classes and settings" open={sheet === 'ask'} modal>
          <div className="sheet-head">
            <h2>Ask</h2>
            <IconButton icon={X} size={18} quiet label="Close" onClick={() => openSheet(null)} />
          </div>
          <Ask />
        </Sheet>
      )}
      {!whyIsColumn && (
        <Sheet label="Why" open={sheet === 'why'} modal={!askIsColumn}>
          {why}
        </Sheet>
      )}
      <HelpDialog />
      <ExportDialog />
      <StorageDialog />
      <AddCaptions />
      <ModelsDialog />
      <ProjectsDialog />
      <LabelsDialog />
      <CoverageSlot />
      <LargePhoto />
      <DropTarget />
    </div>
  );
}

function Ask() {
  return (
    <ErrorBoundary part="The questions">
      <ClassesEditor />
      <PromptFields />
      <MethodControls />
      <ThresholdControls />
    </ErrorBoundary>
  );
}

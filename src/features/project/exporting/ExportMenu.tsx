import { FileDown } from 'lucide-react';
import type { ExportFormat } from '../../../../workers/protocol';
import { ActionMenu } from '../../common/components/ActionMenu';
import { useEngineState } from '../../engine-context';
import { useExport } from '../export-state';
import { WORDS } from './format-words';

const ITEMS = (Object.keys(WORDS) as ExportFormat[]).map((id) => ({ id, words: WORDS[id].title }));

/** All forms that results can be saved in; each opens its dialog. */
export function ExportMenu() {
  const empty = useEngineState((state) => state.photoCounts.total === 0);
  const saving = useExport((state) => state.writing !== null);
  return (
    <ActionMenu
      label="Export"
      disabled={empty || saving}
      items={ITEMS}
      onChoose={(id) => useExport.setState({ asked: id as ExportFormat })}
    >
      <FileDown size={15} aria-hidden />
      <span className="menu-value export-word">Export as…</span>
    </ActionMenu>
  );
}

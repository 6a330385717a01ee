import { Download, FolderOpen } from 'lucide-react';
import { useRef } from 'react';
import { IconButton } from '../../common/components/IconButton';
import { useEngine, useEngineState } from '../../engine-context';
import { openListFile } from './list-reading';
import { saveList } from './save-list';

/** Endings of files that hold class lists, as file dialogs want them. */
const ENDINGS = '.txt,.csv,.tsv,.tab,.json,.list,.names,.md,.yaml,.yml,text/*,application/json';

/** Opens a file as the class list, and saves the list as a file. */
export function ListFiles() {
  const engine = useEngine();
  const isEmpty = useEngineState((state) => state.classes.length === 0);
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <IconButton
        icon={FolderOpen}
        quiet
        label="Open class list"
        title="Open class list: text, CSV, TSV or JSON"
        onClick={() => input.current?.click()}
      />
      <input
        ref={input}
        type="file"
        hidden
        accept={ENDINGS}
        aria-label="Open class list"
        onChange={(event) => {
          const file = event.target.files?.[0];
          if (file !== undefined) void openListFile(engine, file);
          // The same file again is to be read again.
          event.target.value = '';
        }}
      />
      <IconButton
        icon={Download}
        quiet
        label="Save class list"
        title="Save class list"
        disabled={isEmpty}
        onClick={() => void saveList(engine)}
      />
    </>
  );
}

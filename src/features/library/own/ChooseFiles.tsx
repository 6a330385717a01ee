import { useRef } from 'react';
import type { CaptionInput } from './caption-input';

const ENDINGS = '.txt,.md,.markdown,.csv,.tsv,.tab,.jsonl,.ndjson,.parquet,text/*';

interface ChooseFilesProps {
  /** What was opened so far. */
  readonly inputs: readonly CaptionInput[];
  readonly onFiles: (files: readonly File[]) => void;
  readonly onFolder: (files: readonly File[]) => void;
}

/** Buttons that open files or a folder of captions, and the names of what was opened. */
export function ChooseFiles({ inputs, onFiles, onFolder }: ChooseFilesProps) {
  const files = useRef<HTMLInputElement>(null);
  const folder = useRef<HTMLInputElement>(null);
  return (
    <div className="row own-files">
      <button type="button" className="button" onClick={() => files.current?.click()}>
        Open caption files
      </button>
      <input
        ref={files}
        type="file"
        hidden
        multiple
        accept={ENDINGS}
        aria-label="Open caption files"
        onChange={(event) => {
          const chosen = [...(event.target.files ?? [])];
          // The same files again are to be read again.
          event.target.value = '';
          onFiles(chosen);
        }}
      />
      <button type="button" className="button" onClick={() => folder.current?.click()}>
        Open folder of captions
      </button>
      <input
        ref={folder}
        type="file"
        hidden
        multiple
        {...{ webkitdirectory: '' }}
        aria-label="Open folder of captions"
        onChange={(event) => {
          const chosen = [...(event.target.files ?? [])];
          event.target.value = '';
          onFolder(chosen);
        }}
      />
      <span className="small muted">
        {inputs
          .filter(({ name }) => name !== '')
          .map(({ name }) => name)
          .join(', ') || 'Text, Markdown, CSV, TSV, JSON Lines or Parquet'}
      </span>
    </div>
  );
}

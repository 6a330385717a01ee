import { Tags } from 'lucide-react';
import { useRef } from 'react';
import { useEngine } from '../../engine-context';
import { openLabelFiles } from './labels-state';

/**
 * Opens files of labels: a table or JSON, one that says what their codes mean, or one that counts training photos. Any file can be
 * chosen: HAM10000_metadata, as Dataverse gives it, has no ending that a file dialog could let through.
 */
export function OpenLabels() {
  const engine = useEngine();
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <button
        type="button"
        className="button toolbar-more"
        title="Open labels of your photos: CSV, TSV or JSON"
        onClick={() => input.current?.click()}
      >
        <Tags size={16} aria-hidden /> <span>Open labels</span>
      </button>
      <input
        ref={input}
        type="file"
        hidden
        multiple
        aria-label="Open labels"
        onChange={(event) => {
          const files = [...(event.target.files ?? [])];
          // The same file again is to be read again.
          event.target.value = '';
          if (files.length > 0) void openLabelFiles(engine, files);
        }}
      />
    </>
  );
}

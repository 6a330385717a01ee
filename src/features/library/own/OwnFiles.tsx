import { type FormEvent, useState } from 'react';
import type { OwnIndex } from '../../../../workers/protocol';
import { Problem } from '../../common/components/Problem';
import { counted } from '../../common/text/formats';
import { useEngine, useEngineState } from '../../engine-context';
import { usePage } from '../../page-state';
import { filesByName, type NamedFile } from './files-by-name';
import { rememberEdit } from './remember-edit';
import './own.css';

interface OwnFilesProps {
  readonly index: OwnIndex;
  /** Leaves the menu, which a dialog is opened from. */
  readonly close: () => void;
}

/** The files that an index made here was made of: their terms, and what can be done with each. */
export function OwnFiles({ index, close }: OwnFilesProps) {
  const engine = useEngine();
  const isAtWork = useEngineState(({ own }) => own.job !== null);
  const [problem, setProblem] = useState<string | null>(null);
  const { about, address } = index;
  const { title } = about;
  const files = filesByName(index.files);
  const attempt = async (work: () => Promise<void>) => {
    setProblem(null);
    await work().catch((thrown) => setProblem(thrown instanceof Error ? thrown.message : String(thrown)));
  };
  const ask = (file: NamedFile | null) => {
    close();
    usePage.setState({ captionsOpen: true, captionsFor: { address, title, file } });
  };
  return (
    <details className="indexes-details">
      <summary>
        {counted(files.length, 'file')}
        <span className="visually-hidden"> of {title}</span>
      </summary>
      <ul className="own-list" aria-label={`Files of ${title}`}>
        {files.map((file) => (
          <FileItem
            key={file.name}
            file={file}
            title={title}
            isAtWork={isAtWork}
            isOnly={files.length === 1}
            onReplace={() => ask(file)}
            onRemove={() =>
              attempt(() =>
                rememberEdit(`${file.name} of ${title} removed`, () =>
                  engine.own.edit.removeFile(address, file.name),
                ),
              )
            }
            onDescribe={(terms) =>
              attempt(() =>
                rememberEdit(`Source and licence of ${file.name} changed`, () =>
                  engine.own.edit.describeFile(address, file.name, terms),
                ),
              )
            }
          />
        ))}
      </ul>
      <button
        type="button"
        className="button"
        aria-label={`Add captions to ${title}`}
        disabled={isAtWork}
        onClick={() => ask(null)}
      >
        Add captions to it
      </button>
      {isAtWork && <p className="small muted">It can be changed once all captions are embedded.</p>}
      {problem !== null && <Problem tone="error">{problem}</Problem>}
    </details>
  );
}

interface FileItemProps {
  readonly file: NamedFile;
  /** Of its index. */
  readonly title: string;
  readonly isAtWork: boolean;
  readonly isOnly: boolean;
  readonly onReplace: () => void;
  readonly onRemove: () => void;
  readonly onDescribe: (terms: { readonly source: string; readonly licence: string }) => Promise<void>;
}

function FileItem({ file, title, isAtWork, isOnly, onReplace, onRemove, onDescribe }: FileItemProps) {
  const [isAsked, setAsked] = useState(false);
  const { captions, licence, name, source } = file;
  return (
    <li className="own-item">
      <p className="small own-what">
        <strong>{name}</strong> · {counted(captions, 'caption')} · {source} · licence: {licence}
      </p>
      <div className="library-actions">
        <button
          type="button"
          className="button"
          aria-label={`Replace ${name} of ${title}`}
          disabled={isAtWork}
          onClick={onReplace}
        >
          Replace
        </button>
        <button
          type="button"
          className="button"
          aria-label={`Source and licence of ${name}`}
          aria-expanded={isAsked}
          disabled={isAtWork}
          onClick={() => setAsked(!isAsked)}
        >
          Source and licence
        </button>
        {!isOnly && (
          <button
            type="button"
            className="button"
            aria-label={`Remove ${name} from ${title}`}
            disabled={isAtWork}
            onClick={onRemove}
          >
            Remove
          </button>
        )}
      </div>
      {isAsked && (
        <TermsForm
          file={file}
          onDescribe={(terms) => {
            setAsked(false);
            void onDescribe(terms);
          }}
        />
      )}
    </li>
  );
}

function TermsForm({
  file,
  onDescribe,
}: Pick<FileItemProps, 'file'> & { onDescribe: (terms: Pick<NamedFile, 'source' | 'licence'>) => void }) {
  const [source, setSource] = useState(file.source);
  const [licence, setLicence] = useState(file.licence);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onDescribe({ source: source.trim() || 'not stated', licence: licence.trim() || 'not stated' });
  };
  return (
    <form className="own-about" noValidate onSubmit={submit}>
      <label className="own-field small">
        Source
        <input
          className="field"
          value={source}
          maxLength={1000}
          // biome-ignore lint/a11y/noAutofocus: the user has just asked for it.
          autoFocus
          onChange={(event) => setSource(event.target.value)}
        />
      </label>
      <label className="own-field small">
        Licence
        <input
          className="field"
          value={licence}
          maxLength={1000}
          onChange={(event) => setLicence(event.target.value)}
        />
      </label>
      <button type="submit" className="button">
        Keep these
      </button>
    </form>
  );
}

import { type FormEvent, useId, useRef, useState } from 'react';
import { Dialog } from '../../common/components/Dialog';
import { Problem } from '../../common/components/Problem';
import { count, counted } from '../../common/text/formats';
import { useEngine, useEngineState } from '../../engine-context';
import { usePage } from '../../page-state';
import { filesOfDrop } from '../../photos/intake/files';
import {
  type CaptionInput,
  isCaptionFile,
  openCaptions,
  pastedCaptions,
  type ReadAs,
  usualChoice,
} from './caption-input';
import { Preview } from './Preview';
import { TableColumns } from './TableColumns';
import { useReading } from './use-reading';
import './own.css';

const ENDINGS = '.txt,.md,.markdown,.csv,.tsv,.tab,.jsonl,.ndjson,.parquet,text/*';

/** Asks for captions, shows what they are read as, and has them made into an index. */
export function AddCaptions() {
  const open = usePage((page) => page.captionsOpen);
  const close = () => usePage.setState({ captionsOpen: false });
  return (
    <Dialog open={open} title="Add captions" closeLabel="Close" className="own-dialog" onClose={close}>
      <CaptionsForm close={close} />
    </Dialog>
  );
}

function CaptionsForm({ close }: { readonly close: () => void }) {
  const engine = useEngine();
  const model = useEngineState((state) => state.model.info);
  const [inputs, setInputs] = useState<readonly CaptionInput[]>([]);
  const [choice, setChoice] = useState({ readAs: 'sentences' as ReadAs, column: 0, nameColumn: -1 });
  const [about, setAbout] = useState({ title: '', source: '', licence: '', language: '' });
  const [problem, setProblem] = useState<string | null>(null);
  const files = useRef<HTMLInputElement>(null);
  const folder = useRef<HTMLInputElement>(null);
  const id = useId();
  const reading = useReading(inputs, { ...choice, language: about.language });
  const pasted = inputs.find((input) => input.kind === 'text' && input.name === '');
  const table = inputs.find((input) => input.kind === 'table');

  const take = (next: readonly CaptionInput[]) => {
    setInputs(next);
    const [first] = next;
    if (first !== undefined && first !== inputs[0]) setChoice(usualChoice(first));
  };
  const openFiles = async (chosen: readonly File[]) => {
    setProblem(null);
    const opened = await Promise.allSettled(chosen.map((file) => openCaptions(file)));
    const read = opened.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
    const refused = opened.flatMap((one) => (one.status === 'rejected' ? [wordsOf(one.reason)] : []));
    if (refused.length > 0) setProblem(refused.join(' '));
    take([...inputs, ...read]);
    const name = read[0]?.name.replace(/\.[^.]+$/, '');
    if (name !== undefined) setAbout((before) => ({ ...before, title: before.title || name }));
  };
  /** Files of folders: what captions cannot stand in is passed over. */
  const openFolder = async (all: readonly File[]) => {
    const chosen = all.filter(isCaptionFile);
    if (chosen.length > 0) await openFiles(chosen);
    else
      setProblem(
        'No file of it holds captions: they are read from text, Markdown, CSV, TSV, JSON Lines and Parquet.',
      );
  };
  const openDropped = async (transfer: DataTransfer) => {
    const [alone, inFolders]: [File[], File[]] = [[], []];
    for await (const { file, from } of filesOfDrop(transfer))
      (from === 'folder' ? inFolders : alone).push(file);
    if (alone.length > 0) await openFiles([...alone, ...inFolders.filter(isCaptionFile)]);
    else if (inFolders.length > 0) await openFolder(inFolders);
  };
  const add = async (event: FormEvent) => {
    event.preventDefault();
    const { language, licence, source, title } = about;
    try {
      await engine.own.add(
        {
          title: title.trim() || 'My captions',
          source: source.trim() || 'not stated',
          licence: licence.trim() || 'not stated',
          languages: language === '' ? [] : [language],
        },
        reading.texts,
      );
      close();
    } catch (thrown) {
      setProblem(wordsOf(thrown));
    }
  };
  const field = (name: keyof typeof about, label: string, placeholder: string, longest: number) => (
    <p className="own-field">
      <label className="label" htmlFor={`${id}-${name}`}>
        {label}
      </label>
      <input
        id={`${id}-${name}`}
        className="field"
        value={about[name]}
        placeholder={placeholder}
        maxLength={longest}
        onChange={(event) => setAbout({ ...about, [name]: event.target.value })}
      />
    </p>
  );

  return (
    <form
      className="own-form"
      noValidate
      onSubmit={(event) => void add(event)}
      onDragOver={(event) => event.preventDefault()}
      onDrop={(event) => {
        event.preventDefault();
        event.stopPropagation();
        void openDropped(event.dataTransfer);
      }}
    >
      <p className="muted small own-lead">
        Sentences of a flora, a parts catalogue, reports: they stay in this browser, are embedded by the
        loaded model, and become an index of their own.
      </p>
      <div className="own-field">
        <label className="label" htmlFor={`${id}-text`}>
          Captions
        </label>
        <textarea
          id={`${id}-text`}
          className="field own-text"
          rows={6}
          placeholder={'# Asplenium viride\n\nStipes green. Sori oblong, along the veins.'}
          value={pasted?.kind === 'text' ? pasted.text : ''}
          onChange={(event) => {
            const others = inputs.filter((input) => input !== pasted);
            const text = event.target.value;
            take(text === '' ? others : [pastedCaptions(text), ...others]);
          }}
        />
      </div>
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
            void openFiles(chosen);
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
            void openFolder(chosen);
          }}
        />
        <span className="small muted">
          {inputs
            .filter(({ name }) => name !== '')
            .map(({ name }) => name)
            .join(', ') || 'Text, Markdown, CSV, TSV, JSON Lines or Parquet'}
        </span>
      </div>
      {inputs.some(({ kind }) => kind === 'text') && (
        <p className="own-field">
          <label className="label" htmlFor={`${id}-as`}>
            Each caption is
          </label>
          <select
            id={`${id}-as`}
            className="field"
            value={choice.readAs === 'lines' ? 'lines' : 'sentences'}
            onChange={(event) => setChoice({ ...choice, readAs: event.target.value as ReadAs })}
          >
            <option value="sentences">a sentence; headings say whom it is of</option>
            <option value="lines">a line</option>
          </select>
        </p>
      )}
      {table?.kind === 'table' && (
        <TableColumns
          columns={table.columns}
          {...choice}
          onChange={(change) => setChoice({ ...choice, ...change })}
        />
      )}
      <Preview reading={reading} isEmpty={inputs.length === 0} />
      <div className="own-about">
        {field('title', 'Title', 'My captions', 300)}
        {field('language', 'Language', 'en', 35)}
        {field('source', 'Source', 'Flora of …, 1998', 1000)}
        {field('licence', 'Licence', 'CC BY 4.0', 1000)}
      </div>
      {problem !== null && <Problem tone="error">{problem}</Problem>}
      <div className="row">
        <button
          type="submit"
          className="button"
          data-kind="primary"
          disabled={model === null || reading.isReading || reading.texts.length === 0}
        >
          {reading.texts.length === 0
            ? 'Make an index'
            : `Make an index of ${counted(reading.texts.length, 'caption')}`}
        </button>
        <span className="small muted" role="status">
          {model === null
            ? 'A model is still loading.'
            : reading.isReading
              ? `Reading, ${count(reading.texts.length)} so far…`
              : ''}
        </span>
      </div>
    </form>
  );
}

const wordsOf = (thrown: unknown) => (thrown instanceof Error ? thrown.message : String(thrown));

import { type FormEvent, useEffect, useId, useState } from 'react';
import type { OwnIndex } from '../../../../workers/protocol';
import { Dialog } from '../../common/components/Dialog';
import { Problem } from '../../common/components/Problem';
import { count, counted } from '../../common/text/formats';
import { useEngine, useEngineState } from '../../engine-context';
import { type CaptionsTarget, usePage } from '../../page-state';
import { filesOfDrop } from '../../photos/intake/files';
import { ChooseFiles } from './ChooseFiles';
import {
  type CaptionInput,
  firstTable,
  isCaptionFile,
  openCaptions,
  pastedCaptions,
  type ReadAs,
  usualColumns,
} from './caption-input';
import { FurtherSpaces } from './FurtherSpaces';
import { Preview } from './Preview';
import { submitCaptions } from './submit-captions';
import { TableColumns } from './TableColumns';
import { useReading } from './use-reading';
import './own.css';

/** Asks for captions, shows what they are read as, and has them made into an index. */
export function AddCaptions() {
  const open = usePage((page) => page.captionsOpen);
  const target = usePage((page) => page.captionsFor);
  const close = () => usePage.setState({ captionsOpen: false });
  return (
    <Dialog open={open} title={titleFor(target)} closeLabel="Close" className="own-dialog" onClose={close}>
      <CaptionsForm target={target} close={close} />
    </Dialog>
  );
}

function titleFor(target: CaptionsTarget | null): string {
  if (target === null) return 'Add captions';
  const { file, title } = target;
  return file === null ? `Add captions to ${title}` : `Replace ${file.name} of ${title}`;
}

interface CaptionsFormProps {
  /** Null for an index of their own. */
  readonly target: CaptionsTarget | null;
  readonly close: () => void;
}

function CaptionsForm({ target, close }: CaptionsFormProps) {
  const engine = useEngine();
  const model = useEngineState((state) => state.model.info);
  const [inputs, setInputs] = useState<readonly CaptionInput[]>([]);
  const [choice, setChoice] = useState({ readAs: null as ReadAs | null, column: 0, nameColumn: -1 });
  const file = target?.file ?? null;
  const [about, setAbout] = useState({
    title: '',
    source: file?.source ?? '',
    licence: file?.licence ?? '',
    language: '',
  });
  const [before, setBefore] = useState<readonly string[]>(NOTHING_THERE);
  const [inFurtherSpaces, setInFurtherSpaces] = useState(true);
  const [problem, setProblem] = useState<string | null>(null);
  const [isSubmitting, setSubmitting] = useState(false);
  const spaces = useEngineState(
    ({ own }) => own.indexes.find(({ address }) => address === target?.address)?.spaces ?? NO_SPACES,
  );
  const id = useId();
  const reading = useReading(inputs, { ...choice, language: about.language }, before);
  useEffect(() => {
    if (target === null) return;
    engine.own.edit
      .texts(target.address, target.file?.name)
      .then(setBefore, (thrown) => setProblem(wordsOf(thrown)));
  }, [engine, target]);
  const pasted = inputs.find((input) => input.kind === 'text' && input.name === '');
  const table = firstTable(inputs);
  const text = inputs.find((input) => input.kind === 'text');

  const take = (next: readonly CaptionInput[]) => {
    setInputs(next);
    const first = firstTable(next);
    if (first !== undefined && first !== table)
      setChoice((before) => ({ ...before, ...usualColumns(first) }));
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
    setProblem(null);
    setSubmitting(true);
    try {
      await submitCaptions(engine.own, target, { ...about, inFurtherSpaces }, reading);
      close();
    } catch (thrown) {
      setProblem(wordsOf(thrown));
    } finally {
      setSubmitting(false);
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
      <p className="muted small">{LEADS[target === null ? 'new' : file === null ? 'add' : 'replace']}</p>
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
      <ChooseFiles
        inputs={inputs}
        onFiles={(chosen) => void openFiles(chosen)}
        onFolder={(chosen) => void openFolder(chosen)}
      />
      {text !== undefined && (
        <p className="own-field">
          <label className="label" htmlFor={`${id}-as`}>
            Each caption is
          </label>
          <select
            id={`${id}-as`}
            className="field"
            value={choice.readAs ?? text.readAs}
            onChange={(event) => setChoice({ ...choice, readAs: event.target.value as ReadAs })}
          >
            <option value="sentences">a sentence; headings say whom it is of</option>
            <option value="lines">a line</option>
          </select>
        </p>
      )}
      {table !== undefined && (
        <TableColumns
          columns={table.columns}
          {...choice}
          onChange={(change) => setChoice({ ...choice, ...change })}
        />
      )}
      <Preview reading={reading} isEmpty={inputs.length === 0} />
      <div className="own-about">
        {target === null && field('title', 'Title', 'My captions', 300)}
        {field('language', 'Language', 'en', 35)}
        {field('source', 'Source', 'Flora of …, 1998', 1000)}
        {field('licence', 'Licence', 'CC BY 4.0', 1000)}
      </div>
      <FurtherSpaces spaces={spaces} isEmbedded={inFurtherSpaces} onChange={setInFurtherSpaces} />
      {problem !== null && <Problem tone="error">{problem}</Problem>}
      <div className="row">
        <button
          type="submit"
          className="button"
          data-kind="primary"
          disabled={model === null || reading.isReading || reading.texts.length === 0 || isSubmitting}
        >
          {submitWords(target, reading.texts.length)}
        </button>
        <span className="small muted" role="status">
          {model === null
            ? 'A model is still loading.'
            : reading.isReading
              ? `Reading, ${count(reading.texts.length)} so far…`
              : isSubmitting && spaces.length > 0
                ? 'Loading what embeds them…'
                : ''}
        </span>
      </div>
    </form>
  );
}

const NOTHING_THERE: readonly string[] = [];
const NO_SPACES: OwnIndex['spaces'] = [];

const LEADS = {
  new: 'Sentences of a flora, a parts catalogue, reports: they stay in this browser, are embedded by the loaded model, and become an index of their own.',
  add: 'What is there already is left out; the rest is embedded by the loaded model and searched with what is there. Source and licence are of these files.',
  replace:
    'What the file still holds is not embedded again. What it holds no more goes once the rest is there.',
} as const;

function submitWords(target: CaptionsTarget | null, texts: number): string {
  const captions = texts === 0 ? '' : counted(texts, 'caption');
  if (target === null) return captions === '' ? 'Make an index' : `Make an index of ${captions}`;
  if (target.file === null) return captions === '' ? 'Add them' : `Add ${captions}`;
  return captions === '' ? 'Replace it' : `Replace it by ${captions}`;
}

const wordsOf = (thrown: unknown) => (thrown instanceof Error ? thrown.message : String(thrown));

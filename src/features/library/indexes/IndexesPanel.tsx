import { useCallback, useEffect, useRef, useState } from 'react';
import { defaultRequest } from '../../../engine';
import { Problem } from '../../common/components/Problem';
import { useEngine, useEngineState } from '../../engine-context';
import { usePage } from '../../page-state';
import type { KeptThing } from '../../storage/kept-thing';
import { listKept } from '../../storage/stored-things';
import { FieldSection } from '../field/FieldSection';
import { IndexItem } from './IndexItem';
import { listedIndexes } from './listed';
import { OwnJob } from './OwnJob';
import './indexes.css';

interface IndexesPanelProps {
  readonly close: () => void;
  /** Goes to where an address is asked for. */
  readonly askAddress: () => void;
}

/** Every index that is searched or could be: those that are open, made here, kept, and the one that ships. */
export function IndexesPanel({ close, askAddress }: IndexesPanelProps) {
  const engine = useEngine();
  const request = useEngineState((state) => state.request);
  const index = useEngineState((state) => state.index);
  const furtherIndexes = useEngineState((state) => state.furtherIndexes);
  const own = useEngineState((state) => state.own);
  const [kept, setKept] = useState<readonly KeptThing[]>([]);
  const [problem, setProblem] = useState<string | null>(null);
  const [said, setSaid] = useState('');
  const archive = useRef<HTMLInputElement>(null);
  const list = useRef<HTMLUListElement>(null);

  const look = useCallback(() => {
    // Without the list of what is kept, those that are open are there all the same.
    listKept().then(setKept, () => setKept([]));
  }, []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is opened changes what is kept.
  useEffect(look, [look, request.manifestUrl, request.furtherIndexes]);

  const indexes = listedIndexes({ request, index, furtherIndexes, own }, kept, defaultRequest().manifestUrl);
  const take = async (files: readonly File[]) => {
    setProblem(null);
    for (const file of files)
      try {
        const { about } = await engine.own.import(file);
        setSaid(`Taken in: ${about.title}.`);
      } catch (thrown) {
        setProblem(`${file.name}: ${thrown instanceof Error ? thrown.message : String(thrown)}`);
      }
  };
  return (
    <section className="indexes" aria-label="Indexes">
      <h2>Indexes</h2>
      <div className="library-actions">
        <button
          type="button"
          className="button"
          aria-haspopup="dialog"
          onClick={() => {
            close();
            usePage.setState({ captionsOpen: true, captionsFor: null });
          }}
        >
          Add captions
        </button>
        <button type="button" className="button" onClick={askAddress}>
          Open index address
        </button>
        <button type="button" className="button" onClick={() => archive.current?.click()}>
          Import index
        </button>
        <input
          ref={archive}
          type="file"
          hidden
          multiple
          accept=".zip,application/zip"
          aria-label="Import index"
          onChange={(event) => {
            const files = [...(event.target.files ?? [])];
            // The same files again are to be read again.
            event.target.value = '';
            void take(files);
          }}
        />
      </div>
      {problem !== null && <Problem tone="error">{problem}</Problem>}
      <OwnJob />
      <ul ref={list} className="indexes-list" aria-label="Indexes" tabIndex={-1}>
        {indexes.map((one) => (
          <IndexItem
            key={one.address}
            index={one}
            close={close}
            onSaid={(words) => {
              list.current?.focus();
              setSaid(words);
              look();
            }}
          />
        ))}
      </ul>
      <p className="small muted indexes-said" role="status">
        {said}
      </p>
      <FieldSection />
    </section>
  );
}

import { useRef, useState } from 'react';
import { Problem } from '../../common/components/Problem';
import { bytes } from '../../common/text/formats';
import { useEngine, useEngineState } from '../../engine-context';
import { exportFieldPack, importFieldPack } from './packs';

/** One file that has all that another machine needs to do without a network: written, and taken in. */
export function FieldPacks() {
  const engine = useEngine();
  const isBusy = useEngineState(({ field, idle }) => !idle || field.status !== 'resting');
  const input = useRef<HTMLInputElement>(null);
  const [said, setSaid] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const [isAtWork, setAtWork] = useState(false);
  const attempt = async (words: string, work: () => Promise<string>) => {
    setProblem(null);
    setSaid(words);
    setAtWork(true);
    try {
      setSaid(await work());
    } catch (thrown) {
      setSaid('');
      setProblem(thrown instanceof Error ? thrown.message : String(thrown));
    } finally {
      setAtWork(false);
    }
  };
  return (
    <>
      <button
        type="button"
        className="button"
        disabled={isBusy || isAtWork}
        onClick={() => void attempt('Writing the field pack…', () => exportFieldPack(engine))}
      >
        Export field pack
      </button>
      <button type="button" className="button" disabled={isAtWork} onClick={() => input.current?.click()}>
        Import field pack
      </button>
      <input
        ref={input}
        type="file"
        hidden
        accept=".zip,application/zip"
        aria-label="Import field pack"
        onChange={(event) => {
          const [pack] = event.target.files ?? [];
          if (pack !== undefined)
            void attempt('Reading the field pack…', () =>
              importFieldPack(engine, pack, ({ loaded, total }) =>
                setSaid(`Reading the field pack, ${bytes(loaded)} of ${bytes(total)}`),
              ),
            );
          // The same file again is to be read again.
          event.target.value = '';
        }}
      />
      <p className="small number field-said" role="status">
        {said}
      </p>
      {problem !== null && <Problem tone="error">{problem}</Problem>}
    </>
  );
}

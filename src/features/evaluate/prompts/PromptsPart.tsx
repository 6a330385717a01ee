import { useId } from 'react';
import type { PromptStudies } from '../../../engine';
import { Problem } from '../../common/components/Problem';
import { Progress } from '../../common/components/Progress';
import { counted, percent } from '../../common/text/formats';
import { SEARCH_MODE_TITLES } from '../../common/text/search-modes';
import { useEngine, useEngineState } from '../../engine-context';
import { GainsTable } from '../figures/GainsTable';
import { SavePlot } from '../report/SavePlot';
import { LinePlot } from '../studies/LinePlot';
import { TunedNote } from '../tuning/TunedNote';
import { useOld } from '../useOld';
import { PrefixTable } from './PrefixTable';
import { promptStudies, proposedPrefixes, usePrefixes } from './prompts-state';
import '../studies/studies.css';

/** CoRE by its prompts and by how captions of the classes are found, once that is asked for. */
export function PromptsPart() {
  const engine = useEngine();
  const id = useId();
  const request = useEngineState((state) => state.request);
  const written = usePrefixes((state) => state.written);
  const { found, part, old, problem } = promptStudies.use();
  useOld(promptStudies);
  return (
    <div className="evaluation-part studies prompts">
      <h3>Prompts and captions</h3>
      <label htmlFor={id} className="small">
        Prefixes to compare, one a line
      </label>
      <textarea
        id={id}
        className="field prefixes"
        rows={4}
        spellCheck={false}
        value={written ?? proposedPrefixes(request)}
        onChange={({ target }) => {
          usePrefixes.setState({ written: target.value });
          promptStudies.isOld();
        }}
      />
      <div className="row">
        <button
          type="button"
          className="button"
          disabled={part !== null}
          onClick={() => void promptStudies.start(engine)}
        >
          {found === null ? 'Compare prompts' : 'Compare them anew'}
        </button>
        {part !== null && (
          <button type="button" className="button" onClick={promptStudies.cancel}>
            Cancel comparison
          </button>
        )}
        <span className="small muted" role="status">
          {part !== null
            ? `Embedding, searching and comparing, ${percent(part)}`
            : old
              ? 'Photos, labels, prefixes or settings have changed since.'
              : found === null
                ? 'Captions of the classes by each way of finding them, other prefixes, and both prompts crossed. What the page shows stays as it is.'
                : `On ${counted(found.photos, 'photo')}.`}
        </span>
      </div>
      {part !== null && <Progress label="Comparison of prompts" value={part} max={1} />}
      {problem !== null && <Problem tone="error">{problem}</Problem>}
      {found !== null && <TunedNote methods={['core']} />}
      {found !== null && <Found found={found} />}
    </div>
  );
}

function Found({ found }: { readonly found: PromptStudies }) {
  const { modes, leftOut, prefixes, crossed, mode } = found;
  const request = useEngineState((state) => state.request);
  return (
    <>
      <h4>Captions of the classes, found</h4>
      <GainsTable
        label="Ways of finding captions"
        caption="CoRE by how captions of the classes are found, in percent"
        first="Found"
        rows={modes.map((row) => ({ ...row, name: SEARCH_MODE_TITLES[row.mode] }))}
      />
      {leftOut.map(({ mode: one, why }) => (
        <p key={one} className="small muted">
          Not {SEARCH_MODE_TITLES[one]}: {why}
        </p>
      ))}
      <h4>Prefixes</h4>
      <p className="small muted">
        Classes by their names alone, and by captions alone, found {SEARCH_MODE_TITLES[mode]}; photos without
        captions in both.
      </p>
      <PrefixTable prefixes={prefixes} />
      {prefixes.length > 1 && (
        <div className="studies-plots">
          <figure>
            <figcaption className="small">
              Acc@1: names (strong), captions alone <SavePlot name="prefixes" />
            </figcaption>
            <LinePlot
              title="prefix"
              values={prefixes.map((_, i) => i + 1)}
              words={(place) => `(${place})`}
              inForce={1 + prefixes.findIndex(({ prefix }) => prefix === request.prompts.zeroShot)}
              lines={[
                { name: 'Zero-shot', heights: prefixes.map(({ zeroShot }) => zeroShot.figures.acc1) },
                { name: 'Captions alone', heights: prefixes.map(({ captions }) => captions.figures.acc1) },
              ]}
            />
          </figure>
        </div>
      )}
      <h4>Both prompts, crossed</h4>
      <GainsTable
        label="Prompts crossed"
        caption="CoRE by the prompt of the classes and the prompt that captions are sought with, in percent"
        first="Classes; captions"
        rows={crossed.map(({ prompts, ...row }) => ({
          ...row,
          name: `${prompts.zeroShot}; ${prompts.retrieval}`,
        }))}
      />
    </>
  );
}

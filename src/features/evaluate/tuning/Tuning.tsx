import { LEAST_LABELS, methodById } from '../../../../core';
import type { TuningReply } from '../../../engine';
import { Problem } from '../../common/components/Problem';
import { Progress } from '../../common/components/Progress';
import { counted, percent, setting } from '../../common/text/formats';
import { useEngine } from '../../engine-context';
import { ends, points, signed } from '../figures/numbers';
import { cancelTuning, takeProposal, tune, useTuning } from './tuning-state';

/** Has labels propose α, β, τ, k and the method, and says what that may be expected to bring. */
export function Tuning({ labels }: { readonly labels: number }) {
  const engine = useEngine();
  const { reply, part, problem } = useTuning();
  const tooFew = labels < LEAST_LABELS;
  return (
    <div className="evaluation-part tuning">
      <div className="row">
        <button
          type="button"
          className="button"
          disabled={tooFew || part !== null}
          onClick={() => void tune(engine)}
        >
          Tune from labels
        </button>
        {part !== null && (
          <button type="button" className="button" onClick={cancelTuning}>
            Cancel tuning
          </button>
        )}
        <span className="small muted" role="status">
          {tooFew
            ? `Tuning takes ${LEAST_LABELS} labelled photos; there ${labels === 1 ? 'is' : 'are'} ${labels}.`
            : part !== null
              ? `Trying settings, ${percent(part)}`
              : ''}
        </span>
      </div>
      {part !== null && <Progress label="Tuning" value={part} max={1} />}
      {problem !== null && <Problem tone="error">{problem}</Problem>}
      {reply !== null && <Proposal reply={reply} />}
    </div>
  );
}

function Proposal({ reply }: { readonly reply: TuningReply }) {
  const engine = useEngine();
  const { proposal, gain, interval, promises, figures, photos, groups, folds, tried } = reply;
  const method = methodById(proposal.method);
  const values = Object.entries(proposal.parameters)
    .filter(([name, value]) => method?.parameters[name]?.kind === 'number' && value !== null)
    .map(([name, value]) => `${method!.parameters[name]!.symbol} ${setting(Number(value))}`)
    .join(', ');
  return (
    <div className="tuning-proposal">
      <p>
        <strong>{method?.title ?? proposal.method}</strong>
        {values !== '' && ` with ${values}`}: best of {counted(tried, 'setting')} on{' '}
        {counted(photos, 'photo')}
        {groups < photos && ` in ${counted(groups, 'group')}`}.
      </p>
      <p className={promises ? undefined : 'muted'}>
        {promises
          ? `Acc@1 is to be expected ${signed(gain)} points above what is in force (95 %: ${ends(interval)}), on photos that it was not chosen by.`
          : `No gain can be promised: on photos that it was not chosen by it was ${signed(gain)} points (95 %: ${ends(interval)}).`}
      </p>
      <p className="small muted">
        Cross-validated in {counted(folds, 'part')}: {points(figures.current)} in force,{' '}
        {points(figures.crossValidated)} chosen on other photos. On the photos that chose it, which flatters:{' '}
        {points(figures.onTuned)}.
      </p>
      <button type="button" className="button" onClick={() => takeProposal(engine, reply)}>
        Use these settings
      </button>
    </div>
  );
}

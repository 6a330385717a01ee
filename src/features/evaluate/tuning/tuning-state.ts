import { create } from 'zustand';
import { tunedAmong } from '../../../../core';
import { type Engine, parametersOf, type TuningReply } from '../../../engine';
import { remember } from '../../undo/undo';
import { useEvaluation } from '../evaluation-state';
import { groupsOf } from '../groups';
import { knownLabels } from '../known-labels';

interface TuningState {
  readonly reply: TuningReply | null;
  readonly part: number | null;
  readonly problem: string | null;
}

/** What labels propose. */
export const useTuning = create<TuningState>()(() => ({
  reply: null,
  part: null,
  problem: null,
}));

let underWay: AbortController | null = null;

/** Has settings and a method proposed by the labels that are there; nothing is set. */
export async function tune(engine: Engine): Promise<void> {
  underWay?.abort(new DOMException('Asked anew.', 'AbortError'));
  const own = new AbortController();
  underWay = own;
  const labels = knownLabels(engine).listed;
  const groups = groupsOf(
    engine,
    labels.map(({ photo }) => photo),
    useEvaluation.getState().grouping,
  );
  useTuning.setState({ part: 0, problem: null, reply: null });
  try {
    const reply = await engine.evaluation.tune(
      {
        measure: 'acc1',
        labels: labels.map((label) => ({ ...label, group: groups.get(label.photo) ?? null })),
      },
      { signal: own.signal, onPart: (part) => !own.signal.aborted && useTuning.setState({ part }) },
    );
    if (!own.signal.aborted) useTuning.setState({ reply, part: null });
  } catch (thrown) {
    if (own.signal.aborted) return;
    useTuning.setState({ part: null, problem: thrown instanceof Error ? thrown.message : String(thrown) });
  }
}

/** Ends what is under way. */
export function cancelTuning(): void {
  underWay?.abort(new DOMException('Cancelled.', 'AbortError'));
  underWay = null;
  useTuning.setState({ part: null });
}

/** Puts what labels propose in force; that can be undone. */
export function takeProposal(engine: Engine, { proposal, tuned }: TuningReply): void {
  const { request } = engine.getState();
  const before = {
    method: request.method,
    values: parametersOf({ ...request, method: proposal.method }),
    tuned: request.tuned,
  };
  // Ids are others after a reload.
  const kept = { ...tuned, photos: filesOf(engine, tuned.photos) };
  const redo = () => {
    engine.setMethod(proposal.method);
    engine.setParameters(proposal.parameters, proposal.method);
    engine.setTuned(kept);
  };
  redo();
  remember({
    words: 'The settings that your labels propose are in force',
    bytes: 0,
    redo,
    undo() {
      engine.setMethod(before.method);
      engine.setParameters(before.values, proposal.method);
      engine.setTuned(before.tuned);
    },
  });
}

const filesOf = (engine: Engine, ids: readonly string[]) => ids.flatMap((id) => engine.photo(id)?.file ?? []);

/**
 * How many of the photos that a figure is of the method's settings were tuned on: such a figure flatters.
 * @param method of the figure
 */
export function tunedOn(engine: Engine, method: string, photos: readonly string[]): number {
  const { request } = engine.getState();
  const parameters = parametersOf({ ...request, method });
  return tunedAmong(request.tuned, { method, parameters }, filesOf(engine, photos));
}

import type { Engine, FieldProof } from '../state/types';

/** Shares may differ by so much: back ends add in another order. */
const SAME_SHARE = 0.005;

/** A sample photo. */
export interface Sample {
  readonly id: string;
  readonly file: File;
}

/**
 * Has an engine of its own, without a network, classify sample photos, and compares its answers with those that are here.
 * @param here the engine that has answered
 * @param afield one that was just started, with the same request
 * @throws the signal's reason when aborted
 */
export async function prove(
  here: Pick<Engine, 'answer' | 'photo'>,
  afield: Pick<Engine, 'answer' | 'addPhotos' | 'getState' | 'setBoxes' | 'subscribe' | 'photo'>,
  samples: readonly Sample[],
  signal: AbortSignal,
): Promise<FieldProof> {
  const ids = afield.addPhotos(samples.map(({ file }) => file));
  // Which part of a photo is classified goes by them.
  afield.setBoxes(ids.map((id, i) => [id, here.photo(samples[i]!.id)?.boxes ?? null]));
  await rested(afield, signal);
  let photos = 0;
  let same = 0;
  samples.forEach(({ id }, i) => {
    const [one, other] = [here.answer(id), afield.answer(ids[i]!)];
    if (one === null) return;
    photos++;
    if (other !== null && isSame(one, other)) same++;
  });
  return { photos, same, problem: problemOf(afield, ids) };
}

type Answer = NonNullable<ReturnType<Engine['answer']>>;

function isSame(one: Answer, other: Answer): boolean {
  const bestOf = ({ enriched, names }: Answer) => names?.[enriched[0]?.index ?? -1] ?? enriched[0]?.index;
  return (
    bestOf(one) === bestOf(other) &&
    one.lacksCaptions === other.lacksCaptions &&
    Math.abs((one.shares[0] ?? 0) - (other.shares[0] ?? 0)) <= SAME_SHARE
  );
}

/** Why there are no answers, or none with captions: the first thing that failed. */
function problemOf(engine: Pick<Engine, 'getState' | 'photo'>, ids: readonly string[]): string | null {
  const { model, index, furtherIndexes } = engine.getState();
  const failed = [model, index, ...Object.values(furtherIndexes)].find(({ status }) => status === 'failed');
  const photo = ids.map((id) => engine.photo(id)).find((one) => one?.status === 'failed');
  return failed?.error?.message ?? photo?.error?.message ?? null;
}

/** Settles when the engine has nothing left to do, or can do nothing. */
function rested(
  { getState, subscribe }: Pick<Engine, 'getState' | 'subscribe'>,
  signal: AbortSignal,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const look = () => {
      const { idle, model, photoCounts } = getState();
      const isOver = model.status === 'failed' || photoCounts.queued + photoCounts.working === 0;
      if (!idle || !isOver) return;
      end();
      resolve();
    };
    const stop = () => {
      end();
      reject(signal.reason);
    };
    const unsubscribe = subscribe(look);
    const end = () => {
      unsubscribe();
      signal.removeEventListener('abort', stop);
    };
    signal.addEventListener('abort', stop);
    look();
  });
}

import type { SpaceKind } from '../../../workers/protocol';
import { Problem } from '../common/components/Problem';
import { Progress } from '../common/components/Progress';
import { bytes } from '../common/text/formats';
import { useEngine, useEngineState } from '../engine-context';

const WORDS: Readonly<Record<SpaceKind, string>> = {
  image: 'vectors of the index’s pictures',
  text: 'second text encoder and its vectors',
};

/** How far the further vectors are that something asked for; nothing once they are there. */
export function SpaceNotice({ kind }: { readonly kind: SpaceKind }) {
  const engine = useEngine();
  const { status, progress, error } = useEngineState((state) => state.spaces[kind]);
  const words = WORDS[kind];
  if (status === 'loading')
    return (
      <div className="small muted number space-notice">
        <p>
          Fetching the {words}
          {progress && `, ${bytes(progress.loaded)} of ${bytes(progress.total)}`}
        </p>
        {progress && (
          <Progress label={`Fetching the ${words}`} value={progress.loaded} max={progress.total} />
        )}
      </div>
    );
  if (status !== 'failed') return null;
  return (
    <Problem
      tone="error"
      actions={
        <button type="button" className="button" onClick={() => engine.retrySpaces()}>
          Try again
        </button>
      }
    >
      {error?.message}
    </Problem>
  );
}

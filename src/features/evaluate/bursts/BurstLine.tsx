import { percent } from '../../common/text/formats';
import { useEngineState } from '../../engine-context';
import { useBursts } from './bursts-state';

/** What the photo's burst says of it, where that is something else than the photo's own answer. */
export function BurstLine({ photo }: { readonly photo: string }) {
  const answer = useBursts(({ answers }) => answers?.get(photo));
  const seconds = useBursts((state) => state.seconds);
  const classes = useEngineState((state) => state.shownClasses);
  if (answer === undefined || !answer.changed) return null;
  return (
    <p className="small" data-burst>
      Its burst (within {seconds} s) answers <strong>{classes[answer.best]?.name}</strong>, on average{' '}
      <span className="number">{percent(answer.share)}</span>.
    </p>
  );
}

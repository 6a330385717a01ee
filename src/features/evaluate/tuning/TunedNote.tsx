import { methodById } from '../../../../core';
import { counted } from '../../common/text/formats';
import { useEngine, useEngineState } from '../../engine-context';
import { useEvaluation } from '../evaluation-state';
import { tunedOn } from './tuning-state';

/** Says of which of these methods the settings were tuned on photos that the figures beside it are of; nothing where of none. */
export function TunedNote({ methods }: { readonly methods: readonly string[] }) {
  const engine = useEngine();
  const judged = useEvaluation((state) => state.judged);
  useEngineState((state) => state.request.tuned);
  const notes = methods.flatMap((id) => {
    const photos = tunedOn(engine, id, judged?.photos ?? []);
    return photos === 0 ? [] : [{ title: methodById(id)?.title ?? id, photos }];
  });
  return notes.map(({ title, photos }) => (
    <p key={title} className="small muted">
      {title}’s settings were tuned on {counted(photos, 'photo')} of these: its rows flatter.
    </p>
  ));
}

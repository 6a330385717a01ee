import type { Engine, EngineState } from '../../../engine';
import { usePage } from '../../page-state';
import { AssignedGroups } from '../groups/assigned-groups';
import { ArrangedPhotos } from './arranged-photos';
import { summaryKeeper } from './summary/summary-keeper';

/** While what is sought is being embedded, photos keep the menu's order. */
const rankingOf = ({ search }: Pick<EngineState, 'search'>): number | null =>
  search.status === 'ready' ? search.revision : null;

const lists = new WeakMap<Engine, ArrangedPhotos>();

/** The one list of an engine's photos, in the order and search that the page asks for. */
export function arrangedPhotos(engine: Engine): ArrangedPhotos {
  let list = lists.get(engine);
  if (list === undefined) {
    const groups = new AssignedGroups(engine);
    groups.ask(usePage.getState());
    const asked = () => ({
      ...usePage.getState(),
      ranking: rankingOf(engine.getState()),
      grouping: groups.grouping,
    });
    const made = new ArrangedPhotos(engine, summaryKeeper(engine), asked());
    usePage.subscribe((page) => {
      groups.ask(page);
      made.arrange(asked());
    });
    groups.subscribe(() => made.arrange(asked()));
    engine.subscribe(() => made.arrange(asked()));
    lists.set(engine, made);
    list = made;
  }
  return list;
}

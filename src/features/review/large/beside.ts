import type { Engine } from '../../../engine';
import { NONE_PICKED, usePage } from '../../page-state';
import { arrangedPhotos } from '../../photos/list/page-photos';
import { tell } from '../../undo/undo';
import { goTo, reviewed } from '../go';
import { pairOf } from './pair';

/** Shows the selected photo beside the next one, or ends the pair; the photo that was looked at stays large. */
export function toggleBeside(engine: Engine): void {
  const { besideId, largeOpen, picked } = usePage.getState();
  if (largeOpen && besideId !== null && engine.photo(besideId) !== undefined) {
    usePage.setState({ besideId: null });
    return;
  }
  // A large photo is looked at alone, whatever is selected behind it.
  const pair = pairOf(arrangedPhotos(engine).ids, largeOpen ? NONE_PICKED : picked, reviewed(engine));
  if (pair === null) {
    tell('No other photo shown is there to compare with.');
    return;
  }
  goTo(pair[1]);
  usePage.setState({ besideId: pair[0], largeOpen: true });
}

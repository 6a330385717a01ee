import { writeClasses } from '../../../../core';
import type { Engine } from '../../../engine';
import { fileName, offer } from '../../project/download';

/** Saves the class list as a text file, with synonyms and descriptions, that opens as the same list. */
export async function saveList(engine: Pick<Engine, 'getState'>): Promise<void> {
  const { savedList } = await import('../reading/saved-list');
  const text = savedList(writeClasses(engine.getState().classes));
  const name = fileName('txt', new Date()).replace('fernglass-', 'fernglass-classes-');
  offer(new Blob([text], { type: 'text/plain' }), name);
}

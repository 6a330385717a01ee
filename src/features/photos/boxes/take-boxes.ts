import { boxesByPhoto, decodeText, readRecognitions } from '../../../../core';
import type { Engine } from '../../../engine';
import { counted } from '../../common/text/formats';
import { during } from '../../page-tasks';
import { remember, tell } from '../../undo/undo';

/**
 * Takes the boxes of a recognition file for the photos on the page that it names; that can be undone.
 * @throws FernglassError `input-invalid` where it is none
 */
export async function takeBoxes(engine: Engine, file: File): Promise<void> {
  await during('Reading what the detector found', async () => {
    const recognitions = readRecognitions(decodeText(new Uint8Array(await file.arrayBuffer())).text);
    const photos = engine.getState().photoIds.flatMap((id) => engine.photo(id) ?? []);
    const found = boxesByPhoto(
      recognitions,
      photos.map((photo) => [photo, photo.file] as const),
    );
    if (found.size === 0) {
      tell(
        `“${file.name}” names none of the photos here: add them with their folder, or the file beside them.`,
      );
      return;
    }
    const before = [...found.keys()].map(({ id, boxes }) => [id, boxes] as const);
    const after = [...found].map(([{ id }, boxes]) => [id, boxes] as const);
    const count = after.reduce((sum, [, boxes]) => sum + boxes.length, 0);
    engine.setBoxes(after);
    remember({
      words: `${counted(count, 'box', 'boxes')} on ${counted(found.size, 'photo')} taken from “${file.name}”`,
      ...(found.size < photos.length
        ? { note: `It does not name ${counted(photos.length - found.size, 'photo')}.` }
        : {}),
      bytes: count * 100,
      undo: () => engine.setBoxes(before),
      redo: () => engine.setBoxes(after),
    });
  });
}

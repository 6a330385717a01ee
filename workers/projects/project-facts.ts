import type { ProjectFacts, ProjectHead } from '../protocol';
import { type Projects, rangeOf } from './database/schema';

/** About what a row without pictures and vectors takes. */
const ROW_BYTES = 600;

/** What a list says of a project. */
export async function factsOf(
  database: Projects,
  { id, name, createdAt, changedAt }: ProjectHead,
): Promise<ProjectFacts> {
  const reading = database.transaction(['photos', 'work', 'thumbnails', 'pictures', 'captions']);
  const range = rangeOf(id);
  const [photos, work, oneWork, thumbnails, oneThumbnail, pictures, captions, oneCaption] = await Promise.all(
    [
      reading.objectStore('photos').getAll(range),
      reading.objectStore('work').count(range),
      reading.objectStore('work').get(range),
      reading.objectStore('thumbnails').count(range),
      reading.objectStore('thumbnails').get(range),
      reading.objectStore('pictures').getAll(range),
      reading.objectStore('captions').count(range),
      reading.objectStore('captions').get(range),
    ],
  );
  const { embedding, hits } = oneWork ?? {};
  const bytesOfWork =
    (embedding?.value.byteLength ?? 0) + (hits?.ids.byteLength ?? 0) + (hits?.similarities.byteLength ?? 0);
  const copies = pictures.reduce((sum, { bytes }) => sum + bytes, 0);
  return {
    id,
    name,
    createdAt,
    changedAt,
    photos: photos.length,
    labels: photos.filter(({ label }) => label !== null).length,
    // Rows of a kind are about alike: one stands for all.
    bytes:
      copies +
      photos.length * ROW_BYTES +
      work * bytesOfWork +
      thumbnails * (oneThumbnail?.bytes.byteLength ?? 0) +
      captions * ((oneCaption?.embedding.byteLength ?? 0) + ROW_BYTES),
  };
}

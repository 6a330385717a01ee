import { close } from './support/close';
import { cutShort, hugePng, smallPicture } from './support/pictures';
import { samplePaths } from './support/samples';
import { expect, test } from './support/test';

// Fault: damaged on the way × photos
test('bad files fail on their own tiles, with reasons, and the rest goes on', async ({ app }) => {
  await app.open();
  const bad = [
    {
      file: {
        name: 'notes.jpg',
        mimeType: 'image/jpeg',
        buffer: Buffer.from('These are notes, no picture.\n'),
      },
      says: /not a picture|no picture|text|not an image|cannot be read|could not be read/i,
    },
    {
      file: await cutShort('broken.jpg'),
      says: /damaged|cut short|incomplete|cannot be (read|decoded)|could not be/i,
    },
    { file: hugePng('poster.png', 20_000, 6_000), says: /120 megapixels.*at most 100/i },
    { file: { name: 'nothing.png', mimeType: 'image/png', buffer: Buffer.alloc(0) }, says: /empty/i },
  ];
  const good = [await smallPicture('first.png', 1), await smallPicture('last.webp', 2, 'webp')];
  await app.addPhotos([good[0]!, ...bad.map(({ file }) => file), good[1]!]);
  await app.settledWith(bad.length + 2);

  const { photos } = await app.exportJson();
  for (const { file, says } of bad) {
    await expect(app.photo(file.name)).toContainText(says);
    const row = photos.find((photo) => photo.file === file.name)!;
    expect(JSON.stringify(row.error), `${file.name} in the export`).toMatch(says);
    expect(row.enriched).toEqual([]);
  }
  for (const { name } of good)
    expect(photos.find((photo) => photo.file === name)!.enriched.length).toBeGreaterThan(1);
});

test('a failed file takes nothing away from the answers that were there', async ({ app }) => {
  await app.open();
  await app.addPhotos(samplePaths(2));
  await app.settledWith(2);
  const before = (await app.exportJson()).photos;
  await app.addPhotos([{ name: 'readme.png', mimeType: 'image/png', buffer: Buffer.from('# Read me') }]);
  await app.settledWith(3);
  expect((await app.exportJson()).photos.slice(0, 2)).toEqual(close(before));
});

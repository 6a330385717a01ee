import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { close } from '../support/close';
import { cutShort, hugePng, smallPicture } from '../support/pictures';
import { samplePaths } from '../support/samples';
import { expect, test } from '../support/test';

const PICTURES = fileURLToPath(new URL('../../workers/encoder/fixtures/pictures/', import.meta.url));

// Fault: damaged on the way × photos
test('bad files fail on their own tiles, with reasons, and the rest goes on', async ({ app }) => {
  await app.open();
  const whole = await smallPicture('no-end.jpg', 5, 'jpeg');
  const partly = [
    {
      file: { ...whole, buffer: whole.buffer.subarray(0, -2) },
      tile: 'incomplete file',
      says: /is incomplete/,
    },
    {
      file: { name: 'waving.gif', mimeType: 'image/gif', buffer: readFileSync(`${PICTURES}animated.gif`) },
      tile: 'first of 2 frames',
      says: /first of 2 frames/,
    },
  ];
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
  await app.addPhotos([good[0]!, ...[...bad, ...partly].map(({ file }) => file), good[1]!]);
  await app.settledWith(bad.length + partly.length + 2);

  const { photos } = await app.exportJson();
  for (const { file, says } of bad) {
    await expect(app.photo(file.name)).toContainText(says);
    const row = photos.find((photo) => photo.file === file.name)!;
    expect(JSON.stringify(row.error), `${file.name} in the export`).toMatch(says);
    expect(row.enriched).toEqual([]);
  }
  for (const { name } of good) {
    const photo = photos.find(({ file }) => file === name)!;
    expect(photo.enriched.length).toBeGreaterThan(1);
    expect(photo.warning).toBe('');
  }

  await test.step('what was read in part is answered, and says so on its tile, in the evidence and in the exports', async () => {
    const csv = await app.exportCsv();
    expect(csv.split('\r\n')[0]).toContain(',warning,');
    for (const { file, tile, says } of partly) {
      const photo = photos.find((photo) => photo.file === file.name)!;
      expect(photo.enriched.length).toBeGreaterThan(1);
      expect(photo.warning).toMatch(says);
      expect(csv).toContain(photo.warning);
      await expect(app.photo(file.name)).toContainText(tile);
      await app.photo(file.name).getByRole('button').first().click();
      await expect(app.evidence).toContainText(says);
    }
  });

  await test.step('incomplete photos are shown alone', async () => {
    await app.button('Show incomplete').click();
    await expect(app.items()).toHaveCount(1);
    await expect(app.photo('no-end.jpg')).toBeVisible();
    await expect(app.button('Try again')).toHaveCount(0);
    await app.button('Show failed').click();
    await expect(app.items()).toHaveCount(bad.length);
    await app.button('Show all').click();
    await expect(app.items()).toHaveCount(bad.length + partly.length + 2);
  });
});

test('photos that need a decoder which is out of reach have one notice, and are read once it is there', async ({
  app,
  page,
}) => {
  await app.open();
  await page.context().setOffline(true);
  await app.addPhotos(['plain.heic', 'turned.heic'].map((name) => `${PICTURES}${name}`));
  await app.settledWith(2);
  await expect(app.photo('plain.heic')).toContainText(/decoder/);
  const notice = page.getByText('2 photos could not be read');
  await expect(notice).toBeVisible();

  await page.context().setOffline(false);
  await page.getByRole('alert').getByRole('button', { name: 'Try again' }).click();
  await expect(notice).toBeHidden();
  await app.settledWith(2);
  const { photos } = await app.exportJson();
  for (const { enriched, warning } of photos) {
    expect(enriched.length).toBeGreaterThan(1);
    expect(warning).toBe('');
  }
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

import { smallPictures } from './support/pictures';
import { expect, test } from './support/test';

test('500 photos at once: progress, answers as they come, cancel, and nothing lost', async ({
  app,
  page,
}) => {
  test.setTimeout(300_000);
  const files = await smallPictures(500);
  await app.open();
  await app.addPhotos(files);
  await expect(app.status).toContainText(/of 500/);
  await expect(app.status).not.toHaveText(/Ready\s*$/);
  await expect.poll(() => finished(app.status)).toBeGreaterThanOrEqual(8);

  await app.button('Cancel').click();
  await app.settled();
  const { photos } = await app.exportJson();
  expect(photos).toHaveLength(500);
  const answered = photos.filter(({ enriched }) => enriched.length > 0);
  expect(answered.length).toBeGreaterThanOrEqual(8);
  expect(answered.length).toBeLessThan(500);
  // In order: what was answered are the first ones.
  expect(answered.map(({ file }) => file)).toEqual(files.slice(0, answered.length).map(({ name }) => name));

  await app.button('Remove all').click();
  await expect(app.items()).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'Load samples', exact: true })).toBeVisible();
});

async function finished(status: import('@playwright/test').Locator): Promise<number> {
  return Number(/([\d,]+) of 500/.exec((await status.textContent()) ?? '')?.[1] ?? 0);
}
